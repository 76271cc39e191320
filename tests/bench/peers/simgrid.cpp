// SimGrid, in its own idiom: actors that sleep. mm1: a source and a server, a semaphore between them (a mailbox
// would simulate a network as well). Contexts are the fastest that it has ("raw", its default on x86-64), with
// small stacks without guard pages; times are double seconds, so that draws agree with the other programs to a
// nanosecond and checks to some digits only.
#include <simgrid/s4u.hpp>

#include "common.hpp"

namespace {

using namespace lastseen::bench;
namespace s4u = simgrid::s4u;
using Clock = std::chrono::steady_clock;

/// Counts events, and takes both times when the last one of the warm-up and the last one of all happens.
class Count {
 public:
  explicit Count(const Request& request)
      : warm_up_(request.warm_up()), last_(request.warm_up() + request.events) {}

  bool next() {
    ++happened_;
    if (happened_ == warm_up_) begin();
    if (happened_ == last_) end();
    return happened_ < last_;
  }
  void begin() {
    simulated_s_ = -s4u::Engine::get_clock();
    start_ = Clock::now();
  }
  void end() {
    seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    simulated_s_ += s4u::Engine::get_clock();
  }
  std::int64_t simulated_ns() const { return static_cast<std::int64_t>(simulated_s_ * second_ns); }

  double seconds = 0;

 private:
  std::uint64_t warm_up_;
  std::uint64_t last_;
  std::uint64_t happened_ = 0;
  double simulated_s_ = 0;
  Clock::time_point start_;
};

void hold(const Request& request, s4u::Engine& engine, s4u::Host* host) {
  Stream stream(seed);
  Count count(request);
  for (std::uint64_t i = 0; i < request.n; ++i) {
    s4u::Actor::create("timer", host, [&] {
      do {
        s4u::this_actor::sleep_for(stream.exponential());
      } while (count.next());
    });
  }
  engine.run();
  print(request, "SimGrid actors", PEER_VERSION, count.seconds, hold_rate(request, count.simulated_ns()));
}

std::int64_t now_ns() { return static_cast<std::int64_t>(s4u::Engine::get_clock() * second_ns); }
double seconds(std::int64_t ns) { return static_cast<double>(ns) / second_ns; }

double mm1(std::uint64_t customers, s4u::Engine& engine, s4u::Host* host) {
  Stream stream(seed);
  Fifo arrivals;
  std::int64_t waited_ns = 0;
  const auto waiting = s4u::Semaphore::create(0);
  s4u::Actor::create("source", host, [&] {
    for (std::uint64_t i = 0; i < customers; ++i) {
      s4u::this_actor::sleep_for(seconds(stream.nanoseconds(second_ns)));
      arrivals.push(now_ns());
      waiting->release();
    }
  });
  s4u::Actor::create("server", host, [&] {
    for (std::uint64_t i = 0; i < customers; ++i) {
      waiting->acquire();
      waited_ns += now_ns() - arrivals.pop();
      s4u::this_actor::sleep_for(seconds(stream.nanoseconds(service_ns)));
    }
  });
  engine.run();
  return static_cast<double>(waited_ns) / second_ns / static_cast<double>(customers);
}

}  // namespace

int main(int argc, char** argv) {
  const Request request = parse(argc, argv);
  int count = 1;
  s4u::Engine engine(&count, argv);
  s4u::Engine::set_config("contexts/stack-size", 16);  // KiB
  s4u::Engine::set_config("contexts/guard-size", 0);
  s4u::Engine::set_config("surf/precision", 1e-9);  // seconds
  auto* const zone = s4u::create_full_zone("zone");
  auto* const host = zone->create_host("host", 1e9)->seal();
  zone->seal();
  if (request.workload == "hold") {
    hold(request, engine, host);
  } else if (request.workload == "mm1") {
    double check = 0;
    const double seconds = seconds_of([&] { check = mm1(request.customers(), engine, host); });
    print(request, "SimGrid actors", PEER_VERSION, seconds, check);
  } else {
    unsupported(request);
  }
  finish();
}
