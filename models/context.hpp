// Internal: for components.
// What every component may use: the engine, the trace, chance, and the settings. No component knows another.
#pragma once

#include <algorithm>

#include <lastseen/models/app_states.hpp>
#include <lastseen/models/purposes.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/simulation.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::models {

struct Context {
  sim::Simulation& simulation;
  sim::Trace& trace;
  const sim::Chance& chance;
  const Settings& settings;
  const AppStates& apps;

  /// Goes before the others of its instant.
  static constexpr sim::Priority first_priority = 0;
  /// Priorities at one instant; which is lower is a setting (session.ties).
  const sim::Priority message_priority = settings.session.ties == TieOrder::messages_first ? 1 : 2;
  const sim::Priority timer_priority = settings.session.ties == TieOrder::messages_first ? 2 : 1;

  sim::RecordId write(Role role, std::uint32_t index, Kind kind, sim::Subject subject,
                      sim::RecordId cause) const {
    return trace.write(simulation.now(), {static_cast<std::uint16_t>(role), index},
                       static_cast<std::uint16_t>(kind), subject, cause);
  }

  /// Time to the next fault of chance: at least 1 ms, so that time goes on.
  Duration draw_gap(const sim::Label& which, const Distribution& every) const {
    return std::max<Duration>(chance.draw(which, every), std::chrono::milliseconds(1));
  }

  /// Does it now when the delay is zero (no other event of this instant can come in between), else later.
  template <class F>
  void after(sim::Duration delay, F&& action) const {
    if (delay == sim::Duration::zero()) {
      action();
    } else {
      simulation.after(delay, timer_priority, std::forward<F>(action));
    }
  }
};

/// The dispatcher and the workers are one pool beside the instances of the server; index of it in records.
inline constexpr std::uint32_t worker_pool = 0;

}  // namespace lastseen::models
