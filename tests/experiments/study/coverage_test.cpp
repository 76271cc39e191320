// Whether intervals cover, for every response: many studies are cut at random from a pool of sessions whose figures are known,
// because they are those of the pool.
//
// In the slow tier each response, case and size is a line that begins with "cell ", of which tests/coverage_page makes
// docs/coverage.md.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <lastseen/experiments/runs/sessions.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/arm_sample.hpp>
#include <lastseen/experiments/statistics/intervals.hpp>
#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/models/slowest_update.hpp>

#include "tests/experiments/statistics/splitmix.hpp"
#include "tests/scale.hpp"

namespace lastseen::experiments {
namespace {

using testing::SplitMix;

/// Studies of one size and one response.
struct Cell {
  std::string response;
  std::uint64_t studies = 0;
  std::uint64_t absent = 0;  ///< no interval: too few
  std::uint64_t below = 0;   ///< the whole interval below the truth
  std::uint64_t above = 0;
  std::uint64_t missed_by_t = 0;  ///< by a t interval with the true standard deviation
  double width = 0;               ///< median
  double width_of_t = 0;
  std::uint64_t rare = 0;  ///< sessions of the rarer kind, median

  std::uint64_t with_interval() const { return studies - absent; }
};

Interval limits(std::uint64_t events, std::uint64_t of) {
  constexpr double confidence = 0.999;
  if (of == 0) return {0, 1};
  return clopper_pearson(static_cast<double>(events), static_cast<double>(of), confidence);
}
double upper_limit(std::uint64_t events, std::uint64_t of) { return limits(events, of).high; }
double lower_limit(std::uint64_t events, std::uint64_t of) { return limits(events, of).low; }

class Pool {
 public:
  Pool(const models::Settings& settings, std::uint32_t sessions)
      : slowest_update_(models::slowest_update(settings)), rows_(run_sessions(settings, 1, 0, sessions)) {
    const ArmSample all = sample_of(rows_.size(), [&](std::size_t index) { return index; });
    for (const Response& response : responses()) truth_[response.id] = response.estimate(all, 0.95).point;
  }

  std::vector<Cell> study(std::uint32_t sessions, std::uint64_t studies, std::uint64_t seed) const {
    PerResponse<std::vector<Estimate>> estimates;
    std::vector<std::uint64_t> rare;
    SplitMix random(seed);
    for (std::uint64_t study = 0; study < studies; ++study) {
      const ArmSample sample = sample_of(sessions, [&](std::size_t) {
        return static_cast<std::size_t>(random.below(static_cast<std::int64_t>(rows_.size())));
      });
      const TwoPathSums& times = sample.sums().time_from_submission;
      rare.push_back(std::min(times.usual.sessions(), times.carriers.sessions()));
      for (const Response& response : responses()) {
        estimates[response.id].push_back(response.estimate(sample, 0.95));
      }
    }
    std::ranges::sort(rare);
    std::vector<Cell> cells;
    for (const Response& response : responses()) {
      if (!truth_[response.id]) continue;
      cells.push_back(cell(response, estimates[response.id], *truth_[response.id], sessions));
      cells.back().rare = rare[rare.size() / 2];
    }
    return cells;
  }

 private:
  template <class Index>
  ArmSample sample_of(std::size_t sessions, Index index) const {
    ArmSums sums(sessions);
    for (std::size_t number = 0; number < sessions; ++number) sums.add(rows_[index(number)]);
    return ArmSample(std::move(sums), slowest_update_);
  }

  static Cell cell(const Response& response, const std::vector<Estimate>& estimates, double truth,
                   std::uint32_t sessions) {
    Cell cell{.response = std::string(response.key), .studies = estimates.size()};
    std::vector<double> widths;
    double sum = 0, squares = 0, points = 0;
    for (const Estimate& estimate : estimates) {
      if (estimate.point && std::isfinite(*estimate.point)) {
        sum += *estimate.point - truth;
        squares += (*estimate.point - truth) * (*estimate.point - truth);
        ++points;
      }
      if (!estimate.low) {
        ++cell.absent;
        continue;
      }
      cell.below += *estimate.high < truth ? 1U : 0U;
      cell.above += *estimate.low > truth ? 1U : 0U;
      widths.push_back(*estimate.high - *estimate.low);
    }
    if (widths.empty() || !std::isfinite(truth)) return cell;
    std::ranges::sort(widths);
    cell.width = widths[widths.size() / 2];
    const double deviation = std::sqrt(std::max(0.0, squares / points - sum / points * (sum / points)));
    const double half = two_sided_t(0.95, sessions - 1.0) * deviation;
    cell.width_of_t = 2 * half;
    for (const Estimate& estimate : estimates) {
      cell.missed_by_t += estimate.point && std::abs(*estimate.point - truth) > half ? 1U : 0U;
    }
    return cell;
  }

  sim::Duration slowest_update_;
  std::vector<SessionRow> rows_;
  PerResponse<std::optional<double>> truth_;
};

std::string identifier(std::string text) {
  std::erase_if(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
  return text;
}

/// An arm of the default study, with one parameter changed, where a key is given.
models::Settings default_study(const std::string& arm, const std::vector<models::Assignment>& set = {}) {
  const Scenario scenario = load_scenario("fifteen-minutes", {.set = set});
  return std::ranges::find(scenario.arms, arm, &Arm::name)->settings;
}

/// Three instances, each with its registry; entries of dead connections stay for 90 s.
models::Settings three_instances() {
  return parse_scenario(R"(
session.duration = "20min"
session.drain = "0s"
jobs.count = 1
jobs.at = "10min"
connection.pong_timeout = "20s"
connection.reconnect_after = "1s"
server.instances = 3
registry.key = "connection"
registry.refresh_on = "ping"
registry.cleanup_timeout = "90s"
registry.check_timeout = "never"
notifier.on_missing = "publish"
[[faults]]
kind = "network-switch"
at = "125s"
[[arms]]
name = "a"
)",
                        "three-instances")
      .arms[0]
      .settings;
}

models::Settings settings_of(const std::string& name) {
  if (name == "before" || name == "after") return default_study(name);
  if (name == "upgrades fail, 5 %")
    return default_study("after", {{"handshake.failure_probability", "0.05"}});
  if (name == "upgrades fail, 0.1 %")
    return default_study("after", {{"handshake.failure_probability", "0.001"}});
  if (name == "restarts") return default_study("after", {{"server.restart_every", "10min"}});
  return three_instances();
}

class StudyCoverage : public ::testing::TestWithParam<const char*> {};

/// Why a cell may be as it is; empty: it may not.
std::string reason(const std::string& name, const Cell& cell, const std::string& faults) {
  if (faults == " wide" && cell.rare < 5) return "few sessions of the rarer kind: what it could do counts";
  if (name == "restarts" && faults == " wide" && cell.response.starts_with("time_to_ui_p")) {
    return "about as many jobs are slow as the quantile leaves: it may lie on either side";
  }
  if (name == "restarts" && cell.response == "connection_persistence") {
    return "skewed, and the jackknife's limits are symmetric";
  }
  if (name == "restarts" && cell.response == "polls_per_job")
    return "skewed more than can be told from 60 sessions";
  if (name == "three instances" && cell.response.starts_with("time_to_ui")) {
    return "all at 40 or 42 ms, but for a poll in a hundred that comes before";
  }
  if (name == "three instances" && faults == " wide" && cell.response == "ghost_time") {
    return "nearly the same in all sessions";
  }
  return "";
}

/// What is wrong with a cell. A rate is wrong when its own 99.9 % interval lies wholly on the wrong side.
std::string faults_of(const Cell& cell) {
  const std::uint64_t of = cell.with_interval();
  std::string faults;
  if (upper_limit(of - cell.below - cell.above, of) < 0.94) faults += " coverage";
  if (lower_limit(cell.below, of) > 0.025) faults += " below";
  if (lower_limit(cell.above, of) > 0.025) faults += " above";
  const bool does_t_cover = cell.studies - cell.missed_by_t >= cell.studies * 94 / 100;
  if (does_t_cover && cell.width_of_t > 0 && cell.width > 1.3 * cell.width_of_t) faults += " wide";
  return faults;
}

void print(const std::string& name, std::uint32_t sessions, const Cell& cell, const std::string& faults,
           const std::string& why) {
  const auto percent = [](std::uint64_t count, std::uint64_t of) {
    return of == 0 ? std::string("-")
                   : fmt::format("{:.1f}", 100 * static_cast<double>(count) / static_cast<double>(of));
  };
  const std::uint64_t of = cell.with_interval();
  fmt::print("cell {} | {} | {} | {} | {} | {} | {} | {} | {}{}\n", name, sessions, cell.response,
             percent(cell.absent, cell.studies), percent(of - cell.below - cell.above, of),
             percent(cell.below, of), percent(cell.above, of),
             cell.width_of_t > 0 ? fmt::format("{:.2f}", cell.width / cell.width_of_t) : "-", faults,
             why.empty() ? "" : ": " + why);
}

// Goal: intervals cover, verdicts at the truth are wrong in at most 2.5 % of studies each way, and intervals are at most 1.3
// times as wide as those of t with the true variance, where these cover.
TEST_P(StudyCoverage, IsNominalForEveryResponse) {
  const auto studies = scaled<std::uint64_t>(200, "studies of each size");
  const Pool pool(settings_of(GetParam()), test_scale() > 1 ? 100'000 : 20'000);
  for (const std::uint32_t sessions : {60U, 200U, 1000U}) {
    for (const Cell& cell : pool.study(sessions, studies, sessions)) {
      const std::string faults = faults_of(cell);
      const std::string why = faults.empty() ? "" : reason(GetParam(), cell, faults);
      if (test_scale() > 1) print(GetParam(), sessions, cell, faults, why);
      EXPECT_TRUE(faults.empty() || !why.empty())
          << GetParam() << ", " << sessions << " sessions, " << cell.response << ":" << faults;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Of, StudyCoverage,
                         ::testing::Values("before", "after", "upgrades fail, 5 %", "upgrades fail, 0.1 %",
                                           "restarts", "three instances"),
                         [](const auto& test) { return identifier(test.param); });

}  // namespace
}  // namespace lastseen::experiments
