// Distributions as numbers: against Boost.Math, and against themselves (cdf of quantile, mean by
// integration). Draws are tested in distribution_draws_test.cpp, text in distribution_text_test.cpp.
#include <lastseen/sim/distribution.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/sim/distribution_twins.hpp"

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;
/// Evenly in the middle, and geometrically into both tails as far as a Chance reaches (2^-53).
std::vector<double> grid() {
  std::vector<double> result;
  for (int i = 1; i < 2000; ++i) result.push_back(i / 2000.0);
  for (int e = 12; e <= 53; ++e) {
    result.push_back(std::ldexp(1.0, -e));
    result.push_back(1.0 - std::ldexp(1.0, -e));
  }
  return result;
}

// Goal: the same nanosecond on every machine, compiler and optimisation level. Method: where the reference is
// clearly on one side of half a nanosecond, the draw must be the one number nearest to it.
TEST(Quantile, IsTheNanosecondNearestToBoosts) {
  for (const Twin& twin : twins()) {
    const Distribution distribution = Distribution::parse(twin.text);
    for (const double u : grid()) {
      const Real ten_years = static_cast<Real>(longest_duration.count());
      const Real expected = std::min(twin.quantile_s(u) * ns_per_s, ten_years);
      const Real got = static_cast<Real>(distribution.quantile(u).count());
      ASSERT_LE(std::fabs(got - expected), 0.5L + expected * twin.accuracy) << twin.text << " at " << u;
    }
  }
}

TEST(Cdf, AgreesWithBoost) {
  for (const Twin& twin : twins()) {
    const Distribution distribution = Distribution::parse(twin.text);
    for (Duration t = 1us; t < 1h; t += t / 9) {
      const Real s = static_cast<Real>(t.count()) / ns_per_s;
      ASSERT_NEAR(distribution.cdf(t), static_cast<double>(twin.cdf_s(s)), static_cast<double>(twin.accuracy))
          << twin.text << " at " << to_text(t);
    }
  }
}

// Goal: quantile and cdf are inverse. Method: cdf at half a nanosecond to either side must enclose u.
TEST(Cdf, InvertsTheQuantile) {
  std::vector<std::string> texts = monotonic_composites;
  for (const Twin& twin : twins()) texts.push_back(twin.text);
  for (const std::string& text : texts) {
    const Distribution distribution = Distribution::parse(text);
    Duration previous{};
    for (int i = 1; i < 5000; ++i) {
      const double u = i / 5000.0;
      const Duration t = distribution.quantile(u);
      ASSERT_GE(distribution.cdf(t + 1ns), u - 1e-11) << text;
      ASSERT_LE(distribution.cdf(t - 1ns), u + 1e-11) << text;
      ASSERT_GE(t, previous) << text << " falls at " << u;
      previous = t;
    }
  }
}

TEST(Cdf, JumpsWhereASingleValueHasProbability) {
  const Distribution constant = 250ms;
  EXPECT_EQ(constant.cdf_below(250ms), 0.0);
  EXPECT_EQ(constant.cdf(250ms), 1.0);
  const Distribution table = Distribution::parse("quantiles(p0=1s, p40=2s, p60=2s, p100=4s)");
  EXPECT_DOUBLE_EQ(table.cdf_below(2s), 0.4);
  EXPECT_DOUBLE_EQ(table.cdf(2s), 0.6);
  const Distribution mixture = Distribution::parse("mixture(0.25: 1s, 0.75: 2s)");
  EXPECT_DOUBLE_EQ(mixture.cdf(1s) - mixture.cdf_below(1s), 0.25);
  EXPECT_EQ(mixture.cdf(-1ns), 0.0);
  EXPECT_EQ(mixture.cdf(longest_duration), 1.0);
}

// Goal: the mean of a truncated form to 12 digits, through its partial means, for bounds on both sides of the
// median. Method: the integral of Boost's quantile between the two probabilities.
TEST(Mean, OfATruncatedFormIsTheIntegralOfBoostsQuantile) {
  const std::vector<std::pair<double, double>> bounds{{0.02, 0.3}, {0.1, 0.97}, {0.6, 0.999}};
  for (const Twin& twin : twins()) {
    const Distribution distribution = Distribution::parse(twin.text);
    for (const auto& [from, to] : bounds) {
      const Duration low = distribution.quantile(from);
      const Duration high = distribution.quantile(to);
      const Real first = twin.cdf_s(static_cast<Real>(low.count()) / ns_per_s);
      const Real last = twin.cdf_s(static_cast<Real>(high.count()) / ns_per_s);
      if (low < 100us) continue;  // so skewed that the nanosecond of the bound counts
      const Real integral = boost::math::quadrature::gauss_kronrod<Real, 61>::integrate(
          twin.quantile_s, first, last, 8, 1e-15L);
      const double mean = Distribution::truncated(low, high, distribution).mean_s();
      EXPECT_NEAR(mean / static_cast<double>(integral / (last - first)), 1.0, 1e-12)
          << twin.text << " between " << from << " and " << to;
    }
  }
}

// Goal: the formulas for means, truncated ones above all. Method: the integral of P(T > t), octave by octave
// of time.
TEST(Mean, IsTheIntegralOfTheSurvivalFunction) {
  for (const std::string& text : all_texts()) {
    const Distribution distribution = Distribution::parse(text);
    if (std::isinf(distribution.mean_s())) continue;
    const auto survival = [&](double t_s) {
      return 1.0 - distribution.cdf(Duration{static_cast<Duration::rep>(t_s * 1e9)});
    };
    double integral = 0.0;
    double from = 0.0;
    for (double to = 1.0 / 1024.0; to < 1e8; to *= 2.0) {
      if (survival(from) == 0.0) break;
      integral += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(survival, from, to, 12, 1e-9);
      from = to;
    }
    EXPECT_NEAR(distribution.mean_s() / integral, 1.0, 2e-6) << text;
  }
}

TEST(Mean, AgreesWithBoost) {
  for (const Twin& twin : twins()) {
    if (std::isinf(twin.mean_s)) continue;
    EXPECT_NEAR(Distribution::parse(twin.text).mean_s() / twin.mean_s, 1.0, 1e-13) << twin.text;
  }
  for (const double shape : {1.001, 1.25, 2.0, 30.0}) {
    const Real x = boost::math::constants::pi<Real>() / static_cast<Real>(shape);
    EXPECT_NEAR(Distribution::loglogistic(1s, shape).mean_s() / static_cast<double>(x / std::sin(x)), 1.0,
                1e-13);
  }
  EXPECT_EQ(Distribution::loglogistic(1s, 1.0).mean_s(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(Distribution::pareto(1s, 1.0).mean_s(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(Distribution{}.mean_s(), 0.0);
}

TEST(Quantile, IsNeverNegativeNorBeyondTenYears) {
  EXPECT_EQ(Distribution::pareto(1h, 0.05).quantile(0.999), longest_duration);
  EXPECT_EQ(Distribution::shifted(longest_duration, Distribution::exponential(1s)).quantile(0.5),
            longest_duration);
  EXPECT_EQ(Distribution::weibull(0.05, longest_duration).quantile(1.0 - 0x1p-53), longest_duration);
  for (const std::string& text : all_texts()) {
    const Distribution distribution = Distribution::parse(text);
    for (const double u : {std::numeric_limits<double>::denorm_min(), 1e-300, 0x1p-53, 1.0 - 0x1p-53}) {
      EXPECT_GE(distribution.quantile(u), 0ns) << text;
      EXPECT_LE(distribution.quantile(u), longest_duration) << text;
    }
  }
}

// Goal: bounds hold to the nanosecond where a double has no room for them any more (beyond 104 days).
TEST(Quantile, KeepsWithinBoundsOfYears) {
  constexpr Duration low = longest_duration - 1001ns;
  constexpr Duration high = longest_duration - 1ns;
  for (const Distribution& d :
       {Distribution::uniform(low, high), Distribution::triangular(low, low + 500ns, high),
        Distribution::quantiles({{0.0, low}, {100.0, high}})}) {
    for (const double u : grid()) {
      ASSERT_GE(d.quantile(u), low) << d.to_text();
      ASSERT_LE(d.quantile(u), high) << d.to_text();
    }
    EXPECT_NEAR(static_cast<double>((d.quantile(0.5) - low).count()), 500.0, 1.0);
  }
}

TEST(Quantile, RefusesWhatIsOutsideTheOpenInterval) {
  for (const double u : {0.0, 1.0, -0.5, 1.5, std::nan("")}) {
    EXPECT_THROW((void)Distribution::exponential(1s).quantile(u), std::invalid_argument) << u;
  }
}

TEST(Mixture, SelectsAndRescalesWithOneUniform) {
  const Distribution mixture =
      Distribution::parse("mixture(0.5: uniform(0s, 1s), 0: 9s, 0.5: uniform(10s, 20s))");
  EXPECT_EQ(mixture.quantile(0.25), 500ms);
  EXPECT_EQ(mixture.quantile(0.75), 15s);
  EXPECT_EQ(mixture.quantile(0.5), 10s);
}

TEST(Constant, IsWhatDegenerateFormsBecome) {
  EXPECT_TRUE(Distribution{}.is_constant());
  EXPECT_EQ(Distribution::uniform(5s, 5s), Distribution{5s});
  EXPECT_EQ(Distribution::shifted(1s, 5s), Distribution{6s});
  EXPECT_EQ(Distribution::truncated(1s, 5s, 5s), Distribution{5s});
  EXPECT_FALSE(Distribution::uniform(5s, 6s).is_constant());
}

}  // namespace
}  // namespace lastseen::sim
