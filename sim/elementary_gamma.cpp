// See elementary_gamma.hpp. Written with a for the shape and w for the weight x^a e^-x / Gamma(a + 1):
//
//     P = w S     S = 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ...
//     Q = a w F   F = 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...)))
//
// w is computed as w(a) e^(-a phi(x / a)) with phi(t) = t - 1 - ln(t), for x^a and Gamma(a + 1) overflow and
// cancel (C. Loader, Fast and accurate computation of binomial probabilities, 2000).
#include <lastseen/sim/elementary_gamma.hpp>

#include <cmath>  // sqrt only
#include <cstddef>

#include <lastseen/sim/elementary.hpp>

namespace lastseen::sim {
namespace {

constexpr double stirling_from = 16.0;

/// ln(Gamma(x)) - ((x - 1/2) ln(x) - x + ln(2 pi) / 2) for x >= 16; the next term is below 2e-18.
double stirling_series(double x) {
  const double y = 1.0 / (x * x);
  const double sum =
      1.0 / 12 -
      y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188 - y * (691.0 / 360360)))));
  return sum / x;
}

}  // namespace

double gamma_function(double x) {
  double factors = 1.0;
  double n = 0.0;
  for (; x + n < stirling_from; n += 1.0) factors *= x + n;
  const double y = x + n;
  const double root = power(y, 0.5 * y - 0.25);  // squared it would overflow before Gamma does
  return sqrt_2pi * root * (exponential(-y) * exponential(stirling_series(y))) * root / factors;
}

StandardGamma::StandardGamma(double shape) : shape_{shape} {
  gamma_1_ = shape < 170.0 ? shape * gamma_function(shape) : infinity;
  front_ = shape < stirling_from ? power(shape, shape) * exponential(-shape) / gamma_1_
                                 : exponential(-stirling_series(shape)) / (sqrt_2pi * std::sqrt(shape));
  log_front_ = logarithm(front_);
}

/// ln(w(x) / w(a)).
double StandardGamma::log_weight(double x) const {
  const double d = (x - shape_) / shape_;
  return -shape_ * (d - (d > -0.5 ? logarithm_1p(d) : logarithm(x / shape_)));
}

double StandardGamma::series(double x) const {
  double term = 1.0;
  double sum = 1.0;
  for (double n = shape_ + 1.0; term > sum * 1e-17; n += 1.0) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

/// As numerator / denominator by their recurrences, which have no division to wait for; both are scaled down
/// before their products overflow.
double StandardGamma::fraction(double x) const {
  double b = x + 1.0 - shape_;
  double numerator_before = 0.0;
  double numerator = 1.0;
  double denominator_before = 1.0;
  double denominator = b;
  for (double n = 1.0; n < 1e5; n += 1.0) {
    const double a = n * (shape_ - n);
    b += 2.0;
    const double next_numerator = b * numerator + a * numerator_before;
    const double next_denominator = b * denominator + a * denominator_before;
    const double one = next_numerator * denominator;
    const double other = numerator * next_denominator;
    numerator_before = numerator;
    denominator_before = denominator;
    numerator = next_numerator;
    denominator = next_denominator;
    const double difference = one - other;
    if (difference < 1e-16 * one && -difference < 1e-16 * one) break;
    if (denominator > 0x1p400) {
      numerator_before *= 0x1p-400;
      denominator_before *= 0x1p-400;
      numerator *= 0x1p-400;
      denominator *= 0x1p-400;
    }
  }
  return numerator / denominator;
}

double StandardGamma::cdf(double x) const {
  if (!(x > 0.0)) return 0.0;
  if (x == infinity) return 1.0;
  const double weight = front_ * exponential(log_weight(x));
  if (x < shape_ + 1.0) return weight * series(x);
  return weight > 0.0 ? 1.0 - shape_ * weight * fraction(x) : 1.0;
}

double StandardGamma::quantile(double u) const { return exponential(log_quantile(u, 1.0 - u)); }

double StandardGamma::log_density(double x) const { return shape_ * front_ * exponential(log_weight(x)); }

double StandardGamma::log_quantile(double u, double one_minus_u) const {
  // Where to start, and for which tail to solve. The logarithms of both tails are concave functions of ln(x),
  // so that Newton's method converges from the left for P and from the right for Q; the bounds for a < 1 are
  // on those sides.
  bool lower = u < one_minus_u;
  double x = 0.0;
  const double z = shape_ < 1.0 ? 0.0 : normal_quantile(u);
  const double t =
      1.0 - 1.0 / (9.0 * shape_) + z / (3.0 * std::sqrt(shape_));  // Wilson and Hilferty's cube root
  if (shape_ >= 1.0 && (t > 0.5 || gamma_1_ == infinity)) {
    x = shape_ * t * t * t;
  } else if (const double tail = one_minus_u * gamma_1_ / shape_; shape_ < 1.0 && tail < 0.36) {
    lower = false;
    x = -logarithm(tail);  // Q < e^-x / Gamma(a) for a < 1 < x
  } else {
    lower = true;
    const double log_x = logarithm(u * gamma_1_) / shape_;  // P < x^a / Gamma(a + 1)
    x = exponential(log_x);
    if (x < 1e-17) return log_x;
    x += x * x / (shape_ + 1.0);
  }
  const double log_target = logarithm(lower ? u : one_minus_u);
  for (int i = 0; i < 100; ++i) {
    // ln of the tail, and its derivative by ln(x), without the sign that it has for Q
    double log_tail = log_front_ + log_weight(x);
    double slope = 0.0;
    if (lower == (x < shape_ + 1.0)) {
      const double sum = lower ? series(x) : shape_ * fraction(x);
      log_tail += logarithm(sum);
      slope = shape_ / sum;
    } else {
      const double weight = exponential(log_tail);
      const double tail = 1.0 - weight * (lower ? shape_ * fraction(x) : series(x));
      log_tail = logarithm(tail);
      slope = shape_ * weight / tail;
    }
    const double newton = (lower ? log_target - log_tail : log_tail - log_target) / slope;
    const double bend = 0.5 * newton * (shape_ - x + (lower ? -slope : slope));
    x *= exponential(bend > -0.3 && bend < 0.3 ? newton / (1.0 + bend) : newton);
    if (newton * newton * (shape_ + x + 1.0) < 1e-10) break;  // what is left is the cube of that
  }
  return logarithm(x);
}

namespace {

constexpr double reach = 8.25;  // normal_quantile(1 - 2^-53) is 8.21

/// ln(x) at z, and its derivatives by z in units of a piece.
struct Node {
  double value;
  double slope;
  double curvature;
};

Node node(const StandardGamma& gamma, double z, double pieces_per_unit) {
  const double u = normal_cdf(z);
  const double value = gamma.log_quantile(u, normal_cdf(-z));
  const double x = exponential(value);
  const double density = x < 1e-17 ? gamma.shape() * u : gamma.log_density(x);
  const double slope = exponential(-0.5 * z * z) / sqrt_2pi / density;
  const double curvature = -slope * (z + slope * (gamma.shape() - x));
  return {value, slope / pieces_per_unit, curvature / (pieces_per_unit * pieces_per_unit)};
}

/// The polynomial in 0..1 with the values and derivatives of both nodes at its ends (Hermite's of degree 5).
std::array<double, 6> joining(const Node& a, const Node& b) {
  const double rise = b.value - a.value;
  return {a.value,
          a.slope,
          0.5 * a.curvature,
          10.0 * rise - 6.0 * a.slope - 4.0 * b.slope - 1.5 * a.curvature + 0.5 * b.curvature,
          -15.0 * rise + 8.0 * a.slope + 7.0 * b.slope + 1.5 * a.curvature - b.curvature,
          6.0 * rise - 3.0 * (a.slope + b.slope) + 0.5 * (b.curvature - a.curvature)};
}

}  // namespace

GammaInverse::GammaInverse(const StandardGamma& gamma)
    : gamma_{gamma}, pieces_per_unit_{gamma.shape() < 0.5 ? 40.0 : 20.0} {
  const int pieces = static_cast<int>(2.0 * reach * pieces_per_unit_);
  Node left = node(gamma, -reach, pieces_per_unit_);
  for (int i = 1; i <= pieces; ++i) {
    const Node right = node(gamma, i / pieces_per_unit_ - reach, pieces_per_unit_);
    pieces_.push_back(joining(left, right));
    left = right;
  }
}

double GammaInverse::operator()(double u) const {
  const double position = (normal_quantile(u) + reach) * pieces_per_unit_;
  if (!(position >= 0.0 && position < static_cast<double>(pieces_.size()))) return gamma_.quantile(u);
  const int piece = static_cast<int>(position);
  const double t = position - piece;
  const auto& c = pieces_[static_cast<std::size_t>(piece)];
  const double t2 = t * t;
  return exponential((c[0] + c[1] * t) + t2 * (c[2] + c[3] * t) + t2 * t2 * (c[4] + c[5] * t));
}

}  // namespace lastseen::sim
