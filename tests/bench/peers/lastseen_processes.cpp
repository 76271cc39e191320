// Our own engine, processes: a coroutine for each pending event of `hold`; a source and a server with a store between them
// for M/M/1.
#include <lastseen/sim/waiting.hpp>
#include "common.hpp"

namespace {

using namespace lastseen::bench;
using lastseen::sim::delay;
using lastseen::sim::Duration;
using lastseen::sim::Instant;
using lastseen::sim::Process;
using lastseen::sim::Simulation;
using lastseen::sim::Store;

std::int64_t ns(Instant instant) { return instant.time_since_epoch().count(); }

void run(Simulation& simulation, std::uint64_t events) {
  for (; events > 0; --events) simulation.step();
}

Process holder(Simulation&, Stream& stream) {
  for (;;) co_await delay(Duration(stream.nanoseconds(second_ns)));
}

Process source(Simulation& simulation, Stream& stream, Store<Instant>& queue, std::uint64_t customers) {
  for (; customers > 0; --customers) {
    co_await delay(Duration(stream.nanoseconds(second_ns)));
    queue.put(simulation.now());
  }
}

Process server(Simulation& simulation, Stream& stream, Store<Instant>& queue, Duration& waited) {
  for (;;) {
    const Instant arrived = co_await queue.get();
    waited += simulation.now() - arrived;
    co_await delay(Duration(stream.nanoseconds(service_ns)));
  }
}

/// The mean wait in the queue in seconds.
double mm1(std::uint64_t customers) {
  Stream stream(seed);
  Store<Instant> queue;
  Duration waited{};
  Simulation simulation;
  source(simulation, stream, queue, customers);
  server(simulation, stream, queue, waited);
  simulation.run();
  return static_cast<double>(waited.count()) / second_ns / static_cast<double>(customers);
}

}  // namespace

int main(int argc, char** argv) {
  const Request request = parse(argc, argv);
  double seconds = 0;
  double check = 0;
  if (request.workload == "hold") {
    Stream stream(seed);
    Simulation simulation;
    for (std::uint64_t i = 0; i < request.n; ++i) holder(simulation, stream);
    run(simulation, request.n + request.warm_up());  // each starts by an event of its own
    const Instant begin = simulation.now();
    seconds = seconds_of([&] { run(simulation, request.events); });
    check = hold_rate(request, ns(simulation.now()) - ns(begin));
  } else if (request.workload == "mm1") {
    mm1(request.warm_up());
    seconds = seconds_of([&] { check = mm1(request.customers()); });
  } else {
    unsupported(request);
  }
  print(request, "lastseen processes", LASTSEEN_VERSION, seconds, check);
}
