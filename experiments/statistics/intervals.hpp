// Interval formulae for binomial shares, paired shares and quantiles, as pure functions of numbers.
//
//   intervals (numbers)  <-  estimates (sessions as clusters)  <-  time_estimates (times with "never")
//
// Nothing here knows what a session is. Counts are real numbers, because a design effect turns them into
// effective counts. No function returns a NaN; arguments outside their stated range throw
// std::invalid_argument, which names the argument and its value.
#pragma once

#include <cstdint>
#include <optional>

namespace lastseen::experiments {

/// A closed interval, low <= high.
struct Interval {
  double low = 0;
  double high = 0;
};

/// Ranks of two order statistics, 1-based: [X(low), X(high)], 1 <= low <= high <= n.
struct RankInterval {
  std::uint64_t low = 1;
  std::uint64_t high = 1;
};

/// Throws std::invalid_argument unless 0 < confidence < 1 (a confidence such as 0.95).
void check_confidence(double confidence);

/// The standard normal quantile z with P(|Z| <= z) = confidence; 1.96 at 0.95. 0 < confidence < 1.
double two_sided_z(double confidence);

/// Student's t quantile with P(|T| <= t) = confidence on `degrees` > 0 degrees of freedom; 0 < confidence < 1.
double two_sided_t(double confidence, double degrees);

/// The limits of Student's t for a mean whose standard error and skewness (of the estimator: that of one observation over sqrt(n))
/// are known: Johnson 1978, JASA 73, 536-544. The interval is as wide as t's and moved by
/// error * skewness (1 + 2 t^2) / 6, at most three quarters of its half width. Where the skewness is 0 it is t's own.
Interval skewed_t(double point, double error, double skewness, double t);

/// Wilson's score interval for a share in [0, 1] seen among n > 0 (effective) observations, with the quantile
/// kappa > 0: z for independent observations, t for clusters. Wilson 1927; Brown, Cai & DasGupta 2001, eq. 4.
Interval wilson(double share, double n, double kappa);

/// The equal-tailed Clopper-Pearson interval for 0 <= events <= n, n > 0, by beta quantiles, so that
/// effective (fractional) counts are allowed: Korn & Graubard 1998. Covers at least `confidence` for integer
/// counts. A lower bound that would be below 1e-200 is returned as 0.
Interval clopper_pearson(double events, double n, double confidence);

/// Tango's score interval for the difference (only_after - only_before) / n of two paired shares: all
/// differences that the score test with the restricted maximum-likelihood nuisance share does not reject.
/// Counts are >= 0, may be fractional, and only_after + only_before <= n, n > 0. Within [-1, 1].
/// Tango 1998, Statistics in Medicine 17, 891-908. Without any discordant pair it is +-z^2 / (n + z^2).
Interval tango_score(double only_after, double only_before, double n, double confidence);

/// The fewest independent observations for which [X(1), X(n)] covers the p-quantile with at least `confidence`:
/// the smallest n with 1 - p^n - (1 - p)^n >= confidence. At 0.95: p50 6, p90 29, p95 59, p99 299. 0 < p < 1.
std::uint64_t observations_needed(double p, double confidence);

/// Ranks whose order statistics cover the p-quantile of n independent observations with at least `confidence`, for
/// any distribution: P(low <= B <= high - 1) >= confidence, B ~ Binomial(n, p). Equal-tailed where the ranks
/// exist; where the equal-tailed rank would lie beyond the sample the extreme is taken and the other tail
/// gets what is left of 1 - confidence. Absent when n < observations_needed(p, confidence). 0 < p < 1. David &
/// Nagaraja, Order Statistics, 3rd ed., 7.1.
std::optional<RankInterval> quantile_ranks(std::uint64_t n, double p, double confidence);

}  // namespace lastseen::experiments
