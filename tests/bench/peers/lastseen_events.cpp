// Our own engine, plain events: a Simulation, actions that capture a reference or two, step() until it is enough.
#include "common.hpp"
#include "sim/simulation.hpp"

namespace {

using namespace lastseen::bench;
using lastseen::sim::Duration;
using lastseen::sim::EventHandle;
using lastseen::sim::Instant;
using lastseen::sim::Simulation;

std::int64_t ns(Instant instant) { return instant.time_since_epoch().count(); }

void run(Simulation& simulation, std::uint64_t events) {
  for (; events > 0; --events) simulation.step();
}

class Hold {
 public:
  explicit Hold(std::uint64_t n) {
    for (; n > 0; --n) schedule();
  }

  Simulation simulation;

 private:
  void schedule() {
    simulation.after(Duration(stream_.nanoseconds(second_ns)), 0, [this] { schedule(); });
  }

  Stream stream_{seed};
};

class Mm1 {
 public:
  explicit Mm1(std::uint64_t customers) : queue(customers) {}

  void run() {
    schedule_arrival();
    while (simulation_.step()) {
    }
  }

  Queue queue;

 private:
  void schedule_arrival() {
    const std::int64_t delay = queue.next_arrival();
    if (delay != Queue::none) simulation_.after(Duration(delay), 0, [this] { arrive(); });
  }
  void schedule_departure(std::int64_t service) {
    if (service != Queue::none) {
      simulation_.after(Duration(service), 0,
                        [this] { schedule_departure(queue.depart(ns(simulation_.now()))); });
    }
  }
  void arrive() {
    schedule_arrival();
    schedule_departure(queue.arrive(ns(simulation_.now())));
  }

  Simulation simulation_;
};

class Timers {
 public:
  explicit Timers(std::uint64_t n) : timeouts_(n) {
    for (auto& timeout : timeouts_) schedule(timeout);
  }

  void run(std::uint64_t events) {
    for (left_ = events; left_ > 0;) simulation.step();
  }

  Simulation simulation;

 private:
  void tick(EventHandle& timeout) {
    --left_;
    if (in_time(stream_)) simulation.cancel(timeout);
    const std::int64_t delay = schedule(timeout);
    timeout = simulation.after(Duration(10 * delay), 0, [] {});
  }
  std::int64_t schedule(EventHandle& timeout) {
    const std::int64_t delay = stream_.nanoseconds(second_ns);
    simulation.after(Duration(delay), 0, [this, &timeout] { tick(timeout); });
    return delay;
  }

  Stream stream_{seed};
  std::vector<EventHandle> timeouts_;
  std::uint64_t left_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const Request request = parse(argc, argv);
  double seconds = 0;
  double check = 0;
  if (request.workload == "hold") {
    Hold hold(request.n);
    run(hold.simulation, request.warm_up());
    const Instant begin = hold.simulation.now();
    seconds = seconds_of([&] { run(hold.simulation, request.events); });
    check = hold_rate(request, (hold.simulation.now() - begin).count());
  } else if (request.workload == "timers") {
    Timers timers(request.n);
    timers.run(request.warm_up());
    const Instant begin = timers.simulation.now();
    seconds = seconds_of([&] { timers.run(request.events); });
    check = hold_rate(request, (timers.simulation.now() - begin).count());
  } else if (request.workload == "mm1") {
    Mm1(request.warm_up()).run();
    Mm1 mm1(request.customers());
    seconds = seconds_of([&] { mm1.run(); });
    check = mm1.queue.mean_wait_s();
  } else {
    unsupported(request);
  }
  print(request, "lastseen events", LASTSEEN_VERSION, seconds, check);
}
