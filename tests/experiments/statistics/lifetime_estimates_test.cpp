// Kaplan-Meier median and restricted mean: against samples that are computed by hand, published data, and intervals against
// the truth of drawn lifetimes.
#include <lastseen/experiments/statistics/lifetime_estimates.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/experiments/statistics/splitmix.hpp"
#include "tests/scale.hpp"

namespace lastseen::experiments {
namespace {

using models::EntryLifetime;
using testing::SplitMix;

constexpr double beyond = std::numeric_limits<double>::infinity();

EntryLifetime ended(double seconds) {
  return {.length = sim::Duration(static_cast<std::int64_t>(std::round(seconds * 1e9)))};
}
EntryLifetime censored(double seconds) { return {.length = ended(seconds).length, .is_censored = true}; }

/// Each session's lifetimes, of replications 0, 1, ...
LifetimeSums entry_sums_of(const std::vector<std::vector<EntryLifetime>>& sessions) {
  LifetimeSums sums;
  for (std::uint32_t replication = 0; replication < sessions.size(); ++replication) {
    sums.add(replication, sessions[replication]);
  }
  return sums;
}
LifetimeSample entries_of(const std::vector<std::vector<EntryLifetime>>& sessions) {
  return LifetimeSample(entry_sums_of(sessions));
}

TEST(Lifetimes, HaveTheirMeanAndMedianWhenNoneIsCensored) {
  const LifetimeSample sample = entries_of({{ended(10)}, {ended(20), ended(60)}, {ended(30)}});
  EXPECT_NEAR(*sample.restricted_mean(0.95).point, 30, 1e-9);
  EXPECT_NEAR(*sample.median(0.95).point, 20, 1e-9);
  EXPECT_EQ(sample.median(0.95).observations, 4U);
  EXPECT_EQ(sample.median(0.95).clusters, 3U);
}

// 10 ends (3/4 left), 20 is censored, 30 ends (3/8 left), 40 is censored: 10 + 20 * 3/4 + 10 * 3/8.
TEST(Lifetimes, CountACensoredOneAsFollowedUntilThen) {
  const LifetimeSample sample = entries_of({{ended(10)}, {censored(20)}, {ended(30)}, {censored(40)}});
  EXPECT_NEAR(*sample.restricted_mean(0.95).point, 10 + 15 + 3.75, 1e-9);
  EXPECT_NEAR(*sample.median(0.95).point, 30, 1e-9);
}

// One that is censored at an instant at which another ends was followed until then: 1/2, not 0, is left.
TEST(Lifetimes, EndBeforeOthersAreCensoredAtTheSameTime) {
  const LifetimeSample sample = entries_of({{ended(10)}, {censored(10)}});
  EXPECT_NEAR(*sample.restricted_mean(0.95).point, 10, 1e-9);
  EXPECT_NEAR(*sample.median(0.95).point, 10, 1e-9);
}

TEST(Lifetimes, HaveNoMedianWhenMostOutliveTheSession) {
  const LifetimeSample sample = entries_of({{ended(10)}, {censored(40)}, {censored(40)}});
  EXPECT_EQ(*sample.median(0.95).point, beyond);
  EXPECT_NEAR(*sample.restricted_mean(0.95).point, 10 + 30 * 2.0 / 3, 1e-9);
}

// Goal: the figure is of the session, and not of the longest that was seen. Method: 2/3 are left from 10 s on, of 100 s.
TEST(Lifetimes, AreCutOffAtTheLengthOfTheSession) {
  LifetimeSums sums;
  sums.add(0, std::vector{ended(10)}, std::chrono::seconds(100));
  sums.add(1, std::vector{censored(40), censored(90)}, std::chrono::seconds(100));
  EXPECT_NEAR(*LifetimeSample(sums).restricted_mean(0.95).point, 10 + 90 * 2.0 / 3, 1e-9);
}

// Remission in weeks under 6-MP (Freireich et al. 1963; Klein & Moeschberger, tables 1.1 and 4.1): the curve is 0.857, 0.807,
// 0.753, 0.690, 0.627, 0.538, 0.448 from weeks 6, 7, 10, 13, 16, 22, 23 on; the median is 23.
TEST(Lifetimes, AgreeWithPublishedRemissions) {
  std::vector<std::vector<EntryLifetime>> sessions;
  for (const double week : {6, 6, 6, 7, 10, 13, 16, 22, 23}) sessions.push_back({ended(week)});
  for (const double week : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35})
    sessions.push_back({censored(week)});
  const LifetimeSample sample = entries_of(sessions);
  EXPECT_NEAR(*sample.median(0.95).point, 23, 1e-9);
  const double area =
      6 + 0.8571 * 1 + 0.8067 * 3 + 0.7529 * 3 + 0.6902 * 3 + 0.6275 * 6 + 0.5378 * 1 + 0.4482 * 12;
  EXPECT_NEAR(*sample.restricted_mean(0.95).point, area, 0.002);
}

// Without censoring and with one lifetime a session, leaving one out is what the variance of a mean is made of: s^2 / n.
TEST(Lifetimes, HaveTheErrorOfAMeanWhenNoneIsCensored) {
  std::vector<std::vector<EntryLifetime>> sessions;
  for (int number = 1; number <= 30; ++number) sessions.push_back({ended(number)});
  const Estimate estimate = entries_of(sessions).restricted_mean(0.95);
  const double error = std::sqrt(30 * 31 / 12.0 / 30);  // s^2 = n (n + 1) / 12 of 1 ... n
  EXPECT_NEAR(*estimate.point, 15.5, 1e-9);
  EXPECT_NEAR(*estimate.high - *estimate.point, two_sided_t(0.95, 29) * error, 1e-6);
}

TEST(Lifetimes, HaveNoIntervalWhenThereAreTooFew) {
  EXPECT_EQ(LifetimeSample().restricted_mean(0.95).method, "no data");
  EXPECT_EQ(entries_of({{ended(10), ended(20)}}).restricted_mean(0.95).method, "too few: 2 sessions needed");
  EXPECT_EQ(entries_of({{ended(10)}, {ended(20)}}).median(0.95).method, "too few: 6 sessions needed");
  std::vector<std::vector<EntryLifetime>> rare(100, {censored(900)});
  rare[7] = {ended(10)};
  const Estimate mean = entries_of(rare).restricted_mean(0.95);
  EXPECT_EQ(mean.method, "too few: entries ended in 1 of 100 sessions, 5 needed");
  EXPECT_EQ(mean.low, std::nullopt);
  EXPECT_EQ(*entries_of(rare).median(0.95).low, 900) << "all but one are there as long as they were followed";
  EXPECT_EQ(*entries_of(rare).median(0.95).high, beyond);
}

// Goal: the same bits whatever the order, and whether parts were sorted. Method: 400 sessions in one go, and in pieces merged
// backwards.
TEST(Lifetimes, DoNotDependOnTheOrderOfMerging) {
  SplitMix random(3);
  std::vector<std::vector<EntryLifetime>> sessions(400);
  for (auto& session : sessions) {
    for (std::int64_t entries = random.below(4); entries > 0; --entries) {
      const double seconds = 1 + static_cast<double>(random.below(50));
      session.push_back(random.chance(0.3) ? censored(seconds) : ended(seconds));
    }
  }
  LifetimeSums merged;
  for (std::uint32_t last = 400; last > 0; last -= 8) {
    LifetimeSums part;
    for (std::uint32_t replication = last - 8; replication < last; ++replication) {
      part.add(replication, sessions[replication]);
    }
    if (last % 16 == 0) part.sort();
    merged.merge(part);
  }
  const LifetimeSample one = entries_of(sessions);
  const LifetimeSample other(merged);
  EXPECT_EQ(one.restricted_mean(0.95).low, other.restricted_mean(0.95).low);
  EXPECT_EQ(one.restricted_mean(0.95).point, other.restricted_mean(0.95).point);
  EXPECT_EQ(one.median(0.95).low, other.median(0.95).low);
  EXPECT_EQ(one.median(0.95).high, other.median(0.95).high);
}

// Goal: memory stays bounded. Method: the same lifetimes kept and counted in buckets agree to within 1/256.
TEST(Lifetimes, AreCountedInBucketsBeyond100000Sessions) {
  SplitMix random(4);
  LifetimeSums kept(1000);
  LifetimeSums counted(100'001);
  for (std::uint32_t replication = 0; replication < 1000; ++replication) {
    const double seconds = -60 * std::log1p(-random.uniform());
    const std::vector<EntryLifetime> session = {seconds < 90 ? ended(seconds) : censored(90)};
    kept.add(replication, session);
    counted.add(replication, session);
  }
  EXPECT_TRUE(kept.is_exact());
  EXPECT_FALSE(counted.is_exact());
  const LifetimeSample exact(kept);
  const LifetimeSample near(counted);
  EXPECT_NEAR(*near.restricted_mean(0.95).point, *exact.restricted_mean(0.95).point, 0.2);
  EXPECT_NEAR(*near.restricted_mean(0.95).low, *exact.restricted_mean(0.95).low, 0.2);
  EXPECT_NEAR(*near.median(0.95).point, *exact.median(0.95).point, 0.2);
}

/// Exponential lifetimes of mean 60 s, cut off at 90 s; in a share of the sessions all three entries live equally long.
struct EntryStudy {
  double alike;
  int sessions;
};

// Goal: 95 % intervals cover the truth in about 95 % of studies. Truth: the median is 60 ln 2, the mean up to 90 s is
// 60 (1 - exp(-90 / 60)).
TEST(LifetimeIntervals, CoverTheTruth) {
  const double mean = 60 * (1 - std::exp(-1.5));
  const double median = 60 * std::log(2.0);
  for (const auto& [alike, size] : {EntryStudy{0, 60}, EntryStudy{1, 60}, EntryStudy{0.5, 200}}) {
    SplitMix random(5);
    const int studies = scaled(400, "studies");
    int mean_covered = 0;
    int median_covered = 0;
    for (int study = 0; study < studies; ++study) {
      std::vector<std::vector<EntryLifetime>> sessions(static_cast<std::size_t>(size));
      for (auto& session : sessions) {
        const bool are_alike = random.chance(alike);
        double seconds = -60 * std::log1p(-random.uniform());
        for (int entry = 0; entry < 3; ++entry) {
          session.push_back(seconds < 90 ? ended(seconds) : censored(90));
          if (!are_alike) seconds = -60 * std::log1p(-random.uniform());
        }
      }
      const LifetimeSample sample = entries_of(sessions);
      const Estimate of_mean = sample.restricted_mean(0.95);
      const Estimate of_median = sample.median(0.95);
      mean_covered += *of_mean.low <= mean && mean <= *of_mean.high ? 1 : 0;
      median_covered += *of_median.low <= median && median <= *of_median.high ? 1 : 0;
    }
    const std::string which = std::to_string(size) + " sessions, " + std::to_string(alike) + " alike";
    found("intervals of the restricted mean that cover, " + which, mean_covered, studies);
    found("intervals of the median that cover, " + which, median_covered, studies);
    const double error = std::sqrt(0.95 * 0.05 / studies);
    EXPECT_NEAR(static_cast<double>(mean_covered) / studies, 0.95, 3.5 * error) << which;
    EXPECT_NEAR(static_cast<double>(median_covered) / studies, 0.95, 0.01 + 3.5 * error) << which;
  }
}

}  // namespace
}  // namespace lastseen::experiments
