// What an event costs: hold from 64 to 1,048,576 pending, M/M/1, timers that are cancelled, making a simulation; as plain
// events and as processes. The same workloads beside other engines: tests/bench/compare.
//
//     engine_bench --benchmark_filter=Hold
//
// "stream" is the draw alone, which is part of each hold and M/M/1; "bytes_each" is what a pending event takes in memory, room to grow included.
#include <benchmark/benchmark.h>

#include <optional>
#include <vector>

#include <lastseen/sim/waiting.hpp>
#include "tests/bench/stream.hpp"
#include "tests/counted_new.hpp"

namespace {

using namespace lastseen::sim;
using lastseen::bench::Stream;
using lastseen::testing::allocated;
using namespace std::chrono_literals;

constexpr std::uint64_t seed = 1;
Duration exponential(Stream& stream, double mean_ns = 1e9) { return Duration(stream.nanoseconds(mean_ns)); }

void stream_alone(benchmark::State& state) {
  Stream stream(seed);
  for (auto _ : state) benchmark::DoNotOptimize(stream.nanoseconds(1e9));
}
BENCHMARK(stream_alone);

/// Each event schedules the next one of its own.
struct Held {
  Simulation& simulation;
  Stream& stream;
  void schedule() {
    simulation.after(exponential(stream), 0, [this] { schedule(); });
  }
};

Process holder(Simulation&, Stream& stream) {
  for (;;) co_await delay(exponential(stream));
}

void hold(benchmark::State& state, bool as_processes) {
  const auto pending = static_cast<std::size_t>(state.range(0));
  const std::int64_t bytes_before = allocated.bytes_in_use;
  Stream stream(seed);
  Simulation simulation;
  Held held{simulation, stream};
  for (std::size_t i = 0; i < pending; ++i) {
    if (as_processes) {
      holder(simulation, stream);
    } else {
      held.schedule();
    }
  }
  for (std::size_t i = 0; i < 2 * pending + 100'000; ++i) simulation.step();
  const std::uint64_t calls = allocated.calls;
  for (auto _ : state) simulation.step();
  state.counters["allocations"] = static_cast<double>(allocated.calls - calls);
  state.counters["bytes_each"] =
      static_cast<double>(allocated.bytes_in_use - bytes_before) / static_cast<double>(pending);
}
BENCHMARK_CAPTURE(hold, events, false)->Arg(64)->Arg(4096)->Arg(262'144)->Arg(1'048'576);
BENCHMARK_CAPTURE(hold, processes, true)->Arg(64)->Arg(4096)->Arg(262'144)->Arg(1'048'576);

/// One server, utilisation 0.9, in plain events; two events a customer.
class Mm1 {
 public:
  Mm1() { schedule_arrival(); }
  void step() { simulation_.step(); }

 private:
  void schedule_arrival() {
    simulation_.after(exponential(stream_), 0, [this] {
      schedule_arrival();
      if (in_system_++ == 0) schedule_departure();
    });
  }
  void schedule_departure() {
    simulation_.after(exponential(stream_, 0.9e9), 0, [this] {
      if (--in_system_ > 0) schedule_departure();
    });
  }
  Stream stream_{seed};
  std::uint64_t in_system_ = 0;
  Simulation simulation_;
};

void mm1_events(benchmark::State& state) {
  Mm1 queue;
  for (int i = 0; i < 100'000; ++i) queue.step();
  for (auto _ : state) queue.step();
}
BENCHMARK(mm1_events);

Process source(Simulation& simulation, Stream& stream, Store<Instant>& queue) {
  for (;;) {
    co_await delay(exponential(stream));
    queue.put(simulation.now());
  }
}
Process server(Simulation&, Stream& stream, Store<Instant>& queue, std::uint64_t& served) {
  for (;;) {
    co_await queue.get();
    co_await delay(exponential(stream, 0.9e9));
    ++served;
  }
}

/// Counted as two events a customer, whatever happens inside.
void mm1_processes(benchmark::State& state) {
  Stream stream(seed);
  Store<Instant> queue;
  std::uint64_t served = 0;
  Simulation simulation;
  source(simulation, stream, queue);
  server(simulation, stream, queue, served);
  for (int i = 0; i < 100'000; ++i) simulation.step();
  std::uint64_t half = 0;
  for (auto _ : state) {
    if (++half % 2 == 0) {
      for (const std::uint64_t before = served; served == before;) simulation.step();
    }
  }
}
BENCHMARK(mm1_processes);

/// Timers as they mostly are: each tick takes the timeout of the one before back, in 9 of 10 cases, and sets a new one ten
/// times as far away. The time is that of a tick; without the timeouts a tick is an event of `hold`.
class Timers {
 public:
  explicit Timers(std::size_t count) : timeouts_(count) {
    for (EventHandle& timeout : timeouts_) schedule(timeout);
  }
  void step() {
    for (ticked_ = false; !ticked_;) simulation_.step();
  }

 private:
  void schedule(EventHandle& timeout) {
    simulation_.after(exponential(stream_), 0, [this, &timeout] {
      ticked_ = true;
      if (stream_.word() % 10 != 0) simulation_.cancel(timeout);
      timeout = simulation_.after(10 * exponential(stream_), 0, [] {});
      schedule(timeout);
    });
  }
  Stream stream_{seed};
  std::vector<EventHandle> timeouts_;
  bool ticked_ = false;
  Simulation simulation_;
};

void ticks_with_a_timeout(benchmark::State& state) {
  Timers timers(static_cast<std::size_t>(state.range(0)));
  for (int i = 0; i < 500'000; ++i) timers.step();
  for (auto _ : state) timers.step();
}
BENCHMARK(ticks_with_a_timeout)->Arg(64)->Arg(4096)->Arg(262'144);

/// Set and taken back at once, while others are pending.
void set_and_cancel(benchmark::State& state) {
  Simulation simulation;
  for (int i = 0; i < 30; ++i) simulation.after(1h, 0, [] {});
  for (auto _ : state) simulation.cancel(simulation.after(1min, 0, [] {}));
}
BENCHMARK(set_and_cancel);

void move_to_later(benchmark::State& state) {
  Simulation simulation;
  for (int i = 0; i < 30; ++i) simulation.after(1h, 0, [] {});
  EventHandle timer = simulation.after(1min, 0, [] {});
  for (auto _ : state) timer = simulation.reschedule(timer, run_start + 1min, 0);
}
BENCHMARK(move_to_later);

/// A run of 30 events, in a simulation of its own and in one that is used again.
void run_30_events(benchmark::State& state, bool again) {
  std::optional<Simulation> simulation;
  simulation.emplace();
  for (auto _ : state) {
    if (again) {
      simulation->reset();
    } else {
      simulation.emplace();
    }
    for (int i = 0; i < 30; ++i) simulation->after(Duration(i), 0, [] {});
    simulation->run();
  }
}
BENCHMARK_CAPTURE(run_30_events, in_a_new_simulation, false);
BENCHMARK_CAPTURE(run_30_events, in_one_used_again, true);

}  // namespace
