// The gamma function and the gamma distribution of scale 1, from the functions of elementary.hpp: the same bits
// everywhere. No function throws.
#pragma once

namespace lastseen::sim {

/// Gamma(x) for 0 < x <= 171, within 8e-15. Stirling's series above 16, the recurrence below (Abramowitz and
/// Stegun 6.1.40 and 6.1.15).
double gamma_function(double x);

/// The gamma distribution of scale 1. What depends on the shape alone is computed once, so that a draw need not.
class StandardGamma {
 public:
  /// The shape is in 0.05..1001; the accuracies below are measured there.
  explicit StandardGamma(double shape);

  /// P(T <= x), the regularised lower incomplete gamma function P(shape, x), within 3e-13 of itself. Power series
  /// below shape + 1, continued fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
  [[nodiscard]] double cdf(double x) const;

  /// The x with cdf(x) = u, for u in (0, 1), within 5e-13 of itself; below 1e-300 it may be 0. Halley's method for
  /// the logarithm of the smaller tail as a function of ln(x).
  [[nodiscard]] double quantile(double u) const;

 private:
  [[nodiscard]] double log_weight(double x) const;
  [[nodiscard]] double series(double x) const;
  [[nodiscard]] double fraction(double x) const;

  double shape_;
  double front_;      // of the weight x^a e^-x / Gamma(a + 1) at x = a
  double log_front_;  // its logarithm
  double gamma_1_;    // Gamma(a + 1), or infinity where it is too large and not needed
};

}  // namespace lastseen::sim
