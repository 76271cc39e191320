// What chance costs: the 64 bits of a label, a labelled draw of every distribution, and what stands behind
// them - logarithm, exponential and power beside the C library's, quantiles beside Boost.Math's.
//
//     draws_bench --benchmark_filter=Draw
//
// "waits" feeds each result into the next argument, so that it measures the time until a result is there
// (with that of one multiplication and one addition); the others measure how many results a stretch of time
// holds.
#include <benchmark/benchmark.h>

#include <array>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/logistic.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/elementary.hpp>

namespace {

using namespace lastseen::sim;

constexpr std::uint32_t points =
    4096;  // fit into the first cache, and are too many for a branch predictor to learn

/// Uniform in low..high.
std::vector<double> uniforms(double low, double high) {
  const Chance chance{1, 1};
  std::vector<double> result;
  for (std::uint32_t i = 0; i < points; ++i)
    result.push_back(low + (high - low) * chance.uniform({1, 1, 1, i}));
  return result;
}

/// Each of the points in turn, for ever.
class Cycle {
 public:
  Cycle(double low, double high) : values_{uniforms(low, high)} {}
  double next() { return values_[++at_ % points]; }

 private:
  std::vector<double> values_;
  std::uint32_t at_ = 0;
};

template <class Function>
void add_function(const std::string& name, Function function, double low, double high) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    Cycle x{low, high};
    for (auto _ : state) benchmark::DoNotOptimize(function(x.next()));
  });
  benchmark::RegisterBenchmark((name + "/waits").c_str(), [=](benchmark::State& state) {
    Cycle x{low, high};
    double result = 0.0;
    for (auto _ : state) result = function(x.next() + 1e-300 * result);
    benchmark::DoNotOptimize(result);
  });
}

void add_functions() {
  add_function("Logarithm/ours", logarithm, 0.0, 1.0);
  add_function(
      "Logarithm/libm", [](double x) { return std::log(x); }, 0.0, 1.0);
  add_function("Logarithm1p/ours", logarithm_1p, -1.0, 0.0);
  add_function(
      "Logarithm1p/libm", [](double x) { return std::log1p(x); }, -1.0, 0.0);
  add_function("Exponential/ours", exponential, -20.0, 20.0);
  add_function(
      "Exponential/libm", [](double x) { return std::exp(x); }, -20.0, 20.0);
  add_function(
      "Power/ours", [](double x) { return power(x, 0.7); }, 0.0, 10.0);
  add_function(
      "Power/libm", [](double x) { return std::pow(x, 0.7); }, 0.0, 10.0);
  add_function("NormalQuantile/ours", normal_quantile, 0.0, 1.0);
  const boost::math::normal_distribution<> normal;
  add_function(
      "NormalQuantile/boost", [=](double u) { return quantile(normal, u); }, 0.0, 1.0);
}

void add_draw(const std::string& text) {
  benchmark::RegisterBenchmark(("Draw/" + text).c_str(), [text](benchmark::State& state) {
    const Distribution distribution = Distribution::parse(text);
    const Chance chance{1, 1};
    Label label{.entity = 1, .purpose = 1, .scope = 1, .ordinal = 0};
    for (auto _ : state) {
      ++label.ordinal;
      benchmark::DoNotOptimize(chance.draw(label, distribution));
    }
  });
}

void add_quantile(const std::string& text) {
  benchmark::RegisterBenchmark(("Quantile/" + text + "/ours").c_str(), [text](benchmark::State& state) {
    const Distribution distribution = Distribution::parse(text);
    Cycle u{0.0, 1.0};
    for (auto _ : state) benchmark::DoNotOptimize(distribution.quantile(u.next()));
  });
}

/// A form that Boost.Math has: the labelled draw, and the quantile beside Boost's (in seconds, as a double).
template <class BoostQuantile>
void add_form(const std::string& text, BoostQuantile boost_quantile) {
  add_draw(text);
  add_quantile(text);
  benchmark::RegisterBenchmark(("Quantile/" + text + "/boost").c_str(), [=](benchmark::State& state) {
    Cycle u{0.0, 1.0};
    for (auto _ : state) benchmark::DoNotOptimize(boost_quantile(u.next()));
  });
}

template <class Boost>
auto quantile_of(const Boost& boost) {
  return [boost](double u) { return quantile(boost, u); };
}

void add_forms() {
  using namespace boost::math;
  add_draw("250ms");
  add_form("uniform(20s, 30s)", quantile_of(uniform_distribution<>{20, 30}));
  add_form("exponential(mean=5s)", quantile_of(exponential_distribution<>{0.2}));
  add_form("lognormal(median=1s, p95=5s)", quantile_of(lognormal_distribution<>{0, std::log(5.0) / 1.645}));
  add_form("normal(mean=5s, sd=1s)", quantile_of(normal_distribution<>{5, 1}));
  add_form("weibull(shape=1.5, scale=2s)", quantile_of(weibull_distribution<>{1.5, 2}));
  for (const double shape : {0.1, 2.0, 20.0, 1000.0}) {
    const Distribution form = Distribution::gamma(shape, std::chrono::seconds{5});
    add_form(form.to_text(), quantile_of(gamma_distribution<>{shape, 5 / shape}));
  }
  add_form("loglogistic(median=2s, shape=3)", [](double u) {
    return std::exp(quantile(logistic_distribution<>{std::log(2.0), 1.0 / 3.0}, u));
  });
  add_form("triangular(1s, 2s, 5s)", quantile_of(triangular_distribution<>{1, 2, 5}));
  add_form("pareto(minimum=1s, shape=2.5)", quantile_of(pareto_distribution<>{1, 2.5}));
  for (const char* text : {"quantiles(p0=10ms, p50=40ms, p95=120ms, p100=2s)",
                           "shifted(20ms, exponential(mean=5s))", "truncated(1s, 9s, exponential(mean=5s))",
                           "mixture(0.9: exponential(mean=5s), 0.1: uniform(1s, 2s))"}) {
    add_draw(text);
    add_quantile(text);
  }
}

/// One field of the label counts, as in a model that draws for job after job.
void bits_of_a_label(benchmark::State& state) {
  const Generator generator{1, 1};
  Label label{.entity = 1, .purpose = 1, .scope = 1, .ordinal = 0};
  for (auto _ : state) {
    ++label.ordinal;
    benchmark::DoNotOptimize(generator.bits(label));
  }
}
BENCHMARK(bits_of_a_label)->Name("Bits");

void uniform_of_a_label(benchmark::State& state) {
  const Chance chance{1, 1};
  Label label{.entity = 1, .purpose = 1, .scope = 1, .ordinal = 0};
  for (auto _ : state) {
    ++label.ordinal;
    benchmark::DoNotOptimize(chance.uniform(label));
  }
}
BENCHMARK(uniform_of_a_label)->Name("Uniform");

const bool registered = (add_functions(), add_forms(), true);

}  // namespace
