// Interval formulae against published limits and against the definitions they must satisfy.
#include <lastseen/experiments/statistics/intervals.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace lastseen::experiments {
namespace {

struct PublishedShare {
  double events, n;
  Interval wilson, exact;
};

// Newcombe 1998, Statistics in Medicine 17, 857-872, table I (methods 3 and 5).
const std::vector<PublishedShare> newcombe = {
    {81, 263, {0.2553, 0.3662}, {0.2527, 0.3676}},
    {15, 148, {0.0624, 0.1605}, {0.0578, 0.1617}},
    {0, 20, {0.0000, 0.1611}, {0.0000, 0.1684}},
    {1, 29, {0.0061, 0.1718}, {0.0009, 0.1776}},
};

TEST(Wilson, ReproducesNewcombesTable) {
  for (const PublishedShare& row : newcombe) {
    const Interval interval = wilson(row.events / row.n, row.n, two_sided_z(0.95));
    EXPECT_NEAR(interval.low, row.wilson.low, 5e-5) << row.events;
    EXPECT_NEAR(interval.high, row.wilson.high, 5e-5) << row.events;
  }
}

TEST(ClopperPearson, ReproducesNewcombesTable) {
  for (const PublishedShare& row : newcombe) {
    const Interval interval = clopper_pearson(row.events, row.n, 0.95);
    EXPECT_NEAR(interval.low, row.exact.low, 5e-5) << row.events;
    EXPECT_NEAR(interval.high, row.exact.high, 5e-5) << row.events;
  }
}

// Without events the exact upper bound has a closed form: 1 - (alpha/2)^(1/n).
TEST(ClopperPearson, HasItsClosedFormWithoutEvents) {
  for (const double n : {1.0, 2.5, 300.0, 1e12}) {
    EXPECT_NEAR(clopper_pearson(0, n, 0.95).high / -std::expm1(std::log(0.025) / n), 1.0, 1e-9) << n;
    EXPECT_EQ(clopper_pearson(0, n, 0.95).low, 0.0);
    EXPECT_EQ(clopper_pearson(n, n, 0.95).high, 1.0);
  }
}

// A share of almost no observations: the bounds are extreme, but numbers, and they bracket the share.
TEST(ClopperPearson, StaysFiniteForTinyAndHugeCounts) {
  for (const double n : {1e-9, 0.01, 1.0, 1e9, 1e18}) {
    for (const double share : {1e-15, 1e-6, 0.1, 0.5}) {
      if (n * share > 1e6) continue;  // Wilson's territory
      const Interval interval = clopper_pearson(n * share, n, 0.95);
      EXPECT_GE(interval.low, 0.0);
      EXPECT_LE(interval.low, share) << n;
      EXPECT_GE(interval.high, share * (1 - 1e-12)) << n;
      EXPECT_LE(interval.high, 1.0);
    }
  }
}

TEST(Quantiles, OfNormalAndStudentAreTheTabulated) {
  EXPECT_NEAR(two_sided_z(0.95), 1.959964, 1e-6);
  EXPECT_NEAR(two_sided_z(0.99), 2.575829, 1e-6);
  EXPECT_NEAR(two_sided_t(0.95, 1), 12.7062, 1e-4);
  EXPECT_NEAR(two_sided_t(0.95, 10), 2.2281, 1e-4);
  EXPECT_NEAR(two_sided_t(0.95, 1e9), 1.959964, 1e-6);
}

struct PublishedPairs {
  double only_after, only_before, n, level;
  Interval limits;
  double tolerance;
  const char* source;
};

TEST(TangoScore, ReproducesPublishedLimits) {
  const std::vector<PublishedPairs> rows = {
      {1, 7, 21, 0.95, {-0.517, -0.026}, 6e-4, "airway reactivity; Fagerland, Lydersen & Laake 2014"},
      {6, 16, 161, 0.95, {-0.1240, -0.0054}, 6e-5, "complete response; Fagerland et al. 2017, ch. 8"},
      {25, 2, 102, 0.95, {0.139, 0.321}, 6e-4, "Chang et al. 2024, table 3"},
      {3, 0, 3, 0.95, {-0.1230, 1.0}, 6e-5, "all pairs discordant; package contingencytables"},
      {7, 0, 14, 0.95, {0.177034, 0.732008}, 2e-6, "package PropCIs"},
      {28, 25, 618, 0.90, {-0.0148, 0.0247}, 6e-5, "package PropCIs"},
  };
  for (const PublishedPairs& row : rows) {
    const Interval interval = tango_score(row.only_after, row.only_before, row.n, row.level);
    EXPECT_NEAR(interval.low, row.limits.low, row.tolerance) << row.source;
    EXPECT_NEAR(interval.high, row.limits.high, row.tolerance) << row.source;
  }
}

TEST(TangoScore, IsSymmetricAroundZeroWithoutDiscordantPairs) {
  const double z2 = std::pow(two_sided_z(0.95), 2);
  for (const double n : {2.0, 54.0, 1e6}) {
    EXPECT_NEAR(tango_score(0, 0, n, 0.95).low, -z2 / (n + z2), 1e-12);
    EXPECT_NEAR(tango_score(0, 0, n, 0.95).high, z2 / (n + z2), 1e-12);
  }
}

// At a difference of 0 the score test is McNemar's: the interval excludes 0 exactly where McNemar rejects.
TEST(TangoScore, ExcludesZeroWhereMcNemarRejects) {
  const double z2 = std::pow(two_sided_z(0.95), 2);
  for (int after = 0; after <= 15; ++after) {
    for (int before = 0; before <= 15; ++before) {
      if (after + before == 0) continue;
      const Interval interval = tango_score(after, before, 40, 0.95);
      const bool rejects = (after - before) * (after - before) > z2 * (after + before);
      EXPECT_EQ(interval.low > 0 || interval.high < 0, rejects) << after << " " << before;
      const Interval mirrored = tango_score(before, after, 40, 0.95);
      EXPECT_DOUBLE_EQ(mirrored.low, -interval.high);
    }
  }
}

TEST(ObservationsNeeded, AreTheKnownNumbers) {
  EXPECT_EQ(observations_needed(0.50, 0.95), 6U);
  EXPECT_EQ(observations_needed(0.90, 0.95), 29U);
  EXPECT_EQ(observations_needed(0.10, 0.95), 29U);
  EXPECT_EQ(observations_needed(0.95, 0.95), 59U);
  EXPECT_EQ(observations_needed(0.99, 0.95), 299U);
  EXPECT_EQ(observations_needed(0.999, 0.95), 2995U);
  EXPECT_EQ(observations_needed(0.95, 0.99), 90U);
}

// The tables of distribution-free intervals for the median, e.g. Conover 1999 (sign test).
TEST(QuantileRanks, OfTheMedianAreTheTabulated) {
  struct Row {
    std::uint64_t n, low, high;
  };
  for (const Row& row : {Row{6, 1, 6}, Row{10, 2, 9}, Row{20, 6, 15}, Row{50, 18, 33}, Row{100, 40, 61}}) {
    const auto ranks = quantile_ranks(row.n, 0.5, 0.95);
    ASSERT_TRUE(ranks) << row.n;
    EXPECT_EQ(ranks->low, row.low) << row.n;
    EXPECT_EQ(ranks->high, row.high) << row.n;
  }
}

// Coverage P(low <= B <= high - 1) from the binomial probabilities themselves.
TEST(QuantileRanks, CoverAtLeastTheirLevelAndNotForFewer) {
  for (const double p : {0.05, 0.5, 0.9, 0.95, 0.99}) {
    const std::uint64_t needed = observations_needed(p, 0.95);
    EXPECT_FALSE(quantile_ranks(needed - 1, p, 0.95));
    for (std::uint64_t n = needed; n < needed + 400; n += 7) {
      const auto ranks = quantile_ranks(n, p, 0.95);
      ASSERT_TRUE(ranks);
      double coverage = 0;
      const auto size = static_cast<double>(n);
      for (std::uint64_t i = ranks->low; i < ranks->high; ++i) {
        const auto k = static_cast<double>(i);
        coverage += std::exp(std::lgamma(size + 1) - std::lgamma(k + 1) - std::lgamma(size - k + 1) +
                             k * std::log(p) + (size - k) * std::log(1 - p));
      }
      EXPECT_GE(coverage, 0.95 - 1e-9) << n << " " << p;
      EXPECT_GE(ranks->low, 1U);
      EXPECT_LE(ranks->high, n);
    }
  }
}

TEST(Intervals, RefuseWhatIsOutsideTheirRange) {
  EXPECT_THROW(two_sided_z(1.0), std::invalid_argument);
  EXPECT_THROW(two_sided_z(std::nan("")), std::invalid_argument);
  EXPECT_THROW(two_sided_t(0.95, 0), std::invalid_argument);
  EXPECT_THROW(wilson(1.1, 10, 2), std::invalid_argument);
  EXPECT_THROW(clopper_pearson(2, 1, 0.95), std::invalid_argument);
  EXPECT_THROW(tango_score(2, 2, 3, 0.95), std::invalid_argument);
  EXPECT_THROW(observations_needed(1.0, 0.95), std::invalid_argument);
}

}  // namespace
}  // namespace lastseen::experiments
