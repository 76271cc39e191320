// What an observation costs: nanoseconds for each, beside the least that can be done with it (a sum; a vector that
// keeps it for sorting later), and what merging, asking and starting over cost.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <lastseen/sim/quantile_sketch.hpp>
#include <lastseen/sim/tally.hpp>
#include <lastseen/sim/time_weighted.hpp>

namespace {

using namespace lastseen::sim;
using namespace std::chrono_literals;

constexpr std::size_t observations = 1 << 14;  // 128 KiB: beyond the first cache, as a run's data would be

/// Durations of the kind that a run sees: exponential, with the mean.
std::vector<Duration> exponential(Duration mean) {
  std::mt19937_64 bits(1);
  std::vector<Duration> data(observations);
  for (Duration& d : data) {
    const double u = (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53;
    d = Duration{std::llround(-std::log(u) * static_cast<double>(mean.count()))};
  }
  return data;
}

/// Durations of all magnitudes from 1 ns to 146 years: every counter is used, and none twice in a row.
std::vector<Duration> all_scales() {
  std::mt19937_64 bits(2);
  std::vector<Duration> data(observations);
  for (Duration& d : data) d = Duration{static_cast<Duration::rep>((bits() >> 2) >> bits() % 62)};
  return data;
}

std::vector<double> seconds(const std::vector<Duration>& durations) {
  std::vector<double> data;
  for (const Duration d : durations) data.push_back(to_seconds(d));
  return data;
}

/// One pass of `observe` over the data for each iteration of the benchmark; prints items (observations) per second.
template <class Data, class Observe>
void observe_all(benchmark::State& state, const Data& data, Observe observe) {
  for (auto _ : state) {
    for (const auto& x : data) observe(x);
    benchmark::ClobberMemory();
  }
  const auto total = state.iterations() * static_cast<std::int64_t>(data.size());
  state.SetItemsProcessed(total);
  state.counters["each"] = benchmark::Counter(static_cast<double>(total),
                                              benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void floor_sum(benchmark::State& state) {
  double sum = 0;
  benchmark::DoNotOptimize(&sum);
  observe_all(state, seconds(exponential(1s)), [&sum](double x) { sum += x; });
}
BENCHMARK(floor_sum);

void floor_keep(benchmark::State& state) {
  const std::vector<Duration> data = exponential(1s);
  std::vector<Duration> kept;
  kept.reserve(data.size());
  benchmark::DoNotOptimize(kept.data());
  observe_all(state, data, [&kept](Duration d) {
    if (kept.size() == observations) kept.clear();
    kept.push_back(d);
  });
}
BENCHMARK(floor_keep);

void tally_add(benchmark::State& state) {
  Tally tally;
  benchmark::DoNotOptimize(&tally);
  observe_all(state, seconds(exponential(1s)), [&tally](double x) { tally.add(x); });
}
BENCHMARK(tally_add);

/// The argument: levels whose time is kept.
void time_weighted_set(benchmark::State& state) {
  TimeWeighted queue(run_start, 0, static_cast<std::size_t>(state.range(0)));
  benchmark::DoNotOptimize(&queue);
  Instant now = run_start;
  std::int64_t length = 0;
  observe_all(state, exponential(1us), [&](Duration d) {
    now += d;
    length = d.count() & 15;
    queue.set(now, length);
  });
}
BENCHMARK(time_weighted_set)->Arg(0)->Arg(64);

void sketch_add_exponential(benchmark::State& state) {
  QuantileSketch sketch;
  benchmark::DoNotOptimize(&sketch);
  observe_all(state, exponential(1s), [&sketch](Duration d) { sketch.add(d); });
}
BENCHMARK(sketch_add_exponential);

void sketch_add_all_scales(benchmark::State& state) {
  QuantileSketch sketch;
  benchmark::DoNotOptimize(&sketch);
  observe_all(state, all_scales(), [&sketch](Duration d) { sketch.add(d); });
}
BENCHMARK(sketch_add_all_scales);

void sketch_add_equal(benchmark::State& state) {
  QuantileSketch sketch;
  benchmark::DoNotOptimize(&sketch);
  observe_all(state, std::vector<Duration>(observations, 250ms), [&sketch](Duration d) { sketch.add(d); });
}
BENCHMARK(sketch_add_equal);

void sketch_add_never(benchmark::State& state) {
  QuantileSketch sketch;
  benchmark::DoNotOptimize(&sketch);
  observe_all(state, std::vector<Duration>(observations, QuantileSketch::forever),
              [&sketch](Duration d) { sketch.add(d); });
}
BENCHMARK(sketch_add_never);

void tally_merge(benchmark::State& state) {
  Tally all, one;
  for (const Duration d : exponential(1s)) one.add(to_seconds(d));
  for (auto _ : state) {
    all.merge(one);
    benchmark::DoNotOptimize(&all);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(tally_merge);

void sketch_merge(benchmark::State& state) {
  QuantileSketch all, one;
  for (const Duration d : exponential(1s)) one.add(d);
  for (auto _ : state) {
    all.merge(one);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(sketch_merge);

void sketch_quantile(benchmark::State& state) {
  QuantileSketch sketch;
  for (const Duration d : exponential(1s)) sketch.add(d);
  for (auto _ : state) benchmark::DoNotOptimize(sketch.quantile(0.95));
}
BENCHMARK(sketch_quantile);

/// A replication's sketch: started over with its memory kept, one observation added.
void sketch_reset(benchmark::State& state) {
  QuantileSketch sketch;
  for (auto _ : state) {
    sketch.reset();
    sketch.add(1s);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(sketch_reset);

}  // namespace
