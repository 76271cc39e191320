// The elementary functions against 64-bit-mantissa references: long double of the C library, and Boost.Math.
//
// Errors are measured in units in the last place of the double nearest to the reference.
#include "sim/elementary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace lastseen::sim {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

double ulps(double got, long double reference) {
  int exponent = 0;
  std::frexp(static_cast<double>(reference), &exponent);
  return static_cast<double>(std::fabs(got - reference) / std::ldexp(1.0L, std::max(exponent - 53, -1074)));
}

double relative_error(double got, long double reference) {
  return static_cast<double>(std::fabs((got - reference) / reference));
}

/// Calls check(x) with points of every exponent from the smallest subnormal up, and points close to 1.
template <class Check>
void on_all_magnitudes(Check check) {
  std::mt19937_64 random{1};
  for (int exponent = -1074; exponent <= 1023; ++exponent) {
    check(std::ldexp(1.0, exponent));
    for (int i = 0; i < 50; ++i) {
      check(std::ldexp(1.0 + static_cast<double>(random() >> 12) * 0x1p-52, exponent));
    }
  }
  for (int i = 1; i <= 2000; ++i) {
    check(1.0 + i * 0x1p-52);
    check(1.0 - i * 0x1p-53);
    check(1.0 + i * 1e-4);
    check(1.0 - i * 1e-4);
  }
  check(largest);
}

TEST(Logarithm, IsWithinOneUlpOnAllMagnitudes) {
  double worst = 0.0;
  on_all_magnitudes(
      [&](double x) { worst = std::max(worst, ulps(logarithm(x), std::log(static_cast<long double>(x)))); });
  EXPECT_LT(worst, 1.0);
}

TEST(Logarithm, KnowsItsLimits) {
  EXPECT_EQ(logarithm(1.0), 0.0);
  EXPECT_EQ(logarithm(0.0), -infinity);
  EXPECT_EQ(logarithm(infinity), infinity);
  EXPECT_TRUE(std::isnan(logarithm(-1.0)));
  EXPECT_TRUE(std::isnan(logarithm(std::nan(""))));
}

// Goal: no cancellation where quantiles need -ln(1 - u). Method: u from 2^-1074 up to just below 1.
TEST(Logarithm1p, IsAccurateForTinyArguments) {
  double worst = 0.0;
  on_all_magnitudes([&](double x) {
    if (x > 1e300) return;
    worst = std::max(worst, ulps(logarithm_1p(x), std::log1p(static_cast<long double>(x))));
    if (x < 1.0) worst = std::max(worst, ulps(logarithm_1p(-x), std::log1p(-static_cast<long double>(x))));
  });
  EXPECT_LT(worst, 3.0);
  EXPECT_EQ(logarithm_1p(-1.0), -infinity);
  EXPECT_EQ(logarithm_1p(infinity), infinity);
  EXPECT_TRUE(std::isnan(logarithm_1p(-1.5)));
}

TEST(Exponential, IsWithinOneUlpFromUnderflowToOverflow) {
  double worst = 0.0;
  for (int i = 0; i <= 1'000'000; ++i) {
    const double x = -745.0 + 1454.7 * i / 1'000'000;
    worst = std::max(worst, ulps(exponential(x), std::exp(static_cast<long double>(x))));
  }
  on_all_magnitudes([&](double x) {
    if (x < 709.0) worst = std::max(worst, ulps(exponential(x), std::exp(static_cast<long double>(x))));
    if (x < 745.0) worst = std::max(worst, ulps(exponential(-x), std::exp(-static_cast<long double>(x))));
  });
  EXPECT_LT(worst, 1.0);
}

TEST(Exponential, KnowsItsLimits) {
  EXPECT_EQ(exponential(0.0), 1.0);
  EXPECT_EQ(exponential(-745.2), 0.0);
  EXPECT_EQ(exponential(-745.1), smallest);
  EXPECT_EQ(exponential(709.79), infinity);
  EXPECT_LT(exponential(709.78), infinity);
  EXPECT_EQ(exponential(-infinity), 0.0);
  EXPECT_EQ(exponential(infinity), infinity);
  EXPECT_TRUE(std::isnan(exponential(std::nan(""))));
}

TEST(ExponentialMinus1, IsAccurateForTinyArguments) {
  double worst = 0.0;
  on_all_magnitudes([&](double x) {
    if (x < 700.0)
      worst = std::max(worst, ulps(exponential_minus_1(x), std::expm1(static_cast<long double>(x))));
    worst = std::max(worst, ulps(exponential_minus_1(-x), std::expm1(-static_cast<long double>(x))));
  });
  EXPECT_LT(worst, 5.0);
  EXPECT_EQ(exponential_minus_1(infinity), infinity);
  EXPECT_EQ(exponential_minus_1(-infinity), -1.0);
}

// Goal: no loss in the product y ln(x). Method: exponents that use the whole range of results, for every x.
TEST(Power, IsWithinOneUlpOverTheWholeRange) {
  std::mt19937_64 random{2};
  double worst = 0.0;
  on_all_magnitudes([&](double x) {
    const double uniform = static_cast<double>(random() >> 11) * 0x1p-52 - 1.0;
    const double full_range = x == 1.0 ? 1.0 : uniform * 1020.0 / std::log2(x);
    for (const double y : {0.5, -1.0, 0.01, 1.0 / 3.0, full_range}) {
      const long double reference = std::pow(static_cast<long double>(x), static_cast<long double>(y));
      if (reference < largest) worst = std::max(worst, ulps(power(x, y), reference));
    }
  });
  EXPECT_LT(worst, 1.0);
}

TEST(Power, KnowsItsLimits) {
  EXPECT_EQ(power(2.0, 0.0), 1.0);
  EXPECT_EQ(power(1.0, infinity), 1.0);
  EXPECT_EQ(power(2.0, 10.0), 1024.0);
  EXPECT_EQ(power(0.0, 2.0), 0.0);
  EXPECT_EQ(power(0.0, -2.0), infinity);
  EXPECT_EQ(power(infinity, 2.0), infinity);
  EXPECT_EQ(power(2.0, 1024.0), infinity);
  EXPECT_EQ(power(2.0, -1074.0), smallest);
  EXPECT_EQ(power(2.0, -1076.0), 0.0);
  EXPECT_EQ(power(2.0, largest), infinity);
  EXPECT_EQ(power(0.5, largest), 0.0);
  EXPECT_TRUE(std::isnan(power(-1.0, 2.0)));
}

TEST(NormalQuantile, AgreesWithBoostOverTheWholeInterval) {
  const boost::math::normal_distribution<long double> normal;
  double worst = 0.0;
  const auto check = [&](double u) {
    if (u == 0.5) return;
    worst =
        std::max(worst, relative_error(normal_quantile(u), quantile(normal, static_cast<long double>(u))));
  };
  for (int i = 1; i < 10'000; ++i) check(i / 10'000.0);
  for (int e = 1; e <= 1000; ++e) check(std::ldexp(0.7, -e));  // the lower tail
  for (int e = 1; e <= 53; ++e) check(1.0 - std::ldexp(1.0, -e));
  EXPECT_LT(worst, 2e-15);
  EXPECT_EQ(normal_quantile(0.5), 0.0);
  EXPECT_EQ(normal_quantile(0.0), -infinity);
  EXPECT_EQ(normal_quantile(1.0), infinity);
  EXPECT_TRUE(std::isnan(normal_quantile(1.5)));
}

TEST(NormalCdf, IsAccurateRelativelyInTheLowerTail) {
  const boost::math::normal_distribution<long double> normal;
  double worst = 0.0;
  for (int i = 0; i <= 46'000; ++i) {
    const double x = -37.0 + i / 1000.0;
    worst = std::max(worst, relative_error(normal_cdf(x), cdf(normal, static_cast<long double>(x))));
  }
  EXPECT_LT(worst, 2e-15);
  EXPECT_EQ(normal_cdf(-infinity), 0.0);
  EXPECT_EQ(normal_cdf(infinity), 1.0);
}

TEST(GammaFunctions, AgreeWithBoost) {
  double worst = 0.0;
  for (double a = 0.5; a < 160.0; a *= 1.07) {
    worst =
        std::max(worst, relative_error(gamma_function(a), boost::math::tgamma(static_cast<long double>(a))));
    for (double x = a / 20.0; x < a * 20.0; x *= 1.3) {
      const long double p = boost::math::gamma_p(static_cast<long double>(a), static_cast<long double>(x));
      if (p > 1e-200L) worst = std::max(worst, relative_error(gamma_p(a, x), p));
    }
  }
  EXPECT_LT(worst, 1e-13);
  EXPECT_EQ(gamma_p(2.0, 0.0), 0.0);
  EXPECT_EQ(gamma_p(2.0, infinity), 1.0);
}

}  // namespace
}  // namespace lastseen::sim
