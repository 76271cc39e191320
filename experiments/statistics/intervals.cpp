// Interval formulae: see the header for sources. Limits without a closed form are found by bisection, which
// needs no tolerance: it stops where neighbouring doubles, or neighbouring ranks, stop differing.
#include <lastseen/experiments/statistics/intervals.hpp>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace lastseen::experiments {
namespace {

void require(bool holds, const char* what, double value) {
  if (!holds) throw std::invalid_argument(std::string(what) + ", not " + std::to_string(value));
}

// P(Binomial(n, p) <= k).
double binomial_cdf(std::uint64_t k, std::uint64_t n, double p) {
  if (k >= n) return 1.0;
  return boost::math::ibetac(static_cast<double>(k) + 1.0, static_cast<double>(n - k), p);
}

// The number of k in 0..n-1 with P(B <= k) <= tail; the distribution function increases, so they come first.
std::uint64_t ranks_within_tail(std::uint64_t n, double p, double tail) {
  std::uint64_t first = 0;
  std::uint64_t last = n;
  while (first < last) {
    const std::uint64_t middle = first + (last - first) / 2;
    if (binomial_cdf(middle, n, p) <= tail) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

// Tango's score statistic for the difference delta; positive where delta lies below the observed difference.
double tango_statistic(double only_after, double only_before, double n, double delta) {
  const double a = 2.0 * n;
  const double b = -only_after - only_before + (2.0 * n - only_after + only_before) * delta;
  const double c = -only_before * delta * (1.0 - delta);
  const double share_before = (std::sqrt(std::max(0.0, b * b - 4.0 * a * c)) - b) / (2.0 * a);
  const double variance = n * (2.0 * share_before + delta * (1.0 - delta));
  const double difference = only_after - only_before - n * delta;
  if (difference == 0.0) return 0.0;
  if (!(variance > 0.0)) return std::copysign(std::numeric_limits<double>::infinity(), difference);
  return difference / std::sqrt(variance);
}

// The lower limit of Tango's interval; the upper one follows by exchanging the arms.
double tango_low(double only_after, double only_before, double n, double z) {
  double rejected = -1.0;
  double accepted = (only_after - only_before) / n;
  if (tango_statistic(only_after, only_before, n, rejected) <= z) return rejected;
  for (;;) {
    const double middle = rejected + (accepted - rejected) / 2.0;
    if (middle <= rejected || middle >= accepted) return accepted;
    (tango_statistic(only_after, only_before, n, middle) <= z ? accepted : rejected) = middle;
  }
}

}  // namespace

void check_confidence(double confidence) {
  require(confidence > 0.0 && confidence < 1.0, "a confidence must be in (0, 1)", confidence);
}

double two_sided_z(double confidence) {
  check_confidence(confidence);
  return boost::math::quantile(boost::math::complement(boost::math::normal(), (1.0 - confidence) / 2.0));
}

double two_sided_t(double confidence, double degrees) {
  check_confidence(confidence);
  require(degrees > 0.0, "degrees of freedom must be positive", degrees);
  return boost::math::quantile(
      boost::math::complement(boost::math::students_t(degrees), (1.0 - confidence) / 2.0));
}

Interval skewed_t(double point, double error, double skewness, double t) {
  const double half = t * error;
  const double shift = std::clamp(error * skewness * (1 + 2 * t * t) / 6, -0.75 * half, 0.75 * half);
  return {point + shift - half, point + shift + half};
}

Interval wilson(double share, double n, double kappa) {
  require(share >= 0.0 && share <= 1.0, "a share must be in [0, 1]", share);
  require(n > 0.0, "the number of observations must be positive", n);
  require(kappa > 0.0, "the quantile must be positive", kappa);
  const double correction = kappa * kappa / n;
  const double centre = share + correction / 2.0;
  const double half = std::sqrt(correction * (share * (1.0 - share) + correction / 4.0));
  return {std::clamp((centre - half) / (1.0 + correction), 0.0, share),
          std::clamp((centre + half) / (1.0 + correction), share, 1.0)};
}

Interval clopper_pearson(double events, double n, double confidence) {
  check_confidence(confidence);
  require(n > 0.0, "the number of observations must be positive", n);
  require(events >= 0.0 && events <= n, "events must be in [0, observations]", events);
  const double tail = (1.0 - confidence) / 2.0;
  // Beyond this the bound is below 1e-200 and the inversion would underflow.
  const auto negligible = [tail](double count) { return count <= 0.0 || std::log10(tail) / count < -200.0; };
  const double others = n - events;
  Interval interval{0.0, 1.0};
  if (!negligible(events)) interval.low = boost::math::ibeta_inv(events, others + 1.0, tail);
  if (!negligible(others)) interval.high = boost::math::ibetac_inv(events + 1.0, others, tail);
  return {std::clamp(interval.low, 0.0, events / n), std::clamp(interval.high, events / n, 1.0)};
}

Interval tango_score(double only_after, double only_before, double n, double confidence) {
  const double z = two_sided_z(confidence);
  require(n > 0.0, "the number of pairs must be positive", n);
  require(only_after >= 0.0 && only_before >= 0.0 && only_after + only_before <= n,
          "discordant pairs must be in [0, pairs]", only_after + only_before);
  return {tango_low(only_after, only_before, n, z), -tango_low(only_before, only_after, n, z)};
}

std::uint64_t observations_needed(double p, double confidence) {
  check_confidence(confidence);
  require(p > 0.0 && p < 1.0, "a quantile's share must be in (0, 1)", p);
  const double miss = 1.0 - confidence;
  double n = std::max(1.0, std::floor(std::log(miss) / std::log(std::max(p, 1.0 - p))) - 1.0);
  while (1.0 - std::pow(p, n) - std::pow(1.0 - p, n) < confidence) n += 1.0;
  return static_cast<std::uint64_t>(n);
}

std::optional<RankInterval> quantile_ranks(std::uint64_t n, double p, double confidence) {
  if (n < observations_needed(p, confidence)) return std::nullopt;
  const double miss = 1.0 - confidence;
  // X(low) exceeds the quantile with probability P(B <= low - 1); X(high) is below it with P(B >= high),
  // which is P(n - B <= n - high): the same count from the other end, with 1 - p.
  std::uint64_t below = ranks_within_tail(n, p, miss / 2.0);
  std::uint64_t above = ranks_within_tail(n, 1.0 - p, miss / 2.0);
  if (below == 0) {
    below = 1;
    above = std::max<std::uint64_t>(1, ranks_within_tail(n, 1.0 - p, miss - binomial_cdf(0, n, p)));
  } else if (above == 0) {
    above = 1;
    below = std::max<std::uint64_t>(1, ranks_within_tail(n, p, miss - binomial_cdf(0, n, 1.0 - p)));
  }
  return RankInterval{below, n + 1 - above};
}

}  // namespace lastseen::experiments
