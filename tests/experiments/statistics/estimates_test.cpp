// Shares over sessions: hand-computed examples, the edges, and coverage in simulation.
#include <lastseen/experiments/statistics/estimates.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "tests/experiments/statistics/splitmix.hpp"
#include "tests/scale.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::HasSubstr;
using testing::SplitMix;

PairedSums sums(const std::vector<PairedCluster>& sessions) {
  PairedSums result;
  for (const PairedCluster& session : sessions) result.add(session);
  return result;
}

Estimate proportion(const std::vector<Cluster>& sessions, double confidence = 0.95) {
  ClusterSums result;
  for (const Cluster& session : sessions) result.add(session);
  return proportion(result, confidence);
}

Estimate paired_difference(const std::vector<PairedCluster>& sessions) {
  return paired_difference(sums(sessions));
}

std::optional<double> paired_correlation(const std::vector<PairedCluster>& sessions) {
  return paired_correlation(sums(sessions));
}

std::vector<Cluster> repeated(std::size_t times, const std::vector<Cluster>& block) {
  std::vector<Cluster> all;
  for (std::size_t i = 0; i < times; ++i) all.insert(all.end(), block.begin(), block.end());
  return all;
}

bool covers(const Estimate& estimate, double truth) {
  return estimate.low && *estimate.low <= truth && truth <= *estimate.high;
}

// By hand: p = 1/2, sum e^2 = 250, v = 20/19 * 250 / 200^2, p(1-p)/199, so deff = 995000 / 190000; Wilson at
// p = 1/2 is 1/2 -+ sqrt(k / (1 + k)) / 2 with k = t(19)^2 deff / 200 = 0.114706.
TEST(Proportion, HasTheDesignEffectAndWilsonLimitsComputedByHand) {
  const Estimate estimate = proportion(repeated(5, {{5, 10}, {10, 10}, {0, 10}, {5, 10}}));
  EXPECT_DOUBLE_EQ(*estimate.point, 0.5);
  EXPECT_NEAR(estimate.design_effect, 995000.0 / 190000.0, 1e-12);
  EXPECT_NEAR(*estimate.low, 0.339607, 2e-6);
  EXPECT_NEAR(*estimate.high, 0.660393, 2e-6);
  EXPECT_EQ(estimate.clusters, 20U);
  EXPECT_EQ(estimate.observations, 200U);
  EXPECT_EQ(estimate.method, "Wilson, cluster-adjusted");
}

// Newcombe 1998, 81/263 and 1/29, one notification a session; a session without any changes nothing.
TEST(Proportion, IsPlainWhenEverySessionHasOneTrial) {
  std::vector<Cluster> sessions = repeated(81, {{1, 1}});
  for (int i = 0; i < 182; ++i) sessions.push_back({0, 1});
  sessions.push_back({0, 0});
  const Estimate wilson = proportion(sessions);
  EXPECT_NEAR(*wilson.low, 0.2553, 5e-5);
  EXPECT_NEAR(*wilson.high, 0.3662, 5e-5);
  EXPECT_EQ(wilson.method, "Wilson");
  EXPECT_EQ(wilson.clusters, 263U);
  EXPECT_EQ(wilson.design_effect, 1.0);
  sessions.assign(29, {1, 1});
  sessions[3].events = 0;
  const Estimate exact = proportion(sessions);
  EXPECT_NEAR(*exact.low, 1 - 0.1776, 5e-5);
  EXPECT_NEAR(*exact.high, 1 - 0.0009, 5e-5);
  EXPECT_EQ(exact.method, "Clopper-Pearson");
}

// 20 sessions that lost nothing say as much as 0 of 20 (Newcombe 1998), however many notifications each had.
TEST(Proportion, CountsSessionsWhenAllSucceed) {
  const Estimate all = proportion(repeated(20, {{500, 500}}));
  EXPECT_EQ(*all.point, 1.0);
  EXPECT_EQ(*all.high, 1.0);
  EXPECT_NEAR(*all.low, 1 - 0.1684, 5e-5);
  EXPECT_EQ(all.method, "Clopper-Pearson on sessions");
  EXPECT_NEAR(*proportion(repeated(20, {{0, 500}})).high, 0.1684, 5e-5);
}

// One loss among perfect sessions must not make the lower bound better than none lost.
TEST(Proportion, DoesNotGainPrecisionFromASingleLoss) {
  std::vector<Cluster> sessions = repeated(100, {{50, 50}});
  const double without_loss = *proportion(sessions).low;
  for (std::size_t lossy = 0; lossy < 4; ++lossy) {
    sessions[lossy].events = 49;
    EXPECT_LT(*proportion(sessions).low, without_loss) << lossy;
  }
}

// By hand: 6 sessions, 57 of 60, e = -+1/2, so deff < 1; 3 non-events are few; n = 60 (z / t(5))^2 = 34.8811
// and x = 1.74406 non-events.
TEST(Proportion, UsesStudentsQuantileInTheExactIntervalToo) {
  const Estimate estimate = proportion(repeated(3, {{9, 10}, {10, 10}}));
  const double n = 60 * std::pow(1.959964 / 2.570582, 2);
  EXPECT_EQ(estimate.method, "Clopper-Pearson, cluster-adjusted");
  EXPECT_NEAR(*estimate.low, 1 - clopper_pearson(0.05 * n, n, 0.95).high, 1e-6);
  EXPECT_NEAR(*estimate.high, 1 - clopper_pearson(0.05 * n, n, 0.95).low, 1e-6);
  EXPECT_LT(*estimate.low, 1 - clopper_pearson(3, 60, 0.95).high);
}

// Sessions more alike than chance allows: the variance estimate is 0, the interval is not.
TEST(Proportion, FloorsTheDesignEffectAtOne) {
  const Estimate estimate = proportion(repeated(30, {{1, 2}}));
  EXPECT_EQ(estimate.design_effect, 1.0);
  EXPECT_LT(*estimate.low, 0.4);
}

TEST(Proportion, GivesNoIntervalWithoutTwoSessions) {
  const Estimate nothing = proportion({});
  EXPECT_FALSE(nothing.point || nothing.low || nothing.high);
  EXPECT_EQ(nothing.method, "no data");
  EXPECT_FALSE(proportion(repeated(9, {{0, 0}})).point);
  const Estimate one = proportion(std::vector<Cluster>{{3, 4}, {0, 0}});
  EXPECT_EQ(*one.point, 0.75);
  EXPECT_FALSE(one.low || one.high);
  EXPECT_EQ(one.method, "too few: 2 sessions needed");
}

TEST(Proportion, SurvivesTheLargestCounts) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t events : {std::int64_t{0}, std::int64_t{1}, most / 2, most - 1, most}) {
    const Estimate estimate =
        proportion(std::vector<Cluster>{{events, most}, {events, most}, {most, most}, {0, 1}});
    EXPECT_TRUE(std::isfinite(*estimate.point));
    EXPECT_LE(*estimate.low, *estimate.point);
    EXPECT_GE(*estimate.high, *estimate.point);
    EXPECT_GE(estimate.design_effect, 1.0);
    EXPECT_EQ(estimate.observations, std::numeric_limits<std::uint64_t>::max());
  }
}

TEST(Proportion, RefusesImpossibleInput) {
  EXPECT_THROW(proportion(std::vector<Cluster>{{-1, 4}}), std::invalid_argument);
  EXPECT_THROW(proportion(std::vector<Cluster>{{5, 4}}), std::invalid_argument);
  EXPECT_THROW(proportion({}, 0.0), std::invalid_argument);
}

// 80 sessions of 1..40 notifications, 20 % of them on bad networks: beta-binomial, mean 1/4, else 8/9.
TEST(ProportionCoverage, IsNominalForClustersWherePoolingFails) {
  SplitMix random(1);
  const double truth = 0.2 * 0.25 + 0.8 * 8.0 / 9.0;
  const int runs = scaled(2000, "samples");
  int adjusted = 0;
  int pooled = 0;
  std::vector<Cluster> sessions(80);
  for (int run = 0; run < runs; ++run) {
    double events = 0;
    double trials = 0;
    for (Cluster& session : sessions) {
      session.trials = 1 + random.below(40);
      session.events =
          random.binomial(session.trials, random.chance(0.2) ? random.beta(1, 3) : random.beta(8, 1));
      events += static_cast<double>(session.events);
      trials += static_cast<double>(session.trials);
    }
    adjusted += covers(proportion(sessions), truth);
    const Interval naive = wilson(events / trials, trials, two_sided_z(0.95));
    pooled += naive.low <= truth && truth <= naive.high;
  }
  found("covered", adjusted, runs);
  found("covered when pooled", pooled, runs);
  EXPECT_LT(pooled, 0.60 * runs);
  EXPECT_GT(adjusted, 0.935 * runs);
  EXPECT_LT(adjusted, 0.975 * runs);
}

// Delivery near 1: scattered single losses and, in 2 % of the sessions, a lost half. Often no such session is
// seen.
TEST(ProportionCoverage, HoldsNearOneWhenTheDesignEffectIsNotVisible) {
  SplitMix random(2);
  const double truth = 0.02 * 0.5 + 0.98 * 0.9998;
  const int runs = scaled(1000, "samples");
  int covered = 0;
  std::vector<Cluster> sessions(60, {0, 50});
  for (int run = 0; run < runs; ++run) {
    for (Cluster& session : sessions)
      session.events = random.binomial(50, random.chance(0.02) ? 0.5 : 0.9998);
    covered += covers(proportion(sessions), 0.02 * 0.5 + 0.98 * 0.9998);
  }
  EXPECT_GT(truth, 0.98);
  found("covered", covered, runs);
  EXPECT_GT(covered, 0.94 * runs);
}

// By hand, N = 2 everywhere: p 1/2 to 3/4, d = (+,+,-,-) 1/16, v = 4/3 / 64, half width t(3) / sqrt(48).
TEST(PairedDifference, HasTheLimitsComputedByHand) {
  const std::vector<PairedCluster> sessions = {
      {{0, 2}, {1, 2}}, {{1, 2}, {2, 2}}, {{1, 2}, {1, 2}}, {{2, 2}, {2, 2}}};
  const Estimate estimate = paired_difference(sessions);
  EXPECT_DOUBLE_EQ(*estimate.point, 0.25);
  EXPECT_NEAR(*estimate.low, 0.25 - 3.182446 / std::sqrt(48.0), 1e-6);
  EXPECT_NEAR(*estimate.high, 0.25 + 3.182446 / std::sqrt(48.0), 1e-6);
  EXPECT_EQ(estimate.method, "paired by session, t");
  EXPECT_NEAR(*paired_correlation(sessions), std::sqrt(0.5), 1e-12);
}

// Fagerland et al. 2017, ch. 8: 59 both, 6 and 16 discordant, 80 neither.
TEST(PairedDifference, IsTangosIntervalForOneOutcomeAnArm) {
  std::vector<PairedCluster> sessions;
  PairedTable table;
  const auto add = [&](int count, std::int64_t before, std::int64_t after) {
    for (int i = 0; i < count; ++i) {
      sessions.push_back({{before, 1}, {after, 1}});
      table.add(before == 1, after == 1);
    }
  };
  add(59, 1, 1);
  add(6, 0, 1);
  add(16, 1, 0);
  add(80, 0, 0);
  for (const Estimate& estimate : {paired_difference(sessions), tango(table)}) {
    EXPECT_DOUBLE_EQ(*estimate.point, -10.0 / 161);
    EXPECT_NEAR(*estimate.low, -0.1240, 6e-5);
    EXPECT_NEAR(*estimate.high, -0.0054, 6e-5);
    EXPECT_EQ(estimate.method, "Tango");
    EXPECT_EQ(estimate.clusters, 161U);
  }
  EXPECT_EQ(table.pairs(), 161);
  // phi coefficient of the table
  EXPECT_NEAR(*paired_correlation(sessions), (59.0 * 80 - 6 * 16) / std::sqrt(65.0 * 96 * 75 * 86), 1e-12);
}

// Arms that agree in every session leave no variance to estimate, which is not certainty.
TEST(PairedDifference, StaysUncertainWhenTheArmsAgree) {
  std::vector<PairedCluster> sessions(100, {{4, 5}, {4, 5}});
  const Estimate same = paired_difference(sessions);
  const double bound = std::pow(two_sided_z(0.95), 2) / (100 + std::pow(two_sided_z(0.95), 2));
  EXPECT_EQ(*same.point, 0.0);
  EXPECT_LE(*same.low, -bound);
  EXPECT_GE(*same.high, bound);
  sessions[7].after.events = 5;
  const Estimate one_gained = paired_difference(sessions);
  EXPECT_LT(*one_gained.low, -0.9 * bound);
  EXPECT_THAT(one_gained.method, HasSubstr("few differ"));
}

// Nothing delivered before, everything after: 50 sessions are not certainty, whatever their variance.
TEST(PairedDifference, StaysUncertainWhenEveryPairIsTheSame) {
  const Estimate estimate = paired_difference(std::vector<PairedCluster>(50, {{0, 5}, {5, 5}}));
  EXPECT_EQ(*estimate.point, 1.0);
  EXPECT_EQ(*estimate.high, 1.0);
  EXPECT_LT(*estimate.low, 0.95);
  EXPECT_GT(*estimate.low, 0.85);
}

// 99 % before in every session but for strays, everything after: "after" is 100 sessions without a loss,
// which leaves room for 1 - 0.025^(1/100) = 3.6 % of loss, and so has the difference.
TEST(PairedDifference, LeavesRoomForALossThatWasNotSeen) {
  std::vector<PairedCluster> sessions(100, {{10, 10}, {10, 10}});
  for (std::size_t i = 0; i < 100; i += 10) sessions[i].before.events = 9;
  const Estimate estimate = paired_difference(sessions);
  EXPECT_NEAR(*estimate.point, 0.01, 1e-12);
  EXPECT_LT(*estimate.low, 0.01 - 0.0362);
  EXPECT_GT(*estimate.low, 0.01 - 0.0450);
  EXPECT_THAT(estimate.method, HasSubstr("hardly varies"));
}

TEST(PairedDifference, GivesNoIntervalWithoutTwoSessions) {
  EXPECT_FALSE(paired_difference({}).point);
  EXPECT_EQ(paired_difference({}).method, "no data");
  EXPECT_FALSE(paired_difference(std::vector<PairedCluster>{{{1, 2}, {0, 0}}, {{1, 2}, {0, 0}}}).point);
  const Estimate one = paired_difference(std::vector<PairedCluster>{{{1, 2}, {2, 2}}});
  EXPECT_EQ(*one.point, 0.5);
  EXPECT_FALSE(one.low || one.high);
  EXPECT_FALSE(paired_correlation({}));
  EXPECT_FALSE(tango({}).point);
  EXPECT_FALSE(tango({1, 0, 0, 0}).low);
  EXPECT_THROW(tango({-1, 0, 0, 0}), std::invalid_argument);
}

// Common random numbers: the same bad sessions in both arms, and a fix that rescues 30 % of what was lost.
// Returns how many of the intervals cover the true difference.
int paired_coverage(std::size_t sessions, int runs, std::uint64_t seed) {
  SplitMix random(seed);
  const double truth = 0.3 * (0.2 * 0.75 + 0.8 * 0.1);
  int covered = 0;
  std::vector<PairedCluster> pairs(sessions);
  for (int run = 0; run < runs; ++run) {
    for (PairedCluster& pair : pairs) {
      const std::int64_t trials = 1 + random.below(20);
      const double delivery = random.chance(0.2) ? random.beta(1, 3) : random.beta(9, 1);
      const std::int64_t before = random.binomial(trials, delivery);
      pair = {{before, trials}, {before + random.binomial(trials - before, 0.3), trials}};
    }
    covered += covers(paired_difference(pairs), truth);
  }
  return covered;
}

// A t interval of skewed sessions covers a little less than its level while they are few; the gap closes.
TEST(PairedDifferenceCoverage, ApproachesItsLevelAsSessionsGrow) {
  const int runs = scaled(2000, "samples of 60 and of 400 sessions");
  const int few = paired_coverage(60, runs, 3);
  const int many = paired_coverage(400, runs, 4);
  found("covered by 60 sessions", few, runs);
  found("covered by 400 sessions", many, runs);
  EXPECT_GT(few, 0.91 * runs);
  EXPECT_LT(few, 0.97 * runs);
  EXPECT_GT(many, 0.935 * runs);
  EXPECT_LT(many, 0.965 * runs);
}

TEST(TangoCoverage, IsNominalForBinaryPairs) {
  SplitMix random(4);
  const int runs = scaled(4000, "samples");
  int covered = 0;
  for (int run = 0; run < runs; ++run) {
    PairedTable table;
    for (int i = 0; i < 40; ++i) {
      const double u = random.uniform();
      table.add(u < 0.65, u < 0.60 || u >= 0.75);
    }
    covered += covers(tango(table), 0.20);
  }
  found("covered", covered, runs);
  EXPECT_GT(covered, 0.93 * runs);
  EXPECT_LT(covered, 0.97 * runs);
}

}  // namespace
}  // namespace lastseen::experiments
