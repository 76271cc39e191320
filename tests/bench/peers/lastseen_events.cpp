// Our own engine, plain events: a Simulation, actions that capture a reference or two, step() until it is
// enough.
#include <lastseen/sim/simulation.hpp>
#include "common.hpp"

namespace {

using namespace lastseen::bench;
using lastseen::sim::Duration;
using lastseen::sim::EventHandle;
using lastseen::sim::Simulation;

std::int64_t ns(const Simulation& simulation) { return simulation.now().time_since_epoch().count(); }

class Hold {
 public:
  explicit Hold(std::uint64_t n) {
    for (; n > 0; --n) schedule();
  }

  void run(std::uint64_t events) {
    for (; events > 0; --events) simulation_.step();
  }
  std::int64_t now_ns() const { return ns(simulation_); }

 private:
  void schedule() {
    simulation_.after(Duration(stream_.nanoseconds(second_ns)), 0, [this] { schedule(); });
  }

  Simulation simulation_;
  Stream stream_{seed};
};

class Mm1 {
 public:
  void run(Queue& queue) {
    queue_ = &queue;
    schedule_arrival();
    simulation_.run();
  }

 private:
  void schedule_arrival() {
    const std::int64_t delay = queue_->next_arrival();
    if (delay != Queue::none) simulation_.after(Duration(delay), 0, [this] { arrive(); });
  }
  void schedule_departure(std::int64_t service) {
    if (service != Queue::none) simulation_.after(Duration(service), 0, [this] { depart(); });
  }
  void arrive() {
    schedule_arrival();
    schedule_departure(queue_->arrive(ns(simulation_)));
  }
  void depart() { schedule_departure(queue_->depart(ns(simulation_))); }

  Simulation simulation_;
  Queue* queue_ = nullptr;
};

class Timers {
 public:
  explicit Timers(std::uint64_t n) : timeouts_(n) {
    for (auto& timeout : timeouts_) schedule(timeout);
  }

  void run(std::uint64_t events) {
    for (left_ = events; left_ > 0;) simulation_.step();
  }
  std::int64_t now_ns() const { return ns(simulation_); }

 private:
  void tick(EventHandle& timeout) {
    --left_;
    if (in_time(stream_)) simulation_.cancel(timeout);
    const std::int64_t delay = schedule(timeout);
    timeout = simulation_.after(Duration(10 * delay), 0, [] {});
  }
  std::int64_t schedule(EventHandle& timeout) {
    const std::int64_t delay = stream_.nanoseconds(second_ns);
    simulation_.after(Duration(delay), 0, [this, &timeout] { tick(timeout); });
    return delay;
  }

  Simulation simulation_;
  Stream stream_{seed};
  std::vector<EventHandle> timeouts_;
  std::uint64_t left_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const Request request = parse(argc, argv);
  if (request.workload == "hold") measure_hold<Hold>(request, "lastseen events", LASTSEEN_VERSION);
  if (request.workload == "timers") measure_hold<Timers>(request, "lastseen events", LASTSEEN_VERSION);
  if (request.workload == "mm1") measure_mm1<Mm1>(request, "lastseen events", LASTSEEN_VERSION);
  unsupported(request);
}
