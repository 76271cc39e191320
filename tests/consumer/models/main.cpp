// Plays sessions of the default settings before and after the fix, beside headers of its own that are named like ours.
#include "models/registry.hpp"

#include <lastseen/models/monitor.hpp>
#include <lastseen/models/world.hpp>
#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/time.hpp>

#include <cstdio>

#include "sim/time.hpp"

namespace models = lastseen::models;
namespace sim = lastseen::sim;

/// Jobs of 20 sessions whose notification reached the app.
static std::size_t delivered(const models::Settings& settings) {
  std::size_t count = 0;
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    const sim::Chance chance{42, replication};
    models::World world{settings, chance};
    models::Monitor monitor{settings};
    world.add(monitor);
    world.run();
    for (const models::JobResult& job : monitor.result(world.now()).jobs) count += job.was_delivered();
  }
  return count;
}

int main() {
  models::Settings settings;
  settings.session.duration = sim::parse_duration(stranger::session_length);
  stranger::Registry registry;
  registry.delivered_before = delivered(settings);
  settings.registry.refresh_on = models::RefreshOn::ping;
  registry.delivered_after = delivered(settings);
  std::printf("delivered before the fix: %zu, after: %zu\n", registry.delivered_before,
              registry.delivered_after);
  return registry.delivered_before < registry.delivered_after ? 0 : 1;
}
