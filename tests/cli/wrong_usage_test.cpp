// Wrong usage and wrong input: exit status 2, a clear line for each problem on stderr with what was given and
// what is allowed, nothing on stdout, and nothing written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include "tests/cli/program.hpp"

namespace lastseen::cli {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

struct Mistake {
  std::vector<std::string> arguments;
  std::vector<std::string> said;  ///< parts of the one line that complains
};

/// Expects one complaint with all the parts, and no other trace.
void expect_refused(const Workplace& place, const Mistake& mistake) {
  const auto files = place.files();
  const Outcome outcome = place.run(mistake.arguments);
  std::string command;
  for (const std::string& word : mistake.arguments) command += " " + word;
  EXPECT_EQ(outcome.status, 2) << command;
  EXPECT_THAT(outcome.out, IsEmpty()) << command;
  EXPECT_THAT(outcome.complaints(), ElementsAre(StartsWith("lastseen: "))) << command;
  for (const std::string& part : mistake.said) EXPECT_THAT(outcome.err, HasSubstr(part)) << command;
  EXPECT_EQ(place.files(), files) << command;
}

TEST(WrongUsage, IsNamedWithWhatWasGivenAndWhatIsAllowed) {
  const Workplace place;
  const std::vector<Mistake> mistakes = {
      {{"comapre"}, {"`comapre`", "did you mean `compare`?", "allowed: run, compare, "}},
      {{"--nope"}, {"`--nope`", "allowed: run, "}},
      {{""}, {"``", "allowed: run, "}},
      {{"compare"}, {"needs a scenario", "list scenarios"}},
      {{"compare", "fifteen-minutes", "first-meal"}, {"`first-meal`", "unexpected argument"}},
      {{"compare", "fifteen-minuts"}, {"`fifteen-minuts`", "did you mean `fifteen-minutes`?"}},
      {{"compare", "./no.toml"}, {"./no.toml", "No such file"}},
      {{"compare", "/"}, {"/", "is a directory"}},
      {{"compare", "fifteen-minutes", "--seeed", "1"},
       {"`--seeed`", "did you mean `--seed`?", "allowed: --help, "}},
      {{"compare", "fifteen-minutes", "--seed", "-1"}, {"--seed `-1`", "from 0 to 18446744073709551615"}},
      {{"compare", "fifteen-minutes", "--seed", "18446744073709551616"}, {"--seed", "from 0 to"}},
      {{"compare", "fifteen-minutes", "--replications", "0"}, {"--replications `0`", "from 1 to 10000000"}},
      {{"compare", "fifteen-minutes", "--replications", "1e3"}, {"`1e3`", "from 1 to 10000000"}},
      {{"compare", "fifteen-minutes", "--replications", ""}, {"--replications"}},
      {{"compare", "fifteen-minutes", "-j", "0"}, {"--jobs `0`", "from 1 to 1024"}},
      {{"compare", "fifteen-minutes", "-j"}, {"--jobs", "missing", "compare --help"}},
      {{"compare", "fifteen-minutes", "--seed", "1", "--seed", "2"}, {"--seed", "more than once"}},
      {{"compare", "fifteen-minutes", "--format", "xml"}, {"`xml`", "table, json, csv"}},
      {{"compare", "fifteen-minutes", "--set", "ping.interval"}, {"--set", "KEY=VALUE"}},
      {{"compare", "fifteen-minutes", "--set", "ping.intervall=1s"}, {"did you mean `ping.interval`?"}},
      {{"compare", "fifteen-minutes", "--set", "ping.interval=10"}, {"`10`", "ns, us, ms, s, min, h, d"}},
      {{"compare", "fifteen-minutes", "--set", "ping.interval=-10s"}, {"`-10s`", "non-negative"}},
      {{"compare", "fifteen-minutes", "--set", "jobs.count=10001"}, {"`10001`", "from 0 to 10000"}},
      {{"run", "field-case-3", "--arm", "befor"},
       {"`befor`", "allowed: before, after", "did you mean `before`?"}},
      {{"run", "field-case-3", "--replication", "-1"}, {"--replication `-1`", "from 0"}},
      {{"run", "field-case-3", "--trace", "no/t.jsonl"}, {"--trace `no/t.jsonl`", "no such folder: no"}},
      {{"sweep", "first-meal"}, {"a parameter to vary", "--vary ping.interval="}},
      {{"sweep", "first-meal", "--vary"}, {"--vary", "missing"}},
      {{"sweep", "first-meal", "--vary", ""}, {"--vary"}},
      {{"sweep", "first-meal", "--vary", "ping.interval="}, {"no levels", "1ms to 1d"}},
      {{"sweep", "first-meal", "--vary", "ping.interval=1s..2s"}, {"no step", "FIRST..LAST:STEP"}},
      {{"sweep", "--vary", "ping.interval=1s"}, {"needs a scenario"}},
      {{"sweep", "first-meal", "--vary", "ping.interval=1s", "-o", "no/s.csv"},
       {"--output `no/s.csv`", "no such folder"}},
      {{"sweep", "first-meal", "--vary", "ping.interval=1s", "-o", "/"}, {"--output `/`", "not a file name"}},
      {{"sweep", "first-meal", "--vary", "ping.interval=1s", "-o", ""}, {"--output"}},
      {{"report", "first-meal", "-o", "no/r.html"}, {"--output `no/r.html`", "no such folder: no"}},
      {{"init"}, {"needs a file name"}},
      {{"init", "no/s.toml"}, {"`no/s.toml`", "no such folder"}},
      {{"list"}, {"needs a topic", "scenarios, parameters"}},
      {{"list", "scenario"}, {"`scenario`", "did you mean `scenarios`?"}},
      {{"check"}, {"needs a scenario"}},
  };
  for (const Mistake& mistake : mistakes) expect_refused(place, mistake);
}

TEST(WrongUsage, NamesEveryProblemOfAScenarioOnALineOfItsOwn) {
  const Workplace place;
  place.write("s.toml", "[ping]\ninterval = \"1x\"\n\n[jobs]\ncont = 3\n");
  for (const char* command : {"check", "run", "compare", "report"}) {
    const Outcome outcome = place.run({command, "s.toml", "--set", "session.users=0"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_THAT(outcome.complaints(),
                ElementsAre(StartsWith("lastseen: s.toml:2: ping.interval = `1x`"),
                            StartsWith("lastseen: s.toml:5: "), StartsWith("lastseen: --set: ")));
  }
  const Outcome sweep = place.run({"sweep", "s.toml", "--vary", "ping.interval=", "--vary", "x=1"});
  EXPECT_THAT(sweep.complaints(), SizeIs(4));
  EXPECT_THAT(place.files(), ElementsAre("s.toml"));
}

// --repl might mean --replication or --replications tomorrow; and an option without a value takes no word
// from the rest.
TEST(Options, AreNeverGuessedFromAPrefixNorSwallowTheScenario) {
  const Workplace place;
  expect_refused(place, {{"compare", "first-meal", "--repl", "5"}, {"`--repl`", "--replications"}});
  expect_refused(place, {{"compare", "first-meal", "--replication=5"}, {"`--replication=5`"}});
  expect_refused(place, {{"compare", "--word", "first-meal"}, {"`--word`"}});
  EXPECT_EQ(place.run({"run", "--all", "field-case-3"}).status, 0);
  EXPECT_EQ(place.run({"compare", "--set", "ping.interval=9s", "field-case-3"}).status, 0);
  EXPECT_EQ(place.run({"sweep", "--zip", "--vary", "ping.interval=9s", "field-case-3"}).status, 0);
  EXPECT_EQ(place.run({"compare", "-j2", "--seed=5", "field-case-3"}).status, 0);
  EXPECT_EQ(place.run({"compare", "--", "field-case-3"}).status, 0);
}

TEST(WrongUsage, IsAFullDiskOrAGoneReaderOnStdout) {
  const Workplace place;
  const std::vector<std::vector<std::string>> talkative = {
      {"list", "parameters"},
      {"list", "mechanisms"},
      {"compare", "field-case-3", "--format", "json"},
      {"run", "timeline", "--trace", "-"},
      {"--help"},
      {"sweep", "field-case-3", "--vary", "jobs.count=1"},
      {"init", "-"},
      {"--version"},
  };
  for (const auto& arguments : talkative) {
    const Outcome outcome = place.run(arguments, "/dev/full");
    EXPECT_EQ(outcome.status, 2) << arguments[0];
    EXPECT_THAT(outcome.complaints(), ElementsAre(HasSubstr("stdout: cannot be written"))) << arguments[0];
  }
}

TEST(WrongUsage, IsAFolderThatMayNotBeWrittenTo) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  const Workplace place;
  std::filesystem::create_directory(place.folder() / "locked");
  std::filesystem::permissions(place.folder() / "locked", std::filesystem::perms::owner_read);
  expect_refused(place, {{"init", "locked/s.toml"}, {"locked", "cannot be written"}});
  std::filesystem::permissions(place.folder() / "locked", std::filesystem::perms::owner_all);
}

// Whatever bytes are given, what is printed cannot drive the terminal.
TEST(HostileArguments, AreQuotedInLetters) {
  const Workplace place;
  for (const std::string bytes : {"\x1b[2J", "\x07", "\x7f", "\xc2\x9b[2J", "a\rb", "\xff\xfe", "\xc3"}) {
    const std::vector<std::vector<std::string>> places = {
        {bytes},
        {"compare", bytes},
        {"compare", "./" + bytes + ".toml"},
        {"compare", "first-meal", "--" + bytes},
        {"compare", "first-meal", "--seed", bytes},
        {"compare", "first-meal", "--format", bytes},
        {"compare", "first-meal", "--set", bytes},
        {"compare", "first-meal", "--set", bytes + "=1"},
        {"compare", "first-meal", "--set", "ping.interval=" + bytes},
        {"compare", "first-meal", "--set", "network.latency=uniform(" + bytes + ")"},
        {"run", "first-meal", "--arm", bytes},
        {"sweep", "first-meal", "--vary", bytes},
        {"sweep", "first-meal", "--vary", "ping.interval=" + bytes + "..1s:1s"},
        {"sweep", "first-meal", "--vary", "ping.interval=1s", "-o", "no/" + bytes + "/x"},
        {"list", bytes},
        {"init", "no/" + bytes},
    };
    for (const auto& arguments : places) {
      const Outcome outcome = place.run(arguments);
      EXPECT_EQ(outcome.status, 2) << outcome.err;
      EXPECT_THAT(outcome.out, IsEmpty()) << outcome.err;
      EXPECT_THAT(outcome.complaints(), SizeIs(1)) << outcome.err;
      EXPECT_THAT(outcome.err, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\x07")), Not(HasSubstr("\x7f")),
                                     Not(HasSubstr("\xc2\x9b")), Not(HasSubstr("\r"))));
    }
  }
}

TEST(HostileScenario, IsRefusedInsteadOfPrintedWhenItsTextsCarryEscapeSequences) {
  const Workplace place;
  place.write("s.toml",
              "title = \"\\u001b[2J\"\n[[arms]]\nname = \"a\"\ndescription = \"\\u001b]0;x\\u0007\"\n");
  for (const char* command : {"run", "compare", "check", "report"}) {
    const Outcome outcome = place.run({command, "s.toml"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.complaints(), SizeIs(2));
    EXPECT_THAT(outcome.complaints(), Each(AllOf(HasSubstr("control characters"), Not(HasSubstr("\x1b")))));
  }
}

}  // namespace
}  // namespace lastseen::cli
