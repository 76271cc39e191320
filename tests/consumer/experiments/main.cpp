// Uses the installed libraries as a stranger would: plays a shipped scenario before and after the fix.
#include <lastseen/experiments/runs/sessions.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace experiments = lastseen::experiments;

/// Jobs of all sessions whose notification reached the app.
static auto delivered(const std::vector<experiments::SessionRow>& sessions) {
  std::ptrdiff_t count = 0;
  for (const experiments::SessionRow& session : sessions) {
    count += std::ranges::count_if(session.jobs, &experiments::JobRow::delivered);
  }
  return count;
}

int main() {
  const experiments::Scenario scenario = experiments::load_scenario("fifteen-minutes");
  const auto play = [&](const char* arm) {
    return delivered(experiments::run_sessions(scenario.arm(arm).settings, scenario.seed, 0, 20));
  };
  const auto before = play("before");
  const auto after = play("after");
  std::printf("delivered before the fix: %td, after: %td\n", before, after);
  return before < after ? 0 : 1;
}
