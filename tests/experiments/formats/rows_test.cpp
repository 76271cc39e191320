// Rows as an aligned table, as CSV and as Markdown.
#include <lastseen/experiments/formats/rows.hpp>

#include <gtest/gtest.h>

namespace lastseen::experiments {
namespace {

TEST(Aligned, SetsTheFirstColumnFlushLeftAndTheOthersRight) {
  const Rows rows = {{"arm", "delivered"}, {"before", "5.6 %"}, {"after"}};
  EXPECT_EQ(aligned(rows), "arm     delivered\nbefore      5.6 %\nafter\n");
  EXPECT_EQ(aligned(rows, true), "arm     delivered\nbefore  5.6 %\nafter\n");
}

// A letter of two bytes takes one column.
TEST(Aligned, CountsCharactersNotBytes) { EXPECT_EQ(aligned({{"é", "x"}, {"ab", "y"}}), "é   x\nab  y\n"); }

TEST(Csv, QuotesWhatWouldSplitACell) {
  EXPECT_EQ(csv({{"a,b", "say \"no\""}, {"two\nlines", ""}}),
            "\"a,b\",\"say \"\"no\"\"\"\n\"two\nlines\",\n");
}

TEST(Markdown, SetsARuleBelowTheHeading) {
  EXPECT_EQ(markdown({{"a", "b"}, {"1", "2"}}), "| a | b |\n|---|---|\n| 1 | 2 |\n");
}

}  // namespace
}  // namespace lastseen::experiments
