// Escaping, numbers and line breaking.
#include <lastseen/plots/text.hpp>

#include <gmock/gmock.h>

#include "tests/plots/samples.hpp"

namespace lastseen::plots {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
using ::testing::ResultOf;

TEST(EscapeHtml, LeavesNoMarkupWhenTextIsHostile) {
  const std::string escaped = escape_html(hostile);
  for (const char* markup : {"<", ">", "\"", "'"}) EXPECT_THAT(escaped, Not(HasSubstr(markup)));
}

TEST(EscapeHtml, KeepsTextAsItIsWhenHarmless) {
  EXPECT_EQ(escape_html("5.2 to 6.0 %, caf\u00e9 \u2014 \U0001F37D"),
            "5.2 to 6.0 %, caf\u00e9 \u2014 \U0001F37D");
}

TEST(EscapeHtml, ReplacesBytesWhenNotUtf8) {
  for (const char* bytes : {"\xFF", "\xC0", "\xE2\x82", "\xED\xA0\x80", "\xF8", "\x80"}) {
    EXPECT_THAT(escape_html(bytes), HasSubstr("\uFFFD")) << bytes;
  }
  EXPECT_EQ(escape_html("a\xFFz"), "a\uFFFDz");
}

TEST(EscapeHtml, ReplacesControlsWhenTheyWouldReorderOrHide) {
  EXPECT_EQ(escape_html("a\u202Eb\u2066c\x01"), "a\uFFFDb\uFFFDc\uFFFD");
}

TEST(EscapeJsonForScript, CannotEndTheElementWhenTextIsHostile) {
  const std::string escaped = escape_json_for_script("\"" + hostile + "\"");
  for (const char* danger : {"<", ">", "&", "\u2028", "\u2029"}) EXPECT_THAT(escaped, Not(HasSubstr(danger)));
}

TEST(FormatValue, HasItsUnit) {
  EXPECT_EQ(format_value(0.0563, Unit::percent), "5.63 %");
  EXPECT_EQ(format_value(1, Unit::percent), "100 %");
  EXPECT_EQ(format_value(12.5, Unit::seconds), "12.5 s");
  EXPECT_EQ(format_value(4000, Unit::number), "4000");
}

TEST(FormatValue, DoesNotRoundToAllOrNothingWhenItIsNeither) {
  EXPECT_EQ(format_value(0.99999, Unit::percent), "99.999 %");
  EXPECT_EQ(format_value(0.00001, Unit::percent), "0.001 %");
}

TEST(Wrap, BreaksBetweenWordsWhenTheyFit) {
  EXPECT_THAT(wrap("meal list opens", estimate_width("meal list")), ElementsAre("meal list", "opens"));
}

TEST(Wrap, BreaksAWordAfterPunctuationWhenItIsTooLong) {
  EXPECT_THAT(wrap("meal_log.completed", estimate_width("meal_log.com")),
              ElementsAre("meal_log.", "completed"));
}

TEST(Wrap, StaysWithinTheWidthWhenThereIsNowhereToBreak) {
  const std::vector<std::string> lines = wrap(std::string(200, 'W'), 8);
  EXPECT_THAT(lines, Each(ResultOf([](const std::string& line) { return estimate_width(line); }, Le(8))));
}

TEST(Wrap, GivesOneEmptyLineWhenTextIsEmpty) { EXPECT_THAT(wrap("", 10), ElementsAre("")); }

}  // namespace
}  // namespace lastseen::plots
