// The part of the parameter table that is about the run and its jobs.
#include <lastseen/models/parameter_types.hpp>

namespace lastseen::models {

std::vector<Parameter> session_parameters() {
  using namespace std::chrono_literals;
  using namespace parameter_types;
  return {
      count("session.users", AT(session.users), 1, 1'000'000, "users in one world", study),
      duration("session.duration", AT(session.duration), 1ms, 24h,
               "length of the session; the run then goes on until every job has been shown",
               study + ": 15 min"),
      duration("session.drain", AT(session.drain), 0s, 24h,
               "longest time the run goes on after the session for jobs not yet shown", study),
      choice<TieOrder>(
          "session.ties", AT(session.ties),
          {{"messages-first", TieOrder::messages_first}, {"timers-first", TieOrder::timers_first}},
          "which goes first at the same instant: arriving messages, or expiring timers", study),
      count("jobs.count", AT(jobs.count), 0, 10'000, "jobs submitted by each user", study + ": 5"),
      distributions("jobs.at", AT(jobs.at),
                    "when the jobs are submitted: one distribution for all, or one for each",
                    study + ": uniform over the session"),
  };
}

}  // namespace lastseen::models
