// Figures from rows: whatever the order in which rows come and parts are merged, through bytes or not, the same to the last
// bit, beyond the sessions up to which times are exact too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include <lastseen/experiments/runs/sessions.hpp>
#include <lastseen/experiments/statistics/row_bytes.hpp>
#include <lastseen/experiments/study/arm_figures.hpp>
#include <lastseen/experiments/study/paired_figures.hpp>
#include <lastseen/experiments/study/point_sums.hpp>

#include "tests/experiments/statistics/splitmix.hpp"

namespace lastseen::experiments {
namespace {

using testing::SplitMix;

/// All rows of a replication, an arm each.
using Replication = std::vector<SessionRow>;

std::string text_of(const Estimate& e) {
  return fmt::format("{:a} {:a} {:a} {} {} {:a} {}\n", e.point.value_or(-1), e.low.value_or(-1),
                     e.high.value_or(-1), e.clusters, e.observations, e.design_effect, e.method);
}

/// Every figure to the last bit.
std::string figures(PointSums sums) {
  std::string text;
  for (std::size_t arm = 0; arm < sums.arms.size(); ++arm) {
    const ArmSample sample(std::move(sums.arms[arm]), std::chrono::minutes(1));
    const ArmFigures all = arm_figures(Arm{.name = "arm"}, sample, 0.95);
    text += fmt::format("{} {} {} {:016x} {} {:a}\n", all.sessions, all.jobs, all.delivered, all.fingerprint,
                        all.events, all.time_to_ui_max.value_or(-1));
    for (const LostJobs& lost : all.lost) text += fmt::format("{}\n", lost.jobs);
    for (const Response& response : responses()) text += text_of(all.estimates[response.id]);
    for (const ClusterSums& bin : sample.sums().delivered_by_age) text += text_of(proportion(bin));
    for (const EcdfPoint& point : sample.time_to_ui().ecdf(200).points) {
      text += fmt::format("{:a} {:a}\n", point.seconds, point.share);
    }
  }
  for (const PairSums& sums_of_pair : sums.pairs) {
    const PairedFigures pair = paired_figures("arm", sums_of_pair);
    text += fmt::format("{} {} {} {} {:a} {}\n", pair.table.both, pair.table.only_after,
                        pair.table.only_before, pair.table.neither, pair.correlation.value_or(-2),
                        pair.first_only_reference.value_or(99));
    text += text_of(pair.difference);
  }
  return text;
}

std::vector<Replication> replications_of(const Scenario& scenario, std::uint32_t count) {
  std::vector<Replication> result(count);
  for (const Arm& arm : scenario.arms) {
    std::uint32_t index = 0;
    for (SessionRow& row : run_sessions(arm.settings, scenario.seed, 0, count))
      result[index++].push_back(std::move(row));
  }
  return result;
}

void add(PointSums& sums, const Replication& rows) {
  for (std::size_t arm = 0; arm < rows.size(); ++arm) sums.add(arm, rows[arm], rows[0]);
}

/// Written to bytes by arm, in blocks, and read back.
std::vector<Replication> through_bytes(const std::vector<Replication>& replications, std::size_t arms) {
  std::vector<Replication> result(replications.size(), Replication(arms));
  for (std::size_t arm = 0; arm < arms; ++arm) {
    std::vector<SessionRow> rows;
    for (const Replication& replication : replications) rows.push_back(replication[arm]);
    for (SessionRow& row : rows_of_bytes(row_bytes(rows))) result[row.replication][arm] = std::move(row);
  }
  return result;
}

/// Dealt out to parts in random order, and the parts merged in random order.
PointSums shuffled(const std::vector<Replication>& replications, std::size_t arms, SplitMix& random) {
  std::vector<std::size_t> order(replications.size());
  std::iota(order.begin(), order.end(), 0);
  const auto shuffle = [&](auto& list) {
    for (std::size_t index = list.size(); index > 1; --index) {
      std::swap(list[index - 1],
                list[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(index)))]);
    }
  };
  shuffle(order);
  std::vector<PointSums> parts(1 + static_cast<std::size_t>(random.below(9)), PointSums(arms, 0));
  for (const std::size_t index : order) {
    add(parts[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(parts.size())))],
        replications[index]);
  }
  shuffle(parts);
  while (parts.size() > 1) {
    parts[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(parts.size() - 1)))].merge(
        parts.back());
    parts.pop_back();
  }
  return std::move(parts.front());
}

TEST(FiguresOfRows, AreTheSameInAnyOrderAndThroughBytes) {
  SplitMix random(1);
  for (const char* name : {"fifteen-minutes", "field-case-2", "background", "late-close"}) {
    const Scenario scenario = load_scenario(name);
    const std::size_t arms = scenario.arms.size();
    const std::vector<Replication> replications = replications_of(scenario, 60);
    PointSums in_order(arms, 60);
    for (const Replication& rows : replications) add(in_order, rows);
    const std::string expected = figures(in_order);
    const std::vector<Replication> read = through_bytes(replications, arms);
    for (int run = 0; run < 20; ++run) EXPECT_EQ(figures(shuffled(read, arms, random)), expected) << name;
  }
}

/// A row made by hand, of three jobs with random times.
Replication made(std::uint32_t replication, SplitMix& random) {
  Replication rows(2);
  for (SessionRow& row : rows) {
    row.replication = replication;
    row.jobs_per_user = 3;
    row.jobs.resize(3);
    row.fingerprint = replication * 17U;
    for (JobRow& job : row.jobs) {
      job.submitted = sim::run_start;
      job.completed = sim::run_start + sim::Duration(random.below(1'000'000'000));
      if (!random.chance(0.1)) job.shown = job.completed + sim::Duration(random.below(100'000'000'000));
      job.delivered = random.chance(0.7);
    }
  }
  return rows;
}

// Goal: beyond the sessions up to which times are exact, quantiles are within their error, which is said, and nothing else
// changes. Method: 100,001 made sessions against the exact quantiles of their times; half of them merged into the rest.
TEST(FiguresOfRows, SayHowExactQuantilesAreBeyondTheirBound) {
  SplitMix random(2);
  constexpr std::uint32_t sessions = TimeSums::exact_sessions_max + 1;
  PointSums in_order(2, 0), expected_many(2, sessions), first(2, 0), second(2, 0);
  std::vector<sim::Duration> times;
  for (std::uint32_t replication = 0; replication < sessions; ++replication) {
    const Replication rows = made(replication, random);
    add(in_order, rows);
    add(expected_many, rows);
    add(replication % 2 == 0 ? second : first, rows);
    for (const JobRow& job : rows[0].jobs)
      times.push_back(job.was_shown() ? job.shown - job.completed : never_happens);
  }
  first.merge(second);
  std::ranges::sort(times);
  const ArmSample sample(in_order.arms[0], {});
  for (const double p : {0.05, 0.5, 0.85}) {
    const Estimate estimate = sample.time_to_ui().quantile(p);
    const auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(times.size()))) - 1;
    EXPECT_NEAR(*estimate.point / sim::to_seconds(times[rank]), 1, 1.0 / 256) << p;
    EXPECT_LT(*estimate.low, sim::to_seconds(times[rank])) << "the interval holds the true order statistic";
    EXPECT_GT(*estimate.high, sim::to_seconds(times[rank]));
    EXPECT_THAT(estimate.method, ::testing::HasSubstr("within 1/256"));
  }
  const std::string expected = figures(in_order);
  EXPECT_EQ(figures(expected_many), expected);
  EXPECT_EQ(figures(first), expected);
}

TEST(FiguresOfRows, AreExactUpToTheirBound) {
  SplitMix random(3);
  ArmSums sums;
  for (std::uint32_t replication = 0; replication < TimeSums::exact_sessions_max; ++replication) {
    sums.add(made(replication, random)[0]);
  }
  EXPECT_EQ(ArmSample(sums, {}).time_to_ui().quantile(0.5).method, "Woodruff, cluster-adjusted");
}

}  // namespace
}  // namespace lastseen::experiments
