#include "sim/simulation.hpp"

#include "sim/defect.hpp"

namespace lastseen::sim {

EventHandle Simulation::at(Instant instant, Priority priority, Action action) {
  LASTSEEN_ASSERT(instant >= now_, "an event is scheduled in the past");
  return events_.push(instant, priority, action);
}

bool Simulation::step() {
  const Instant next = events_.next_time();
  if (next == never) return false;
  now_ = next;
  Action action = events_.pop();
  ++executed_;
  action();
  return true;
}

void Simulation::run_until(Instant instant) {
  LASTSEEN_ASSERT(instant >= now_, "a run is asked to go back in time");
  while (events_.next_time() <= instant && step()) {
  }
  now_ = instant;
}

}  // namespace lastseen::sim
