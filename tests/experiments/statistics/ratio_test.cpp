// Ratios of totals over sessions.

#include <lastseen/experiments/statistics/ratio.hpp>

#include <gtest/gtest.h>

#include <vector>

#include <lastseen/experiments/statistics/verdicts.hpp>

namespace lastseen::experiments {
namespace {

struct Session {
  std::uint64_t numerator;
  std::uint64_t denominator;
};

Estimate ratio(const std::vector<Session>& sessions, double unit = 1) {
  RatioSums sums;
  for (const auto& [numerator, denominator] : sessions) sums.add(numerator, denominator);
  return experiments::ratio(sums, unit);
}

// Goal: the estimator and its standard error are those of the book. Method: three sessions by hand.
//   ratio = (2 + 3 + 7) / (1 + 2 + 3) = 2; residuals 0, -1, 1; squares sum to 2;
//   standard error = sqrt(3/2 * 2) / 6 = 0.288675; t(2, 0.975) = 4.302653
TEST(Ratio, IsThatOfTheTotalsWithLinearisedError) {
  const std::vector<Session> sessions = {{2, 1}, {3, 2}, {7, 3}};
  const Estimate estimate = ratio(sessions);
  EXPECT_DOUBLE_EQ(*estimate.point, 2);
  EXPECT_NEAR(*estimate.low, 2 - 4.302653 * 0.2886751, 1e-5);
  EXPECT_NEAR(*estimate.high, 2 + 4.302653 * 0.2886751, 1e-5);
  EXPECT_EQ(estimate.clusters, 3U);
  EXPECT_DOUBLE_EQ(*ratio(sessions, 0.5).point, 4);
  EXPECT_DOUBLE_EQ(*ratio(sessions, 0.5).low, 2 * *estimate.low);
}

TEST(Ratio, LeavesOutSessionsWithoutADenominator) {
  const std::vector<Session> sessions = {{2, 1}, {0, 0}, {3, 2}, {0, 0}, {7, 3}};
  EXPECT_DOUBLE_EQ(*ratio(sessions).low, *ratio({{2, 1}, {3, 2}, {7, 3}}).low);
}

// Polls of a session in which no job was submitted are polls all the same.
TEST(Ratio, CountsTheNumeratorOfASessionWithoutADenominator) {
  EXPECT_DOUBLE_EQ(*ratio({{2, 1}, {4, 0}, {3, 2}}).point, 3);
  EXPECT_FALSE(ratio({{4, 0}, {5, 0}}).point);
}

TEST(Ratio, HasNoIntervalFromOneSessionAndNoPointFromNone) {
  EXPECT_FALSE(ratio({}).point);
  const Estimate one = ratio({{4, 2}});
  EXPECT_DOUBLE_EQ(*one.point, 2);
  EXPECT_FALSE(one.low);
  EXPECT_FALSE(one.high);
}

// Goal: two sessions without a poll are no proof that there never is one.
TEST(Ratio, HasNoIntervalWhenNothingVaries) {
  const Estimate estimate = ratio({{0, 5}, {0, 4}});
  EXPECT_DOUBLE_EQ(*estimate.point, 0);
  EXPECT_FALSE(estimate.high);
  EXPECT_EQ(judge(estimate, Comparison::at_most, 0), Verdict::inconclusive);
}

}  // namespace
}  // namespace lastseen::experiments
