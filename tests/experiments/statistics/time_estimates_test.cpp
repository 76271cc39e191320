// Times with "never": quantiles against order statistics and in simulation, means by hand, the drawn
// distribution.
#include <lastseen/experiments/statistics/time_estimates.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <vector>

#include <lastseen/experiments/statistics/verdicts.hpp>

#include "tests/experiments/statistics/splitmix.hpp"
#include "tests/scale.hpp"

namespace lastseen::experiments {
namespace {

using testing::SplitMix;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// One observation: its session, and the time in seconds; +infinity for "never".
struct Timing {
  std::uint64_t session = 0;
  double seconds = 0;
};

TimeSample sample_of(const std::vector<Timing>& timings) {
  std::map<std::uint64_t, std::vector<sim::Duration>> sessions;
  for (const auto& [session, seconds] : timings) {
    sessions[session].push_back(seconds == infinity ? never_happens
                                                    : sim::Duration(std::llround(seconds * 1e9)));
  }
  TimeSums sums;
  for (auto& [session, times] : sessions) {
    std::sort(times.begin(), times.end());
    sums.add(times);
  }
  return TimeSample(sums);
}

std::vector<double> sorted(const TimeSample& sample) {
  std::vector<double> times;
  for (std::uint64_t rank = 0; rank < sample.observations(); ++rank) times.push_back(sample.at_rank(rank));
  return times;
}

// Times 1, 2, .., n, one a session, in reversed order; times beyond `finite` never happen.
TimeSample one_to(std::uint64_t n, std::uint64_t finite = std::numeric_limits<std::uint64_t>::max()) {
  std::vector<Timing> timings;
  for (std::uint64_t i = n; i > 0; --i)
    timings.push_back({i, i <= finite ? static_cast<double>(i) : infinity});
  return sample_of(timings);
}

TEST(Quantile, IsTheOrderStatisticOfTypeOne) {
  const TimeSample sample = one_to(20);
  EXPECT_EQ(*sample.quantile(0.5).point, 10);
  EXPECT_EQ(*sample.quantile(0.51).point, 11);
  EXPECT_EQ(*sample.quantile(0.95).point, 19);
  EXPECT_EQ(*sample.quantile(0.001).point, 1);
  EXPECT_EQ(*sample.quantile(0.999).point, 20);
  EXPECT_EQ(*one_to(100).quantile(0.07).point, 7);  // 100 * 0.07 is 7.000000000000001 in doubles
}

// The tabulated ranks for the median of 100 are 40 and 61.
TEST(Quantile, HasExactOrderStatisticLimitsForOneJobASession) {
  const Estimate median = one_to(100).quantile(0.5);
  EXPECT_EQ(*median.low, 40);
  EXPECT_EQ(*median.high, 61);
  EXPECT_EQ(median.method, "order statistics");
  EXPECT_EQ(median.clusters, 100U);
}

TEST(Quantile, SaysHowManyObservationsItNeeds) {
  EXPECT_FALSE(one_to(58).quantile(0.95).low);
  EXPECT_EQ(one_to(58).quantile(0.95).method, "too few: 59 needed");
  EXPECT_EQ(*one_to(59).quantile(0.95).high, 59);
  std::vector<Timing> timings;
  for (std::uint64_t i = 0; i < 3000; ++i) timings.push_back({i % 30, static_cast<double>(i % 30)});
  const Estimate clustered = sample_of(timings).quantile(0.95);
  EXPECT_TRUE(clustered.point);
  EXPECT_FALSE(clustered.low || clustered.high);
  EXPECT_EQ(clustered.method, "too few: 59 effective observations needed, 29 there");  // 3000 * 29 / 2999
}

TEST(Quantile, IsInfiniteBeyondTheShareThatHappened) {
  const Estimate p50 = one_to(100, 55).quantile(0.5);
  EXPECT_EQ(*p50.point, 50);
  EXPECT_EQ(*p50.low, 40);
  EXPECT_EQ(*p50.high, infinity);
  EXPECT_EQ(*one_to(100, 55).quantile(0.9).point, infinity);
  const Estimate never = one_to(100, 0).quantile(0.5);
  EXPECT_EQ(*never.low, infinity);
  EXPECT_EQ(judge(never, Comparison::at_most, 60), Verdict::missed);
}

TEST(Quantile, GivesNoIntervalWithoutTwoSessions) {
  EXPECT_FALSE(sample_of({}).quantile(0.5).point);
  EXPECT_EQ(sample_of({}).quantile(0.5).method, "no data");
  const Estimate one = sample_of(std::vector<Timing>(500, {9, 2.0})).quantile(0.5);
  EXPECT_EQ(*one.point, 2.0);
  EXPECT_FALSE(one.low || one.high);
  EXPECT_THROW(one_to(9).quantile(1.0), std::invalid_argument);
}

// All times equal: the interval is that atom, once there are enough sessions.
TEST(Quantile, OfASingleAtomIsTheAtom) {
  std::vector<Timing> timings;
  for (std::uint64_t i = 0; i < 40; ++i) timings.push_back({i / 2, 5.0});
  const Estimate estimate = sample_of(timings).quantile(0.5);
  EXPECT_EQ(*estimate.low, 5.0);
  EXPECT_EQ(*estimate.high, 5.0);
  EXPECT_EQ(estimate.design_effect, 2.0);
}

// Jobs of a session that are copies of one another carry one job's information: the interval approximates the
// one of single jobs, which is exact.
TEST(Quantile, IsNotFooledByCopies) {
  std::vector<Timing> copies;
  for (std::uint64_t i = 0; i < 400; ++i) {
    for (int copy = 0; copy < 25; ++copy) copies.push_back({i, static_cast<double>(i + 1)});
  }
  const Estimate estimate = sample_of(copies).quantile(0.5);
  const Estimate single = one_to(400).quantile(0.5);
  EXPECT_NEAR(*estimate.low, *single.low, 2);
  EXPECT_NEAR(*estimate.high, *single.high, 2);
  EXPECT_NEAR(estimate.design_effect, 25, 0.1);
  EXPECT_EQ(estimate.method, "Woodruff, cluster-adjusted");
}

// At an atom the indicators T < 5 and T <= 5 can tell different stories; the one with less information
// counts. 100 sessions of 10 jobs; whole sessions on one side of the atom (deff about 10), stray jobs on the
// other (1).
TEST(Quantile, TakesTheLessInformativeSideOfAnAtom) {
  std::vector<Timing> clustered_below;
  std::vector<Timing> clustered_above;
  for (std::uint64_t session = 0; session < 100; ++session) {
    for (std::uint64_t job = 0; job < 10; ++job) {
      const bool stray = job == 0 && session % 10 == 5;
      clustered_below.push_back({session, session < 49 ? 1.0 : stray ? 9.0 : 5.0});
      clustered_above.push_back({session, session > 51 ? 9.0 : stray ? 1.0 : 5.0});
    }
  }
  for (const TimeSample& sample : {sample_of(clustered_below), sample_of(clustered_above)}) {
    const Estimate estimate = sample.quantile(0.5);
    EXPECT_EQ(*estimate.point, 5.0);
    EXPECT_NEAR(estimate.design_effect, 10, 0.5);
  }
}

// Ten sessions that share out 1..1000 evenly: design effect 1 and t(9) = 2.262157, so the median's limits lie
// at ranks 500 -+ 2.262157 sqrt(250) = 500 -+ 35.8, and a rank or so more for the exact interval; z would
// give 31.
TEST(Quantile, WidensForFewSessions) {
  std::vector<Timing> timings;
  for (std::uint64_t i = 1; i <= 1000; ++i) timings.push_back({i % 10, static_cast<double>(i)});
  const Estimate estimate = sample_of(timings).quantile(0.5);
  EXPECT_EQ(estimate.design_effect, 1.0);
  EXPECT_NEAR(*estimate.low, 463.5, 1.5);
  EXPECT_NEAR(*estimate.high, 537, 1.5);
}

// A polling world. A session is bad with probability 0.2. A job waits for the k-th poll, k geometric with
// success 0.8 (bad: 0.2), at 5 k seconds exactly for half of the jobs (an atom), up to a second later for the
// others; it never ends with probability 0.15 (bad: 0.90), 0.30 over all.
struct PollingWorld {
  static double never(bool bad) { return bad ? 0.90 : 0.15; }
  static double success(bool bad) { return bad ? 0.2 : 0.8; }

  static double distribution(double x) {
    double total = 0;
    for (const bool bad : {false, true}) {
      double chance = (bad ? 0.2 : 0.8) * (1 - never(bad)) * success(bad);
      for (double poll = 5; poll <= x; poll += 5) {
        total += chance * (0.5 + 0.5 * std::min(1.0, x - poll));
        chance *= 1 - success(bad);
      }
    }
    return total;
  }
  static double quantile(double p) {
    double low = 0;
    double high = 5000;
    if (distribution(high) < p) return infinity;
    for (int i = 0; i < 80; ++i) (distribution((low + high) / 2) < p ? low : high) = (low + high) / 2;
    return std::abs(high - std::round(high)) < 1e-9 ? std::round(high) : high;  // an atom is hit exactly
  }
  static std::vector<Timing> draw(SplitMix& random, std::uint64_t sessions, std::int64_t most_jobs) {
    std::vector<Timing> timings;
    for (std::uint64_t session = 0; session < sessions; ++session) {
      const bool bad = random.chance(0.2);
      for (std::int64_t jobs = 1 + random.below(most_jobs); jobs > 0; --jobs) {
        double seconds = 5;
        while (!random.chance(success(bad))) seconds += 5;
        if (random.chance(0.5)) seconds += random.uniform();
        timings.push_back({session, random.chance(never(bad)) ? infinity : seconds});
      }
    }
    return timings;
  }
};

struct Coverage {
  int covered = 0;
  int absent = 0;
  int infinite = 0;
};

Coverage coverage(double p, int runs, std::uint64_t seed, std::int64_t most_jobs) {
  SplitMix random(seed);
  const double truth = PollingWorld::quantile(p);
  Coverage result;
  for (int run = 0; run < runs; ++run) {
    const Estimate estimate = sample_of(PollingWorld::draw(random, 80, most_jobs)).quantile(p);
    if (!estimate.low) {
      ++result.absent;
    } else {
      result.covered += *estimate.low <= truth && truth <= *estimate.high;
      result.infinite += *estimate.high == infinity;
    }
  }
  return result;
}

TEST(QuantileCoverage, IsAtLeastNominalForClustersWithAtomsAndNever) {
  const int runs = scaled(800, "samples for each of four quantiles");
  for (const double p : {0.5, 0.58, 0.66, 0.75}) {
    const Coverage result = coverage(p, runs, 11, 20);
    found("covered at " + std::to_string(p), result.covered, runs);
    found("endless at " + std::to_string(p), result.infinite, runs);
    EXPECT_EQ(result.absent, 0);
    EXPECT_GT(result.covered, 0.925 * runs) << p;
  }
  EXPECT_EQ(PollingWorld::quantile(0.75), infinity);
}

TEST(QuantileCoverage, IsAtLeastNominalForOneJobASession) {
  const int runs = scaled(800, "samples for each of two quantiles");
  for (const double p : {0.5, 0.66}) {
    const int covered = coverage(p, runs, 12, 1).covered;
    found("covered at " + std::to_string(p), covered, runs);
    EXPECT_GT(covered, 0.94 * runs) << p;
  }
}

// A continuous quantity whose level differs between sessions: exponential times a session factor of 1 or 4.
// Its p90 is known from the mixture's distribution function; pooling the jobs would be far too narrow.
TEST(QuantileCoverage, IsNominalForAContinuousTail) {
  const auto distribution = [](double x) { return 1 - 0.8 * std::exp(-x) - 0.2 * std::exp(-x / 4); };
  double truth = 0;
  while (distribution(truth) < 0.9) truth += 1e-5;
  SplitMix random(13);
  const int runs = scaled(800, "samples");
  int covered = 0;
  int absent = 0;
  int pooled = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<Timing> timings;
    for (std::uint64_t session = 0; session < 100; ++session) {
      const double scale = random.chance(0.2) ? 4 : 1;
      for (int job = 0; job < 30; ++job) timings.push_back({session, -scale * std::log1p(-random.uniform())});
    }
    const TimeSample sample = sample_of(timings);
    const Estimate estimate = sample.quantile(0.9);
    absent += !estimate.low;
    covered += estimate.low && *estimate.low <= truth && truth <= *estimate.high;
    const auto ranks = quantile_ranks(sample.observations(), 0.9, 0.95);
    pooled += sample.at_rank(ranks->low - 1) <= truth && truth <= sample.at_rank(ranks->high - 1);
  }
  found("covered", covered, runs);
  found("covered when pooled", pooled, runs);
  EXPECT_EQ(absent, 0);
  EXPECT_GT(covered, 0.93 * runs);
  EXPECT_LT(covered, 0.98 * runs);
  EXPECT_LT(pooled, 0.80 * runs);
}

// By hand: sums 4, 12, 8 of two jobs each; mean 4, e = -4, 4, 0, v = 3/2 * 32/36 = 4/3, s^2/n = 28/5/6,
// t(2) 4.302653.
TEST(Mean, HasTheLimitsComputedByHandOverFiniteTimesOnly) {
  const TimeSample sample =
      sample_of({{1, 1}, {1, 3}, {2, 5}, {2, 7}, {3, 2}, {3, 6}, {3, infinity}, {4, infinity}});
  const Estimate mean = sample.mean();
  EXPECT_DOUBLE_EQ(*mean.point, 4);
  EXPECT_EQ(*mean.low, 0);
  EXPECT_NEAR(*mean.high, 4 + 4.302653 * std::sqrt(4.0 / 3), 1e-5);
  EXPECT_NEAR(mean.design_effect, (4.0 / 3) / (28.0 / 30), 1e-12);
  EXPECT_EQ(mean.observations, 6U);
  EXPECT_EQ(mean.clusters, 3U);
  EXPECT_EQ(sample.longest(), infinity);
}

TEST(Mean, IsAbsentWhenNothingHappened) {
  EXPECT_FALSE(one_to(5, 0).mean().point);
  EXPECT_EQ(judge(one_to(5, 0).mean(), Comparison::at_most, 1e9), Verdict::no_data);
  EXPECT_TRUE(one_to(5, 1).mean().point);
  EXPECT_FALSE(one_to(5, 1).mean().low);
}

TEST(MeanCoverage, IsNominalForClusters) {
  SplitMix random(14);
  const int runs = scaled(1500, "samples");
  int covered = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<Timing> timings;
    for (std::uint64_t session = 0; session < 60; ++session) {
      const double level = 10 * random.uniform();
      for (std::int64_t jobs = 1 + random.below(15); jobs > 0; --jobs) {
        timings.push_back({session, level + 2 * random.uniform()});
      }
    }
    const Estimate mean = sample_of(timings).mean();
    covered += *mean.low <= 6 && 6 <= *mean.high;
  }
  found("covered", covered, runs);
  EXPECT_GT(covered, 0.93 * runs);
  EXPECT_LT(covered, 0.97 * runs);
}

TEST(Ecdf, KeepsEveryDistinctTimeWhenTheyAreFew) {
  const Ecdf ecdf = sample_of({{1, 5}, {2, 5}, {3, 10}, {4, infinity}}).ecdf();
  ASSERT_EQ(ecdf.points.size(), 2U);
  EXPECT_EQ(ecdf.points[0].seconds, 5);
  EXPECT_EQ(ecdf.points[0].share, 0.5);
  EXPECT_EQ(ecdf.points[1].share, 0.75);
  EXPECT_EQ(ecdf.never_share, 0.25);
  EXPECT_EQ(ecdf.thinning_error, 0.0);
  EXPECT_TRUE(sample_of({}).ecdf().points.empty());
  EXPECT_EQ(one_to(9, 0).ecdf().never_share, 1.0);
  EXPECT_THROW(one_to(9).ecdf(1), std::invalid_argument);
}

// The distance between the thinned and the full steps is measured at every observation, on both sides of it.
TEST(Ecdf, StaysWithinItsErrorWhenThinned) {
  SplitMix random(15);
  const TimeSample sample = sample_of(PollingWorld::draw(random, 2000, 20));
  const std::vector<double> times = sorted(sample);
  const auto n = static_cast<double>(times.size());
  for (const std::size_t most : {2U, 4U, 20U, 100U, 1000U}) {
    const Ecdf ecdf = sample.ecdf(most);
    EXPECT_LE(ecdf.points.size(), most);
    EXPECT_LT(ecdf.thinning_error, 1.0 / static_cast<double>(most - 1));
    EXPECT_EQ(ecdf.points.front().seconds, times.front());
    EXPECT_NEAR(ecdf.points.back().share + ecdf.never_share, 1.0, 1e-12);
    const auto drawn = [&](double x) {
      const auto after =
          std::upper_bound(ecdf.points.begin(), ecdf.points.end(), x,
                           [](double value, const EcdfPoint& point) { return value < point.seconds; });
      return after == ecdf.points.begin() ? 0.0 : (after - 1)->share;
    };
    double worst = 0;
    for (std::size_t i = 0; i < times.size() && times[i] < infinity; ++i) {
      if (i + 1 < times.size() && times[i + 1] == times[i]) continue;
      worst = std::max(worst, std::abs(static_cast<double>(i + 1) / n - drawn(times[i])));
    }
    EXPECT_LE(worst, ecdf.thinning_error + 1e-12) << most;
  }
}

// Goal: the estimates of the sums are those of the definition, session by session. Method: the Woodruff interval of a
// polling world again, from clusters counted by hand at the point, for the effective number that the sums give.
TEST(Quantile, HasTheDesignEffectOfTheClustersAtItsPoint) {
  SplitMix random(17);
  const std::vector<Timing> timings = PollingWorld::draw(random, 90, 20);
  const Estimate estimate = sample_of(timings).quantile(0.6);
  double effective = static_cast<double>(timings.size());
  for (const bool with_point : {false, true}) {
    std::map<std::uint64_t, Cluster> sessions;
    for (const auto& [session, seconds] : timings) {
      const double time = std::round(seconds * 1e9) / 1e9;
      ++sessions[session].trials;
      sessions[session].events += with_point ? time <= *estimate.point : time < *estimate.point;
    }
    ClusterSums sums;
    for (const auto& [session, cluster] : sessions) sums.add(cluster);
    effective = std::min(effective, summarise(sums).effective);
  }
  EXPECT_EQ(estimate.design_effect, static_cast<double>(timings.size()) / effective);
  EXPECT_GT(estimate.design_effect, 2);
}

TEST(TimeSample, RefusesNegativeTimes) { EXPECT_THROW(sample_of({{1, -1.0}}), std::invalid_argument); }

}  // namespace
}  // namespace lastseen::experiments
