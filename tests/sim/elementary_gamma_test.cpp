// The gamma function and the gamma distribution of scale 1 against Boost.Math with 64-bit mantissas.
#include <lastseen/sim/elementary_gamma.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/sim/relative_error.hpp"

namespace lastseen::sim {
namespace {

using Real = long double;

/// From very skewed to nearly normal, and both sides of every turn that the code takes.
constexpr double shapes[] = {0.05, 0.1,   0.35, 0.5,  0.99,  1.0,   1.01,  1.5,   2.0,    3.7,
                             7.5,  15.99, 16.0, 40.0, 100.0, 169.9, 170.1, 400.0, 1000.0, 1001.0};

TEST(GammaFunction, AgreesWithBoost) {
  double worst = 0.0;
  for (double x = 1e-9; x <= 171.0; x *= 1.007) {
    worst = std::max(worst, relative_error(gamma_function(x), boost::math::tgamma(static_cast<Real>(x))));
  }
  worst = std::max(worst, relative_error(gamma_function(171.0), boost::math::tgamma(171.0L)));
  EXPECT_LT(worst, 8e-15);
}

TEST(StandardGammaCdf, AgreesWithBoost) {
  for (const double shape : shapes) {
    const StandardGamma gamma{shape};
    double worst = 0.0;
    for (double x = shape / 50.0; x < shape * 40.0; x *= 1.07) {
      const Real p = boost::math::gamma_p(static_cast<Real>(shape), static_cast<Real>(x));
      if (p > 1e-290L) worst = std::max(worst, relative_error(gamma.cdf(x), p));
    }
    EXPECT_LT(worst, 3e-13) << shape;
  }
}

TEST(StandardGammaCdf, KnowsItsLimits) {
  for (const double shape : shapes) {
    const StandardGamma gamma{shape};
    EXPECT_EQ(gamma.cdf(-1.0), 0.0);
    EXPECT_EQ(gamma.cdf(0.0), 0.0);
    EXPECT_EQ(gamma.cdf(1e300), 1.0);
    EXPECT_EQ(gamma.cdf(std::numeric_limits<double>::infinity()), 1.0);
    EXPECT_GE(gamma.cdf(std::numeric_limits<double>::denorm_min()), 0.0);
  }
}

/// Probabilities from the middle into both tails, the lower one far beyond what a generator reaches.
std::vector<double> probabilities() {
  std::vector<double> points{1e-30, 1e-100, 1e-290};
  for (int i = 1; i < 200; ++i) points.push_back(i / 200.0);
  for (int e = 8; e <= 53; ++e) {
    points.push_back(std::ldexp(1.0, -e));
    points.push_back(1.0 - std::ldexp(1.0, -e));
  }
  return points;
}

// Goal: draws to 12 digits for every shape. Method: Boost's own inverse, of the smaller tail.
TEST(StandardGammaQuantile, AgreesWithBoost) {
  for (const double shape : shapes) {
    const StandardGamma gamma{shape};
    const auto a = static_cast<Real>(shape);
    double worst = 0.0;
    for (const double u : probabilities()) {
      const auto real = static_cast<Real>(u);
      const Real x = u < 0.5 ? boost::math::gamma_p_inv(a, real) : boost::math::gamma_q_inv(a, 1.0L - real);
      if (x > 1e-300L) worst = std::max(worst, relative_error(gamma.quantile(u), x));
    }
    EXPECT_LT(worst, 5e-13) << shape;
  }
}

// Goal: draws to 12 digits for every shape, at and between the ends of the polynomials, and beyond the last
// of them. Method: against the method that was compared with Boost above.
TEST(GammaInverse, AgreesWithTheQuantile) {
  for (const double shape : shapes) {
    const StandardGamma gamma{shape};
    const GammaInverse inverse{gamma};
    double worst = 0.0;
    const auto check = [&](double u) {
      const double x = gamma.quantile(u);
      if (x > 1e-300) worst = std::max(worst, std::fabs(inverse(u) / x - 1.0));
    };
    for (const double u : probabilities()) check(u);
    for (int i = 1; i < 5000; ++i) check(i / 5000.0);
    EXPECT_LT(worst, 1e-12) << shape;
  }
}

// Goal: no oscillation at the turns from one start, one tail or one polynomial to the next.
TEST(GammaInverse, RisesWithTheProbability) {
  for (const double shape : shapes) {
    const StandardGamma gamma{shape};
    const GammaInverse inverse{gamma};
    double before = 0.0;
    double inverse_before = 0.0;
    for (int i = 1; i < 3000; ++i) {
      const double x = gamma.quantile(i / 3000.0);
      const double inverse_x = inverse(i / 3000.0);
      EXPECT_GT(x, before) << shape << " at " << i;
      EXPECT_GT(inverse_x, inverse_before) << shape << " at " << i;
      before = x;
      inverse_before = inverse_x;
    }
  }
}

}  // namespace
}  // namespace lastseen::sim
