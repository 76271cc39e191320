#include <lastseen/sim/simulation.hpp>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {

void Simulation::run_until(Instant instant) {
  LASTSEEN_ASSERT(instant >= now_, "a run is asked to go back in time");
  LASTSEEN_ASSERT(instant != never, "a run is asked to go on until `never`");
  const Happening happening(happening_);
  while (events_.run_next(instant, now_)) {
  }
  now_ = instant;
}

void Simulation::reset() {
  LASTSEEN_ASSERT(!happening_, "a simulation is reset by one of its own events");
  frames_.end_all();
  events_.clear();
  now_ = run_start;
}

void Simulation::reject(bool past) {
  LASTSEEN_ASSERT(!past, "an event is scheduled in the past");
  fail("instant < never", "an event is scheduled at `never` or later");
}

void Simulation::reject_priority() { fail("0 <= priority <= 255", "a priority is negative or too large"); }

void Simulation::reject_nesting() {
  fail("no event is happening", "an event lets others happen: schedule instead, and let the caller go on");
}

}  // namespace lastseen::sim
