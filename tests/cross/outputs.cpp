// What must be the same with every compiler, optimisation level, processor and number of threads, as text: the fingerprints
// of every arm of every scenario that ships, what its first replication made of each job, and all figures of a comparison
// to the last bit. tests/cross/check compares what differently built programs print.
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include <lastseen/experiments/runs/sessions.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/experiments/story/outcome.hpp>
#include <lastseen/experiments/story/replay.hpp>
#include <lastseen/experiments/study/comparison.hpp>

namespace experiments = lastseen::experiments;

namespace {

std::string bits(std::optional<double> value) { return value ? fmt::format("{:a}", *value) : "none"; }

void print_estimate(const std::string& place, const experiments::Estimate& estimate) {
  fmt::print("{}: {} [{}, {}], {}\n", place, bits(estimate.point), bits(estimate.low), bits(estimate.high),
             estimate.method);
}

void print_arm(const experiments::Scenario& scenario, const experiments::Arm& arm) {
  const std::string place = fmt::format("{}, arm {}", scenario.name, arm.name);
  constexpr std::uint32_t replications = 20;
  experiments::ArmSums sums;
  for (const auto& row : experiments::run_sessions(arm.settings, scenario.seed, 0, replications))
    sums.add(row);
  fmt::print("{}: fingerprint {:016x}, {} events, {} records\n", place, sums.fingerprints.value(),
             sums.events, sums.records);
  const experiments::Replay run = experiments::replay(scenario, arm, 0);
  const experiments::Outcomes outcomes(run.records, scenario.story, arm.settings);
  for (const auto& job : run.result.jobs) {
    fmt::print("{}: {}\n", place, outcomes.text(job));
  }
}

void print_comparison(unsigned threads) {
  experiments::Scenario scenario = experiments::load_scenario("fifteen-minutes");
  scenario.replications = 200;
  const auto comparison = experiments::compare(scenario, {.threads = threads});
  for (const auto& arm : comparison.arms) {
    const std::string place = fmt::format("{}, arm {}, {} threads", scenario.name, arm.name, threads);
    fmt::print("{}: fingerprint {:016x}\n", place, arm.fingerprint);
    for (const experiments::Response& response : experiments::responses()) {
      print_estimate(fmt::format("{}, {}", place, response.key), arm.estimates[response.id]);
    }
  }
  for (const auto& pair : comparison.pairs) {
    print_estimate(fmt::format("difference of {}, {} threads", pair.arm, threads), pair.difference);
  }
}

}  // namespace

int main() {
  for (const auto& shipped : experiments::shipped_scenarios()) {
    const experiments::Scenario scenario = experiments::load_scenario(std::string(shipped.name));
    for (const auto& arm : scenario.arms) print_arm(scenario, arm);
  }
  print_comparison(1);
  print_comparison(2);
  return 0;
}
