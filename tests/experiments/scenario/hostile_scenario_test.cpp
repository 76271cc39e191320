// Scenario files that are no scenarios: unreadable, huge, binary, deep, or meant to drive the reader's
// terminal. Each is refused with a message, none brings the program down.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/scenario/toml_guard.hpp>
#include <lastseen/sim/text.hpp>
#include "tests/experiments/refusals.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::problems_of;
using testing::refusal;
using ::testing::StartsWith;

std::string repeated_text(std::size_t times, const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

/// A file in a folder of its own, gone afterwards.
class HostileFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::vector<std::string> refusal_of_file(const std::string& content) {
    const std::string path = folder_ / "s.toml";
    std::ofstream(path, std::ios::binary) << content;
    return problems_of([&] { load_scenario(path); });
  }
  const std::filesystem::path folder_ = std::filesystem::path(::testing::TempDir()) /
                                        ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(HostileFile, IsNamedWithTheReasonWhenItCannotBeRead) {
  const std::string path = folder_ / "no.toml";
  EXPECT_THAT(problems_of([&] { load_scenario(path); }),
              ElementsAre(AllOf(HasSubstr(path), HasSubstr("No such file"))));
  EXPECT_THAT(problems_of([&] { load_scenario(folder_.string() + "/"); }),
              ElementsAre(AllOf(HasSubstr(folder_), HasSubstr("is a directory"))));
  EXPECT_THAT(problems_of([] { load_scenario("./\x1b[31m.toml"); }),
              ElementsAre(AllOf(HasSubstr("\\x1b[31m"), HasSubstr("control characters"))));
}

TEST_F(HostileFile, IsRefusedAboveOneMebibyteAndReadUpToIt) {
  const std::size_t most = 1 << 20;
  EXPECT_THAT(refusal_of_file("#" + std::string(most - 1, 'x')), ElementsAre("accepted"));
  EXPECT_THAT(refusal_of_file("#" + std::string(most, 'x')),
              ElementsAre(HasSubstr("has 1,048,577 bytes; allowed: up to 1,048,576 (1 MiB)")));
  EXPECT_THAT(refusal_of_file(std::string(8 * most, '\0')), ElementsAre(HasSubstr("has 8,388,608 bytes")));
}

TEST_F(HostileFile, IsAcceptedWhenEmptyAndWithAnyLineEndOrByteOrderMark) {
  EXPECT_THAT(refusal_of_file(""), ElementsAre("accepted"));
  EXPECT_THAT(refusal_of_file("\xEF\xBB\xBFtitle = \"x\"\n"), ElementsAre("accepted"));
  EXPECT_THAT(refusal_of_file("title = \"x\"\r\ndescription = \"\"\"a\r\nb\"\"\"\r\n"),
              ElementsAre("accepted"));
}

// toml++ 3.3 itself judges these; it must do so by the exception that we know, with a line.
TEST(HostileToml, IsASyntaxErrorWithItsLine) {
  const std::string every_byte = [] {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    return bytes;
  }();
  const std::vector<std::string> cases = {
      "x = ",
      "= 1",
      "[ping",
      "[ping]\n[ping]",
      "ping.interval = \"1s\"\nping.interval = \"1s\"",
      "title = \"never closed",
      "title = \"\"\"never closed",
      "title = \"\xFF\xFE\"",
      "title = \"\xC3",
      "title = \"\\uD800\"",
      "title = \"\\q\"",
      "title = \"\x1b[31m\"",
      "seed = 99999999999999999999999999",
      "seed = 0xFFFFFFFFFFFFFFFF",
      "seed = 1e999999",
      "seed = 9999-99-99",
      "seed = 07:61:00",
      std::string("\0", 1),
      std::string("title = \"a\"\0\n", 13),
      every_byte,
      "a = " + repeated_text(5000, "[") + repeated_text(5000, "]"),
      "a = " + repeated_text(5000, "{ a = ") + "1" + repeated_text(5000, "}"),
  };
  for (const std::string& toml : cases) {
    EXPECT_THAT(refusal("\n" + toml),
                ElementsAre(AllOf(StartsWith("s.toml:"), HasSubstr(": not TOML: "), Not(HasSubstr("\x1b")))))
        << toml.substr(0, 80);
  }
}

// Dotted keys make a level each, without limit in toml++ 3.3; half a megabyte of them used to overflow the
// stack.
TEST(HostileToml, IsRefusedWhenAKeyIsDeep) {
  const std::string deep = repeated_text(520'000, ".a");
  for (const std::string& toml :
       {"a" + deep + " = 1", "[a" + deep + "]", "[[a" + deep + "]]", "[ping]\ninterval" + deep + " = 1",
        "a = { b" + deep + " = 1 }", "a = \"\"\"\"x\"\"\"\"\"\na" + deep + " = 1",
        "a = 'x\\'\na" + deep + " = 1", "a = { b = \"\"\"x\"\"\"\", c" + deep + " = 1 }",
        "\"#\".\"\\\"\"" + deep + " = 1", "a" + deep + " = broken"}) {
    EXPECT_THAT(refusal(toml), ElementsAre(HasSubstr("a key with more than 16 parts"))) << toml.substr(0, 60);
  }
  EXPECT_THAT(refusal("\n\na" + repeated_text(20, ".a") + " = 1"), ElementsAre(StartsWith("s.toml:3: ")));
}

TEST(HostileToml, MayHaveManyDotsOutsideOfKeys) {
  const std::string key = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p";
  for (const std::string& toml :
       {"# " + repeated_text(100, ".") + "\nx = \"" + repeated_text(100, ".") + "\" # .....",
        "x = '''\n" + repeated_text(100, ".'' ") + "'''\ny = [1.0, 2.0, 3.0, " + repeated_text(100, "1.5, ") +
            "]",
        key + " = 1"}) {
    EXPECT_EQ(line_of_deep_key(toml), std::nullopt) << toml;
  }
  EXPECT_EQ(line_of_deep_key(key + ".q = 1"), 1U);
}

// toml++ 3.3 asserts on these; neither may a debug build abort nor another go on.
TEST(HostileToml, IsRefusedWhereTheParserAsserts) {
  for (const char* toml : {"[.a]", "[[ .a]]", "[[\\u0o"})
    EXPECT_THAT(refusal(toml), ElementsAre("s.toml: not TOML"));
}

// Letters beyond ASCII are for texts and comments, wherever in them.
TEST(HostileToml, MayHaveAnyLetterInQuotesOnly) {
  for (const char* toml : {"\xC3\xA9 = 1", "x = 1\xC3\xA9", "x = 1 \xCE\xB1", "[\xCE\xB1]"}) {
    EXPECT_THAT(refusal(toml), ElementsAre(HasSubstr("not TOML")));
  }
  EXPECT_EQ(parse_scenario("title = \"\"\"a \\\n \xC3\xA9\"\"\" # \xC3\xA9", "s.toml").title, "a \xC3\xA9");
}

TEST(HostileToml, IsRefusedWhenValuesNestOrLieAboutTheirType) {
  EXPECT_THAT(refusal("network.latency = " + repeated_text(200, "[") + "\"1s\"" + repeated_text(200, "]")),
              ElementsAre(StartsWith("s.toml:1: network.latency = `(nested too deeply)`")));
  EXPECT_THAT(
      refusal("network.latency = " + repeated_text(60, "{ mixture = [[") + "1" + repeated_text(60, "]] }")),
      ElementsAre(StartsWith("s.toml:1: network.latency")));
  EXPECT_THAT(refusal("title = 07:32:00\nseed = 1979-05-27\nreplications = inf\nstory = []\ntargets = 1\n"
                      "evidence = [1, {}]\nfactors = {}\n[ping]\ninterval = 1979-05-27T07:32:00Z"),
              ::testing::SizeIs(8));
  EXPECT_THAT(refusal(repeated_text(1001, "[[arms]]\n")),
              ElementsAre(HasSubstr("1,001 arms are too many; allowed: up to 1,000")));
}

// A stranger's scenario is printed on the reader's terminal: texts with escape sequences never get that far,
// and messages quote them in letters.
TEST(HostileToml, CannotDriveTheTerminal) {
  const std::vector<std::string> escapes = {"\\u001b[2J", "\\u0007", "\\u009b2J",
                                            "\\u007f",    "a\\rb",   "\\u0000"};
  for (const std::string& escape : escapes) {
    EXPECT_THAT(
        refusal("title = \"" + escape + "\"\ndescription = \"" + escape + "\"\n[[arms]]\nname = \"" + escape +
                "\"\ndescription = \"" + escape +
                "\"\n[[evidence]]\nkind = \"skipped\"\nat = \"1s\"\nnote = \"" + escape +
                "\"\n[[factors]]\nkey = \"ping.interval\"\nlevels = [\"1s\"]\ntitle = \"" + escape + "\"\n"),
        AllOf(::testing::SizeIs(::testing::Ge(6U)),
              Each(AnyOf(HasSubstr("\\x"), HasSubstr("an arm needs a name")))))
        << escape;
    for (const std::string& problem :
         refusal("\"" + escape + "\" = 1\nping.interval = \"" + escape + "\"\nregistry.refresh_on = \"" +
                 escape + "\"\n[targets]\n\"" + escape + "\" = 1\n[story]\nclock = \"" + escape + "\"\n")) {
      EXPECT_FALSE(sim::has_control_characters(sim::printable(problem))) << sim::printable(problem);
    }
  }
  EXPECT_THAT(refusal("title = \"Größe, 日本, tab\\tand\\nline\""), ElementsAre("accepted"));
}

}  // namespace
}  // namespace lastseen::experiments
