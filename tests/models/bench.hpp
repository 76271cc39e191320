// One component on the bench: what every component uses, without a world around it. The test plays its
// neighbours.
#pragma once

#include <lastseen/models/context.hpp>

namespace lastseen::models {

using namespace std::chrono_literals;

struct Bench {
  explicit Bench(Settings chosen, std::uint64_t seed = 1)
      : settings(std::move(chosen)),
        chance(seed, 0),
        apps{settings},
        connections{settings.session.users},
        loops{settings.session.users},
        context{simulation, trace, chance, settings, apps, connections, loops} {
    trace.add(recording);
    // Connection n is the nth since the start of the app, loop n the nth since job 1.
    for (UserId user = 0; user < settings.session.users; ++user) {
      connections.add(user, 1, Origin(Root(RootKind::app_start)));
      loops.add(user, 1, of_job(1));
    }
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  void run_until(Duration instant) { simulation.run_until(sim::run_start + instant); }
  /// At the instant, as a message would come (or, with the timers' priority, as a timer would fall due).
  template <class F>
  void at(Duration instant, F action) {
    simulation.at(sim::run_start + instant, context.message_priority, action);
  }

  std::size_t count(Kind kind) const {
    std::size_t found = 0;
    for (const sim::Record& record : recording.records()) found += kind_of(record) == kind ? 1U : 0U;
    return found;
  }

  Settings settings;
  sim::Simulation simulation;
  sim::Trace trace;
  sim::Recording recording;
  sim::Chance chance;
  AppStates apps;
  Origins connections;
  Origins loops;
  Context context;
};

}  // namespace lastseen::models
