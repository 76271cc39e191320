// The part of the parameter table that is about the run and its jobs.
#include <lastseen/models/parameter_types.hpp>

namespace lastseen::models {

std::span<const Parameter> session_parameters() {
  using namespace std::chrono_literals;
  using namespace parameter_types;
  static constexpr Parameter table[] = {
      count("session.users", AT(session.users), 1, 1'000'000, "users in one world", "default study"),
      duration("session.duration", AT(session.duration), 1ms, 24h,
               "length of the session, in which jobs are submitted and rates over time are counted",
               "default study: 15 min"),
      duration("session.drain", AT(session.drain), 0s, 24h,
               "longest time that jobs are watched after the session: until each is shown and no "
               "notification is under "
               "way or kept",
               "default study"),
      choice("session.ties", CHOICE(session.ties), {"messages-first", "timers-first"},
             "which goes first at the same instant: arriving messages, or expiring timers", "default study"),
      duration(
          "session.shortest_fault_gap", AT(session.shortest_fault_gap), shortest_gap, 1h,
          "shortest time to the next random fault (background.every, network.switch_every, outage.every, "
          "server.restart_every), however short the draw",
          "default study"),
      count("jobs.count", AT(jobs.count), 0, 10'000, "jobs submitted by each user", "default study: 5"),
      distributions(
          "jobs.at", AT(jobs.at),
          "when the jobs are submitted: one distribution for all, or one for each; session.duration may "
          "stand for a duration in it",
          "default study: uniform over the session"),
  };
  return table;
}

}  // namespace lastseen::models
