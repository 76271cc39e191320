// Internal: for components.
// What every component may use: the engine, the trace, chance, and the settings. No component knows another.
#pragma once

#include <algorithm>
#include <type_traits>
#include <utility>

#include <lastseen/models/app_states.hpp>
#include <lastseen/models/event_names.hpp>
#include <lastseen/models/fault_origins.hpp>
#include <lastseen/models/labels.hpp>
#include <lastseen/models/origins.hpp>
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
  const Origins& connections;
  const Origins& loops;                   ///< of polling
  EventNames* names = nullptr;            ///< null: nobody chooses the order of events
  FaultOrigins* fault_origins = nullptr;  ///< null: there are no scripted faults

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

  /// Time to the next fault of chance: at least the shortest gap, so that time goes on.
  Duration draw_gap(const sim::Label& which, const Distribution& every) const {
    return std::max(chance.draw(which, every), settings.session.shortest_fault_gap);
  }

  // All events of a world are made here. An event's name is a function, called only when somebody chooses the order of
  // events: without, names cost nothing, provided that the function captures by value, so that nothing has to be in memory
  // for it.

  /// Does the action at an instant, or after a delay; `name` gives the EventName.
  template <class When, class Name, class F>
  sim::EventHandle schedule(When when, sim::Priority priority, const Name& name, F&& action) const {
    sim::EventHandle event;
    if constexpr (std::is_same_v<When, sim::Instant>) {
      event = simulation.at(when, priority, std::forward<F>(action));
    } else {
      event = simulation.after(when, priority, std::forward<F>(action));
    }
    if (names != nullptr) [[unlikely]]
      keep_name(event, priority, name);
    return event;
  }

  /// Whether what has this delay is done at once, and is no event: what takes no time (no other event of this instant can
  /// come in between), unless somebody chooses otherwise.
  template <class Name>
  bool at_once(Duration delay, const Name& name) const {
    if (delay != Duration::zero()) return false;
    return names == nullptr || names->at_once(simulation.now(), name().label);
  }

  /// Does it now when the delay is zero, else as a timer.
  template <class Name, class F>
  void after(Duration delay, const Name& name, F&& action) const {
    if (at_once(delay, name)) {
      action();
    } else {
      schedule(delay, timer_priority, name, std::forward<F>(action));
    }
  }

 private:
  template <class Name>
  [[gnu::cold, gnu::noinline]] void keep_name(sim::EventHandle event, sim::Priority priority,
                                              Name name) const {
    names->set(event, name(), priority);
  }
};

/// The dispatcher and the workers are one pool beside the instances of the server; index of it in records.
inline constexpr std::uint32_t worker_pool = 0;

}  // namespace lastseen::models
