// Text from people: quoted so that it cannot drive a terminal, split, and told what it may have meant.
#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include <lastseen/sim/text.hpp>

namespace lastseen::sim {
namespace {

using ::testing::ElementsAre;

TEST(Quote, IsShortAndNeverCutsACharacter) {
  const std::string sixty(60, 'x');
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a\x1b[0m\x7f\n", "a\\x1b[0m\\x7f\\x0a"},
      {"\xC2\x9B\xC2\xA0", "\\xc2\\x9b\xC2\xA0"},
      {sixty, sixty},
      {sixty + "x", sixty + "..."},
      {sixty.substr(1) + "\xC3\xA4z", sixty.substr(1) + "..."},
  };
  for (const auto& [text, shown] : cases) EXPECT_EQ(quote(text), "`" + shown + "`");
}

TEST(ControlCharacters, AreAllButLineEndsAndTabs) {
  EXPECT_FALSE(has_control_characters("tab\tand\nline\r\nand \xC2\xA0"));
  for (const char* text : {"\x1b[2J", "a\rb", "\x7f", "\xC2\x9B"}) {
    EXPECT_TRUE(has_control_characters(text)) << printable(text);
    EXPECT_FALSE(has_control_characters(printable(text))) << printable(text);
  }
}

TEST(Suggestion, IsTheNearestCandidateOrNone) {
  const std::vector<std::string> keys = {"registry.refresh_on", "registry.key", "ping.interval"};
  EXPECT_EQ(suggestion("registry.refesh_on", keys), " (did you mean `registry.refresh_on`?)");
  EXPECT_EQ(suggestion("interval", keys), " (did you mean `ping.interval`?)");
  EXPECT_EQ(suggestion("PING.Interval", keys), " (did you mean `ping.interval`?)");
  EXPECT_EQ(suggestion("polling", keys), "");
  EXPECT_EQ(suggestion("x", {}), "");
  EXPECT_EQ(suggestion("p50", {"p95"}), "") << "two letters of three";
  EXPECT_EQ(suggestion("hihg", {"high"}), " (did you mean `high`?)");
  EXPECT_EQ(suggestion("", {"high"}), "");
}

TEST(Counted, GroupsItsDigitsAndHasASingular) {
  EXPECT_EQ(counted(0, "arm"), "0 arms");
  EXPECT_EQ(counted(1, "arm"), "1 arm");
  EXPECT_EQ(counted(999, "arm"), "999 arms");
  EXPECT_EQ(counted(1000, "arm"), "1,000 arms");
  EXPECT_EQ(grouped(18'446'744'073'709'551'615U), "18,446,744,073,709,551,615");
}

TEST(SplitList, KeepsCommasInBracketsAndTrims) {
  EXPECT_THAT(split_list(" 10s,uniform(1s, 2s) ,\n"), ElementsAre("10s", "uniform(1s, 2s)", ""));
  EXPECT_THAT(split_list(""), ElementsAre(""));
  EXPECT_EQ(joined(split_list("a,b")), "a, b");
}

TEST(Trimmed, LosesWhiteSpaceAtBothEnds) {
  EXPECT_EQ(trimmed(" \ta b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
}

}  // namespace
}  // namespace lastseen::sim
