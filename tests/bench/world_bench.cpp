// What a session costs: a world made and thrown away, run, watched; what its trace and its fingerprint add.
//
// The settings are those of the default study, arm before: 15 minutes, 5 jobs, a ping every 30 s, a poll every 5 s.
#include <benchmark/benchmark.h>

#include <lastseen/models/monitor.hpp>
#include <lastseen/models/world.hpp>
#include "tests/counted_new.hpp"

namespace {

using namespace lastseen;
using testing::allocated;

void count(benchmark::State& state, std::uint64_t calls_before) {
  state.counters["allocations"] = benchmark::Counter(static_cast<double>(allocated.calls - calls_before),
                                                     benchmark::Counter::kAvgIterations);
}

void make_a_world(benchmark::State& state) {
  const models::Settings settings;
  std::uint32_t replication = 0;
  sim::Simulation simulation;
  const std::uint64_t before = allocated.calls;
  for (auto _ : state) {
    const sim::Chance chance(1, replication++);
    const models::World world(settings, chance, simulation);
    benchmark::DoNotOptimize(&world);
  }
  count(state, before);
}
BENCHMARK(make_a_world);

enum Watching { nobody, no_fingerprint, monitor, recording };

void run_a_session(benchmark::State& state, Watching watching) {
  const models::Settings settings;
  std::uint32_t replication = 0;
  std::uint64_t events = 0;
  std::uint64_t records = 0;
  sim::Simulation simulation;
  const std::uint64_t before = allocated.calls;
  for (auto _ : state) {
    const sim::Chance chance(1, replication++);
    models::World world(settings, chance, simulation);
    models::Monitor watcher(settings);
    sim::Recording everything;
    if (watching == no_fingerprint) world.stop_fingerprint();
    if (watching == monitor) world.add(watcher);
    if (watching == recording) world.add(everything);
    world.run();
    events += world.events();
    records += world.records();
  }
  count(state, before);
  state.counters["events"] =
      benchmark::Counter(static_cast<double>(events), benchmark::Counter::kAvgIterations);
  state.counters["records"] =
      benchmark::Counter(static_cast<double>(records), benchmark::Counter::kAvgIterations);
}
BENCHMARK_CAPTURE(run_a_session, without_fingerprint, no_fingerprint);
BENCHMARK_CAPTURE(run_a_session, with_fingerprint, nobody);
BENCHMARK_CAPTURE(run_a_session, and_monitor, monitor);
BENCHMARK_CAPTURE(run_a_session, and_recording, recording);

}  // namespace
