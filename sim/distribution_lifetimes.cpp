// The forms that have a shape parameter and are made for lifetimes and waiting times: Weibull, gamma,
// log-logistic, Pareto. As in distribution_shapes.cpp: validation, quantile, distribution function, mean,
// partial mean, text.
//
// Quantiles are scale e^y rather than powers: y has an error of 2e-16 of itself, so that a draw has one of
// 2e-16 |y|, below 1e-14 wherever it lies between a nanosecond and ten years, at half the price.
#include <fmt/format.h>

#include <lastseen/sim/distribution_forms.hpp>
#include <lastseen/sim/distribution_shapes.hpp>
#include <lastseen/sim/elementary.hpp>
#include <lastseen/sim/elementary_gamma.hpp>

namespace lastseen::sim {
namespace {

class Weibull final : public Distribution::Shape {
 public:
  Weibull(double shape, Duration scale)
      : shape_{shape},
        inverse_{1.0 / shape},
        scale_{scale},
        scale_ns_{ns(scale)},
        mean_part_{1.0 + inverse_} {}
  Duration quantile(double u) const override {
    return to_duration(scale_ns_ * exponential(inverse_ * logarithm(-logarithm_1p(-u))));
  }
  double cdf(Duration t) const override { return -exponential_minus_1(-hazard(t)); }
  double mean_ns() const override { return scale_ns_ * gamma_function(1.0 + inverse_); }
  double partial_mean_ns(Duration t) const override { return mean_ns() * mean_part_.cdf(hazard(t)); }
  std::string to_text() const override { return form_text("weibull", {shape_, scale_}); }

 private:
  double hazard(Duration t) const { return t <= Duration::zero() ? 0.0 : power(ns(t) / scale_ns_, shape_); }

  double shape_, inverse_;
  Duration scale_;
  double scale_ns_;
  StandardGamma mean_part_;
};

class Gamma final : public Distribution::Shape {
 public:
  Gamma(double shape, Duration mean)
      : shape_{shape},
        mean_{mean},
        mean_ns_{ns(mean)},
        scale_ns_{mean_ns_ / shape},
        standard_{shape},
        mean_part_{shape + 1.0},
        inverse_{standard_} {}
  Duration quantile(double u) const override { return to_duration(scale_ns_ * inverse_(u)); }
  double cdf(Duration t) const override { return standard_.cdf(ns(t) / scale_ns_); }
  double mean_ns() const override { return mean_ns_; }
  double partial_mean_ns(Duration t) const override { return mean_ns_ * mean_part_.cdf(ns(t) / scale_ns_); }
  std::string to_text() const override { return form_text("gamma", {shape_, mean_}); }

 private:
  double shape_;
  Duration mean_;
  double mean_ns_, scale_ns_;
  StandardGamma standard_, mean_part_;
  GammaInverse inverse_;
};

/// The odds of T <= t are (t / median)^shape.
class Loglogistic final : public Distribution::Shape {
 public:
  Loglogistic(Duration median, double shape)
      : median_{median}, median_ns_{ns(median)}, shape_{shape}, inverse_{1.0 / shape} {}
  Duration quantile(double u) const override {
    return to_duration(median_ns_ * exponential(inverse_ * logarithm(u / (1.0 - u))));
  }
  double cdf(Duration t) const override {
    return t <= Duration::zero() ? 0.0 : 1.0 / (1.0 + power(median_ns_ / ns(t), shape_));
  }
  double mean_ns() const override {
    if (shape_ <= 1.0) return infinity;
    return median_ns_ * gamma_function(1.0 + inverse_) * gamma_function((shape_ - 1.0) / shape_);
  }
  double partial_mean_ns(Duration t) const override {
    constexpr double turn = 3.0;  // odds; both series converge on their side of it
    const double turn_ns = median_ns_ * power(turn, inverse_);
    if (ns(t) <= turn_ns) return below(ns(t), cdf(t));
    return below(turn_ns, turn / (1.0 + turn)) + between(turn_ns, turn, ns(t));
  }
  std::string to_text() const override { return form_text("loglogistic", {median_, shape_}); }

 private:
  /// E[T; T <= t], where P(T <= t) = u: median B(u; p, 2 - p) with p = 1 + 1 / shape, an incomplete beta
  /// function, by its power series (Abramowitz and Stegun 26.5.4).
  double below(double t, double u) const {
    const double p = 1.0 + inverse_;
    double term = t * u * (1.0 - u) / p;
    double sum = term;
    for (double n = 1.0; term > sum * 1e-17; n += 1.0) {
      term *= (n + 1.0) / (p + n) * u;
      sum += term;
    }
    return sum;
  }

  /// E[T; from < T <= to] beyond the median: the integral of s dF(s), where F = 1 / (1 + 1 / odds) is a power
  /// series in 1 / odds, term by term. Shapes of 1, 1/2, 1/3, ... have a term in 1 / s, which gives a
  /// logarithm.
  double between(double from, double odds, double to) const {
    const double log_ratio = logarithm(to / from);
    double factor = shape_ * from / odds;
    double sum = 0.0;
    for (double n = 1.0; n < 40.0; n += 1.0) {
      const double exponent = 1.0 - n * shape_;
      sum +=
          n * factor * (exponent == 0.0 ? log_ratio : exponential_minus_1(exponent * log_ratio) / exponent);
      factor /= -odds;
    }
    return sum;
  }

  Duration median_;
  double median_ns_, shape_, inverse_;
};

class Pareto final : public Distribution::Shape {
 public:
  Pareto(Duration minimum, double shape)
      : minimum_{minimum}, minimum_ns_{ns(minimum)}, shape_{shape}, minus_inverse_{-1.0 / shape} {}
  Duration quantile(double u) const override {
    return to_duration(minimum_ns_ * exponential(minus_inverse_ * logarithm_1p(-u)));
  }
  double cdf(Duration t) const override {
    return t <= minimum_ ? 0.0 : -exponential_minus_1(shape_ * log_ratio(t));
  }
  double mean_ns() const override { return shape_ > 1.0 ? minimum_ns_ * shape_ / (shape_ - 1.0) : infinity; }
  double partial_mean_ns(Duration t) const override {
    if (t <= minimum_) return 0.0;
    const double excess = shape_ - 1.0;
    if (excess == 0.0) return minimum_ns_ * -log_ratio(t);
    return minimum_ns_ * shape_ * -exponential_minus_1(excess * log_ratio(t)) / excess;
  }
  std::string to_text() const override { return form_text("pareto", {minimum_, shape_}); }

 private:
  double log_ratio(Duration t) const { return logarithm(minimum_ns_ / ns(t)); }

  Duration minimum_;
  double minimum_ns_, shape_, minus_inverse_;
};

void require_shape(double shape, std::string_view form, double largest = 100.0) {
  require(shape >= 0.05 && shape <= largest, form,
          fmt::format("the shape is {}; it must be a number in 0.05..{}", shape, largest));
}

}  // namespace

Distribution Distribution::weibull(double shape, Duration scale) {
  require_shape(shape, "weibull");
  require_duration(scale, "weibull", "scale", true);
  return make<Weibull>(shape, scale);
}

Distribution Distribution::gamma(double shape, Duration mean) {
  require_shape(shape, "gamma", 1000.0);
  require_duration(mean, "gamma", "mean", true);
  return make<Gamma>(shape, mean);
}

Distribution Distribution::loglogistic(Duration median, double shape) {
  require_duration(median, "loglogistic", "median", true);
  require_shape(shape, "loglogistic");
  return make<Loglogistic>(median, shape);
}

Distribution Distribution::pareto(Duration minimum, double shape) {
  require_duration(minimum, "pareto", "minimum", true);
  require_shape(shape, "pareto");
  return make<Pareto>(minimum, shape);
}

}  // namespace lastseen::sim
