// Runs to be traced: the field case that everybody knows, and one in which all goes on at the same time.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments::testing {

/// A scenario, one of its arms, and its first session.
struct Traced {
  Scenario scenario;
  Arm arm;
  Replay run;

  Traced(Scenario of, const std::string& arm_name) : scenario(std::move(of)), arm(scenario.arm(arm_name)) {
    run = replay(scenario, arm, 0);
  }
};

inline Traced field_case_3(const std::string& arm) { return {load_scenario("field-case-3"), arm}; }

/// Three users, two instances, an outage, a background, a restart, lost packets, polling and several jobs.
inline Traced busy_run() {
  using namespace std::chrono_literals;
  Scenario scenario = load_scenario("fifteen-minutes");
  models::Settings& settings = scenario.arms.front().settings;
  settings.session.users = 3;
  settings.session.duration = 5min;
  settings.jobs.at = {models::Distribution::uniform(0s, 4min)};
  settings.server.instances = 2;
  settings.proxy.swallows_down = 0.1;
  settings.network.duplicate_up = 0.1;
  settings.connection.reconnect_after = 1s;
  settings.faults.push_back({.kind = models::FaultKind::outage, .at = 60s, .lasts = 20s});
  settings.faults.push_back({.kind = models::FaultKind::background, .at = 100s, .user = 1, .lasts = 40s});
  settings.faults.push_back({.kind = models::FaultKind::restart, .at = 150s, .lasts = 5s, .instance = 1});
  return {scenario, scenario.arms.front().name};
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace lastseen::experiments::testing
