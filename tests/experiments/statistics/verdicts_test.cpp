// Verdicts: the bound decides, not the point; several targets are judged by Holm's procedure.
#include <lastseen/experiments/statistics/verdicts.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace lastseen::experiments {
namespace {

using ::testing::ElementsAre;

Estimate between(double low, double high) {
  Estimate estimate;
  estimate.point = (low + high) / 2;
  estimate.low = low;
  estimate.high = high;
  return estimate;
}

TEST(Comparison, HoldsAtTheThresholdItself) {
  for (const Comparison comparison : {Comparison::at_least, Comparison::at_most}) {
    EXPECT_TRUE(holds(2, comparison, 2));
    EXPECT_EQ(comparison_named(to_text(comparison)), comparison);
  }
  EXPECT_TRUE(holds(3, Comparison::at_least, 2));
  EXPECT_FALSE(holds(3, Comparison::at_most, 2));
  EXPECT_EQ(comparison_named("at least"), std::nullopt);
}

TEST(Judge, ComparesTheBoundNotThePoint) {
  EXPECT_EQ(judge(between(0.90, 0.99), Comparison::at_least, 0.90), Verdict::met);
  EXPECT_EQ(judge(between(0.90, 0.99), Comparison::at_least, 0.91), Verdict::inconclusive);
  EXPECT_EQ(judge(between(0.90, 0.99), Comparison::at_least, 0.99), Verdict::inconclusive);
  EXPECT_EQ(judge(between(0.90, 0.99), Comparison::at_least, 0.995), Verdict::missed);
  EXPECT_EQ(judge(between(4, 6), Comparison::at_most, 6), Verdict::met);
  EXPECT_EQ(judge(between(4, 6), Comparison::at_most, 5), Verdict::inconclusive);
  EXPECT_EQ(judge(between(4, 6), Comparison::at_most, 3), Verdict::missed);
}

TEST(Judge, NeverPassesWithoutDataOrInterval) {
  EXPECT_EQ(judge(Estimate{}, Comparison::at_most, 1e9), Verdict::no_data);
  ClusterSums one_session;
  one_session.add({4, 4});
  EXPECT_EQ(judge(proportion(one_session), Comparison::at_least, 0.0), Verdict::inconclusive);
  const double never = std::numeric_limits<double>::infinity();
  EXPECT_EQ(judge(between(3, never), Comparison::at_most, 60), Verdict::inconclusive);
  EXPECT_EQ(judge(between(never, never), Comparison::at_most, 60), Verdict::missed);
  EXPECT_THROW(judge(Estimate{}, Comparison::at_most, std::nan("")), std::invalid_argument);
  EXPECT_STREQ(to_text(Verdict::no_data), "no data");
}

// A target whose interval excludes its threshold exactly at levels up to 1 - p: a hypothesis with that
// p-value.
Target with_p_value(double p, bool good = true) {
  return {[p, good](double level) {
            if (1 - level < p) return between(-1, 1);
            return good ? between(0.1, 1) : between(-1, -0.1);
          },
          Comparison::at_least, 0.0};
}

// The textbook example: p = 0.01, 0.04, 0.03, 0.005 at 5 %. 0.005 <= 0.05/4 and 0.01 <= 0.05/3 are rejected;
// 0.03 > 0.05/2 stops, although 0.03 and 0.04 are below 0.05. Bonferroni alone would stop at 0.0125 as well,
// hence the second example, in which stepping down matters (0.02 <= 0.05/2 but > 0.05/4).
TEST(JudgeTogether, IsHolmsStepDownProcedure) {
  const std::vector<Target> textbook = {with_p_value(0.01), with_p_value(0.04), with_p_value(0.03),
                                        with_p_value(0.005)};
  EXPECT_THAT(judge_together(textbook),
              ElementsAre(Verdict::met, Verdict::inconclusive, Verdict::inconclusive, Verdict::met));
  const std::vector<Target> stepping = {with_p_value(0.02), with_p_value(0.001), with_p_value(0.015, false),
                                        with_p_value(0.06)};
  EXPECT_THAT(judge_together(stepping),
              ElementsAre(Verdict::met, Verdict::met, Verdict::missed, Verdict::inconclusive));
}

TEST(JudgeTogether, CountsTargetsWithoutData) {
  const Target empty{[](double) { return Estimate{}; }, Comparison::at_least, 0.0};
  EXPECT_THAT(judge_together(std::vector<Target>{empty, with_p_value(0.03)}),
              ElementsAre(Verdict::no_data, Verdict::inconclusive));
  EXPECT_THAT(judge_together(std::vector<Target>{with_p_value(0.03)}), ElementsAre(Verdict::met));
  EXPECT_TRUE(judge_together({}).empty());
}

}  // namespace
}  // namespace lastseen::experiments
