// Means of two kinds of session: against parts computed by hand, and where one kind is not seen at all.
#include <lastseen/experiments/statistics/two_paths.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/experiments/statistics/splitmix.hpp"

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr double confidence = 0.95;

// Goal: a kind that nobody has seen counts as much as the settings allow. By hand: none of 200 sessions, so at most
// 1 - 0.025^(1/200) = 1.8275 % of them, each at most 8 s later.
TEST(TwoPaths, CountWhatTheUnseenKindCouldDo) {
  const PathMean usual{.sessions = 200, .weight = 1000, .point = 0.050, .low = 0.048, .high = 0.052};
  const auto limits = mean_of_two_paths(usual, {}, {0, 8.050}, confidence);
  const double share = 1 - std::pow(0.025, 1.0 / 200);
  EXPECT_NEAR(share, 0.018275, 1e-6);
  EXPECT_NEAR(limits->high, 0.050 + std::hypot(0.002, share * 8), 1e-9);
  EXPECT_NEAR(limits->low, 0.050 - std::hypot(0.002, share * 0.050), 1e-9);
}

// By hand: 40 of 100 sessions, with as many observations each, so 40 % weigh 3 s more; Clopper-Pearson 0.3033 to 0.5028.
TEST(TwoPaths, PutTheMeanTogetherOfItsParts) {
  const PathMean usual{.sessions = 60, .weight = 300, .point = 1, .low = 0.9, .high = 1.2};
  const PathMean rare{.sessions = 40, .weight = 200, .point = 4, .low = 3.5, .high = 4.6};
  const auto limits = mean_of_two_paths(usual, rare, {0, 100}, confidence);
  const double mean = 0.6 * 1 + 0.4 * 4;
  EXPECT_NEAR(limits->high, mean + std::hypot(0.6 * 0.2, 0.4 * 0.6, (0.5028 - 0.4) * 3), 1e-3);
  EXPECT_NEAR(limits->low, mean - std::hypot(0.6 * 0.1, 0.4 * 0.5, (0.4 - 0.3033) * 3), 1e-3);
  const auto mirrored = mean_of_two_paths(rare, usual, {0, 100}, confidence);
  EXPECT_EQ(mirrored->low, limits->low) << "which of the two is the usual kind follows from the sessions";
  EXPECT_EQ(mirrored->high, limits->high);
}

TEST(TwoPaths, NeedABoundOrFiveSessionsOfTheRareKind) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const PathMean usual{.sessions = 60, .weight = 60, .point = 1, .low = 0.9, .high = 1.1};
  PathMean rare{.sessions = 4, .weight = 4, .point = 2, .low = 1, .high = 3};
  EXPECT_FALSE(mean_of_two_paths(usual, rare, {0, infinity}, confidence));
  EXPECT_TRUE(mean_of_two_paths(usual, rare, {0, 10}, confidence));
  rare.sessions = 5;
  EXPECT_TRUE(mean_of_two_paths(usual, rare, {0, infinity}, confidence));
  EXPECT_FALSE(mean_of_two_paths({.sessions = 1, .weight = 1}, {}, {0, 10}, confidence));
}

// Goal: where both kinds are frequent, the interval is about that of t over all sessions: nothing is lost by keeping them
// apart.
TEST(TwoPaths, AreAsNarrowAsOneWhereBothAreFrequent) {
  testing::SplitMix random(1);
  TwoPathSums sums;
  for (int session = 0; session < 1000; ++session) {
    const bool is_carrier = random.chance(0.4);
    const std::vector<sim::Duration> times(
        5, sim::Duration(std::llround((is_carrier ? 3e9 : 1e9) * random.uniform())));
    (is_carrier ? sums.carriers : sums.usual).add(times);
  }
  const Estimate two = mean(sums, 10s);
  const Estimate one = mean(sums, 0s);
  EXPECT_EQ(*two.point, *one.point);
  EXPECT_NEAR((*two.high - *two.low) / (*one.high - *one.low), 1, 0.05);
  EXPECT_NEAR(*two.low, *one.low, 0.01);
}

TEST(TwoPaths, OfRatiosKnowThatTheOthersAreZero) {
  TwoPathRatios sums;
  for (int session = 0; session < 97; ++session) sums.add(0, 10, false);
  for (const std::uint64_t ghost : {4U, 5U, 6U}) sums.add(ghost, 10, true);
  const Estimate few = ratio(sums, 1, std::numeric_limits<double>::infinity());
  EXPECT_DOUBLE_EQ(*few.point, 15.0 / 1000);
  EXPECT_FALSE(few.high);
  EXPECT_THAT(few.method, HasSubstr("5 sessions"));
  for (const std::uint64_t ghost : {4U, 6U}) sums.add(ghost, 10, true);
  EXPECT_TRUE(ratio(sums, 1, std::numeric_limits<double>::infinity()).high);
}

// Johnson's interval by hand: t = 2, so moved by 0.1 * 0.3 * 9 / 6 = 0.045.
TEST(SkewedT, IsMovedByTheSkewness) {
  const Interval moved = skewed_t(1, 0.1, 0.3, 2);
  EXPECT_NEAR(moved.low, 1.045 - 0.2, 1e-12);
  EXPECT_NEAR(moved.high, 1.045 + 0.2, 1e-12);
  EXPECT_NEAR(skewed_t(1, 0.1, 0, 2).low, 0.8, 1e-12);
  EXPECT_NEAR(skewed_t(1, 0.1, -1, 2).low, 1 - 0.2 - 0.15, 1e-12)
      << "at most three quarters of the half width";
}

// By hand: x = 1, 2, 9 of n = 1 each; r = 4, e = -3, -2, 5; sum e^3 = 90, sum e^2 = 38.
TEST(Cubes, GiveTheSkewnessOfARatio) {
  Moments moments;
  Cubes cubes, first, second;
  for (const std::uint64_t x : {1U, 2U, 9U}) {
    moments.add(x, 1);
    cubes.add(x, 1);
    (x == 2 ? first : second).add(x, 1);
  }
  EXPECT_NEAR(cubes.skewness(moments), 90 / std::pow(38, 1.5), 1e-12);
  second.merge(first);
  EXPECT_EQ(second, cubes);
  EXPECT_EQ(Cubes().skewness(Moments()), 0);
}

// Goal: cubes of nanoseconds do not wrap around. Method: times of about 2^52, whose e = -1, -1, 2 are known.
TEST(Cubes, AreExactForLargeTotals) {
  Moments moments;
  Cubes cubes;
  for (const std::uint64_t x : {0U, 0U, 3U}) {
    moments.add((std::uint64_t{1} << 52) + x, 1);
    cubes.add((std::uint64_t{1} << 52) + x, 1);
  }
  EXPECT_NEAR(cubes.skewness(moments), 6 / std::pow(6, 1.5), 1e-9);
  cubes.add(std::uint64_t{1} << 53, 1);
  EXPECT_EQ(cubes.skewness(moments), 0) << "too large to be known";
}

}  // namespace
}  // namespace lastseen::experiments
