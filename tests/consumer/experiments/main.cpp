// Uses the installed libraries as a stranger would: plays a shipped scenario before and after the fix.
#include <lastseen/experiments/runs/replications.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>

#include <algorithm>
#include <cstdio>

namespace experiments = lastseen::experiments;
namespace models = lastseen::models;

/// Jobs of all sessions whose notification reached the app.
static auto delivered(const experiments::Sessions& sessions) {
  std::ptrdiff_t count = 0;
  for (const models::SessionResult& session : sessions.results) {
    count += std::ranges::count_if(session.jobs, &models::JobResult::was_delivered);
  }
  return count;
}

int main() {
  const experiments::Scenario scenario = experiments::load_scenario("fifteen-minutes");
  const auto play = [&](const char* arm) {
    return delivered(experiments::run_sessions(scenario.arm(arm).settings, scenario.seed, 20));
  };
  const auto before = play("before");
  const auto after = play("after");
  std::printf("delivered before the fix: %td, after: %td\n", before, after);
  return before < after ? 0 : 1;
}
