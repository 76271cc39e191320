// Internal: for distributions.
// The gamma function and the gamma distribution of scale 1, from the functions of elementary.hpp: the same
// bits everywhere.
#pragma once

#include <array>
#include <vector>

namespace lastseen::sim {

/// Gamma(x) for 0 < x <= 171, within 8e-15. Stirling's series above 16, the recurrence below (Abramowitz and
/// Stegun 6.1.40 and 6.1.15).
double gamma_function(double x);

/// The gamma distribution of scale 1. What depends on the shape alone is computed once, so that a draw need
/// not.
class StandardGamma {
 public:
  /// The shape is in 0.05..1001; the accuracies below are measured there.
  explicit StandardGamma(double shape);

  /// P(T <= x), the regularised lower incomplete gamma function P(shape, x), within 3e-13 of itself. Power
  /// series below shape + 1, continued fraction above (Abramowitz and Stegun 6.5.29 and the even part of
  /// 6.5.31).
  [[nodiscard]] double cdf(double x) const;

  /// The x with cdf(x) = u, for u in (0, 1), within 5e-13 of itself. Halley's method for the logarithm of the
  /// smaller tail as a function of ln(x): a few evaluations of the series, so that GammaInverse is for draws.
  [[nodiscard]] double quantile(double u) const;

  /// ln(quantile(u)), where 1 - u is given beside u, for neither to lose digits.
  [[nodiscard]] double log_quantile(double u, double one_minus_u) const;

  /// The density of ln(T) at ln(x): x times that of T at x.
  [[nodiscard]] double log_density(double x) const;

  [[nodiscard]] double shape() const { return shape_; }

 private:
  [[nodiscard]] double log_weight(double x) const;
  [[nodiscard]] double series(double x) const;
  [[nodiscard]] double fraction(double x) const;

  double shape_;
  double front_;      // of the weight x^a e^-x / Gamma(a + 1) at x = a
  double log_front_;  // its logarithm
  double gamma_1_;    // Gamma(a + 1), or infinity where it is too large and not needed
};

/// The quantile of a StandardGamma again, within 1e-12, in the time of two elementary functions: ln(x) is a
/// smooth function of the normal quantile of u, here 330 polynomials of degree 5 (16 KB; below shape 1/2,
/// where it bends more, twice as many), which have the exact value, slope and curvature where they meet. Made
/// in 0.2 ms.
class GammaInverse {
 public:
  explicit GammaInverse(const StandardGamma& gamma);

  /// The x with cdf(x) = u, for u in (0, 1).
  [[nodiscard]] double operator()(double u) const;

 private:
  StandardGamma gamma_;  // for u beyond the polynomials, which reach from 2^-53 to 1 - 2^-53
  double pieces_per_unit_;
  std::vector<std::array<double, 6>> pieces_;
};

}  // namespace lastseen::sim
