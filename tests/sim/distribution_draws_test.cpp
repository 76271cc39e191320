// Distributions as they are drawn: goodness of fit of every form, and label, generator and inversion
// together.
#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/distribution.hpp>
#include "tests/sim/distribution_twins.hpp"

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;

// Goal: what is drawn has the distribution. Method: Kolmogorov-Smirnov with 10^5 draws, also for values that
// have probability of their own, and with a nanosecond's tolerance, for draws are rounded to one; the limit
// 1.95 / sqrt(n) is passed by chance once in a thousand (fixed seed).
TEST(Draws, FollowTheDistribution) {
  constexpr std::uint32_t n = 100'000;
  const Chance chance{20'240'517, 3};
  std::uint32_t entity = 0;
  for (const std::string& text : all_texts()) {
    const Distribution distribution = Distribution::parse(text);
    std::vector<Duration> sample;
    for (std::uint32_t i = 0; i < n; ++i) sample.push_back(chance.draw({entity, 1, 0, i}, distribution));
    std::sort(sample.begin(), sample.end());
    double gap = 0.0;
    for (auto first = sample.begin(); first != sample.end();) {
      const auto last = std::upper_bound(first, sample.end(), *first);
      gap = std::max(gap, static_cast<double>(last - sample.begin()) / n - distribution.cdf(*first + 1ns));
      gap = std::max(gap,
                     distribution.cdf_below(*first - 1ns) - static_cast<double>(first - sample.begin()) / n);
      first = last;
    }
    EXPECT_LT(gap, 1.95 / std::sqrt(n)) << text;
    ++entity;
  }
}

// Goal: label, generator, uniform and inversion fit together. Method: Random123 and Boost.Math, called here.
TEST(Draws, AreBoostsQuantileOfRandom123sUniform) {
  const Chance chance{0x5eed, 9};
  for (const Twin& twin : twins()) {
    const Distribution distribution = Distribution::parse(twin.text);
    for (std::uint32_t job = 0; job < 50; ++job) {
      const r123::Philox4x32::ctr_type counter = {{9, 4, 2, job}};
      const auto out = r123::Philox4x32{}(counter, {{0x5eed, 0}});
      const std::uint64_t bits = out[0] | std::uint64_t{out[1]} << 32;
      const Real u = (static_cast<Real>(bits >> 12) + 0.5L) / 4'503'599'627'370'496.0L;
      const Duration drawn =
          chance.draw({.entity = 4, .purpose = 2, .scope = 0, .ordinal = job}, distribution);
      EXPECT_NEAR(static_cast<double>(drawn.count()), static_cast<double>(twin.quantile_s(u) * ns_per_s), 1.0)
          << twin.text << " for job " << job;
    }
  }
}

struct PinnedDraws {
  const char* text;
  std::array<std::int64_t, 3> ns;  // of jobs 0, 1, 2
};

// Goal: seeded output does not change unnoticed. The values are not ours: a program of its own made them,
// with its own Philox4x32-10 and 50 decimal digits (mpmath), rounded to the nearest nanosecond.
TEST(Draws, AreThoseOfAnIndependentProgram) {
  const Chance chance{1, 1};
  const std::vector<PinnedDraws> pinned{
      {"uniform(20s, 30s)", {29288785620, 27563158114, 29887805779}},
      {"exponential(mean=5s)", {13216832342, 7059411005, 22450544440}},
      {"lognormal(median=38ms, p95=120ms)", {106006234, 61750778, 187450498}},
      {"normal(mean=5s, sd=1s)", {6467489898, 5694500739, 7282856242}},
      {"weibull(shape=1.5, scale=2s)", {3823562968, 2517071996, 5443370697}},
      {"gamma(shape=2, mean=5s)", {10784110988, 6819159881, 16264456571}},
      {"gamma(shape=0.5, mean=1s)", {3256946743, 1359153804, 6430227286}},
      {"loglogistic(median=2s, shape=3)", {4709948219, 2917350469, 8900337509}},
      {"triangular(1s, 2s, 5s)", {4076172497, 3289967760, 4633076214}},
      {"pareto(minimum=1s, shape=2.5)", {2878722408, 1759013042, 6025759655}},
      {"quantiles(p0=10ms, p50=40ms, p95=120ms, p100=2s)", {116245078, 85567255, 1578149730}},
      {"shifted(20ms, exponential(mean=5s))", {13236832342, 7079411005, 22470544440}},
      {"truncated(1s, 9s, exponential(mean=5s))", {7761227585, 5626887996, 8783023049}},
      {"truncated(3s, 9s, loglogistic(median=2s, shape=3))", {6662420849, 4893454518, 8404316281}},
      {"mixture(0.9: exponential(mean=5s), 0.1: uniform(1s, 2s))", {1288785620, 9173885035, 1887805779}},
  };
  for (const auto& [text, expected] : pinned) {
    for (std::uint32_t job = 0; job < 3; ++job) {
      EXPECT_EQ(chance.draw({1, 1, 0, job}, Distribution::parse(text)).count(), expected.at(job))
          << text << job;
    }
  }
}

}  // namespace
}  // namespace lastseen::sim
