// Uses the installed libraries as a stranger would: plays a shipped scenario before and after the fix, and a world of
// its own making event by event.
#include <lastseen/experiments/runs/replications.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/models/monitor.hpp>
#include <lastseen/models/world.hpp>
#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/time.hpp>

#include <algorithm>
#include <cstdio>

namespace experiments = lastseen::experiments;
namespace models = lastseen::models;
namespace sim = lastseen::sim;

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

  const models::Settings settings;
  const sim::Chance chance{42, 0};
  models::World world{settings, chance};
  world.run_until(sim::run_start + sim::parse_duration("1min"));
  std::printf("after a minute: %zu events\n", static_cast<std::size_t>(world.events()));

  return before < after && world.events() > 0 ? 0 : 1;
}
