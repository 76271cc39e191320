#include "sim/simulation.hpp"

#include "sim/defect.hpp"

namespace lastseen::sim {

void Simulation::run_until(Instant instant) {
  LASTSEEN_ASSERT(instant >= now_, "a run is asked to go back in time");
  LASTSEEN_ASSERT(instant != never, "a run is asked to go on until `never`");
  while (events_.run_next(instant, now_)) {
  }
  now_ = instant;
}

void Simulation::reset() {
  frames_.end_all();
  events_.clear();
  now_ = run_start;
}

void Simulation::reject(Duration delay) {
  LASTSEEN_ASSERT(delay >= Duration::zero(), "an event is scheduled in the past");
  fail("instant < never", "an event is scheduled at `never` or later");
}

}  // namespace lastseen::sim
