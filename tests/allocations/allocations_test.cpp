// What has grown to the size that a run needs is used again: events, processes and statistics allocate nothing any more.
#include <gtest/gtest.h>

#include <lastseen/sim/quantile_sketch.hpp>
#include <lastseen/sim/tally.hpp>
#include <lastseen/sim/time_weighted.hpp>
#include <lastseen/sim/waiting.hpp>
#include "tests/bench/stream.hpp"
#include "tests/counted_new.hpp"

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;
using bench::Stream;
using testing::allocated;

Duration exponential(Stream& stream, double mean_ns = 1e9) { return Duration(stream.nanoseconds(mean_ns)); }

TEST(Counting, SeesAnAllocation) {
  const std::uint64_t before = allocated.calls;
  const std::vector<int> vector(100);
  EXPECT_EQ(allocated.calls, before + 1);
}

/// Events that each schedule the next one, and set a timeout that is mostly taken back; by numbers from few to many.
class Events : public ::testing::TestWithParam<int> {
 protected:
  void tick(EventHandle& timeout) {
    simulation.after(exponential(stream), static_cast<Priority>(stream.word() % 2), [this, &timeout] {
      if (stream.word() % 10 != 0) simulation.cancel(timeout);
      timeout = simulation.after(5 * exponential(stream), 0, [] {});
      tick(timeout);
    });
  }
  Stream stream{1};
  Simulation simulation;
};

TEST_P(Events, AllocateNothingInSteadyState) {
  std::vector<EventHandle> timeouts(static_cast<std::size_t>(GetParam()));
  for (EventHandle& timeout : timeouts) tick(timeout);
  for (int i = 0; i < 2'000'000; ++i) simulation.step();
  const std::uint64_t before = allocated.calls;
  for (int i = 0; i < 500'000; ++i) simulation.step();
  EXPECT_EQ(allocated.calls, before);
}
INSTANTIATE_TEST_SUITE_P(Pending, Events, ::testing::Values(1, 30, 200, 3000));

/// A customer is a process of its own, and waits for one of two resources; letters go through a store.
class Processes : public ::testing::Test {
 protected:
  Process customer(Simulation&) {
    const Resource::Use teller = co_await within(2s, tellers.acquire());
    if (!teller.holds()) co_return;
    co_await delay(exponential(stream));
    letters.put(simulation.now());
  }
  Process customers(Simulation&) {
    for (;;) {
      co_await delay(exponential(stream));
      const Process last = customer(simulation);
      co_await within(100ms, last.join());
    }
  }
  Process postman(Simulation&) {
    for (;;) {
      waits.add(to_seconds(simulation.now() - co_await letters.get()));
      co_await delay(exponential(stream, 0.8e9));
    }
  }
  Stream stream{1};
  Resource tellers{2};
  Store<Instant> letters;
  Tally waits;
  Simulation simulation;
};

TEST_F(Processes, AllocateNothingInSteadyState) {
  customers(simulation);
  postman(simulation);
  for (int i = 0; i < 1'000'000; ++i) simulation.step();
  const std::uint64_t before = allocated.calls;
  for (int i = 0; i < 500'000; ++i) simulation.step();
  EXPECT_EQ(allocated.calls, before);
  EXPECT_GT(waits.count(), 10'000U);
}

TEST(Simulations, AllocateNothingWhenTheyAreUsedAgain) {
  Simulation simulation;
  const auto run = [&simulation](std::uint64_t seed) {
    simulation.reset();
    Stream stream(seed);
    const auto waits = [](Simulation&, Duration duration) -> Process { co_await delay(duration); };
    for (int i = 0; i < 1000; ++i) simulation.after(exponential(stream), 0, [] {});
    for (int i = 0; i < 100; ++i) waits(simulation, exponential(stream));
    simulation.run_until(run_start + 1s);  // and abandoned
  };
  for (std::uint64_t seed = 0; seed < 20; ++seed) run(seed);
  const std::uint64_t before = allocated.calls;
  for (std::uint64_t seed = 0; seed < 20; ++seed) run(seed);
  EXPECT_EQ(allocated.calls, before);
}

TEST(Statistics, AllocateNothingOnceEachMagnitudeWasSeen) {
  Stream stream(1);
  Tally tally;
  TimeWeighted length(run_start, 0, 10);
  QuantileSketch times;
  Instant now = run_start;
  const auto observe = [&] {
    const Duration time = exponential(stream);
    now += time;
    tally.add(to_seconds(time));
    length.set(now, static_cast<std::int64_t>(stream.word() % 10));
    times.add(time);
  };
  times.add(0ns);
  times.add(1h);
  for (int i = 0; i < 1000; ++i) observe();
  const std::uint64_t before = allocated.calls;
  for (int i = 0; i < 100'000; ++i) observe();
  EXPECT_EQ(allocated.calls, before);
}

}  // namespace
}  // namespace lastseen::sim
