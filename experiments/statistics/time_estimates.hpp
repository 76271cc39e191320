// Times to an event that may never happen: quantiles, means and the distribution, over sessions.
//
// A job whose screen never updated counts as +infinity, never dropped, so that a quantile beyond the share of
// updated jobs is "> horizon" and not a flattering number. Means can only be over the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <lastseen/experiments/statistics/estimates.hpp>

namespace lastseen::experiments {

/// One observation: which session it belongs to (any number that tells sessions apart), and the time in
/// seconds; +infinity for "never".
struct Timing {
  std::uint64_t session = 0;
  double seconds = 0;
};

/// A point of a distribution function: `share` of all observations took at most `seconds`.
struct EcdfPoint {
  double seconds = 0;
  double share = 0;
};

/// An empirical distribution function, ready for drawing as steps to the right.
struct Ecdf {
  std::vector<EcdfPoint> points;   ///< increasing in both; finite times only
  double never_share = 0;          ///< of all observations, in [0, 1]; what the last point lacks to 1
  double thinning_error = 0;       ///< the drawn steps are nowhere further than this from the true function
  std::uint64_t observations = 0;  ///< including those that never happened
};

/// Times of one arm, sorted once, asked often. 12 bytes an observation; the order of the input does not
/// matter, not even for the last digit. Sessions without any observation are unknown to it.
class TimeSample {
 public:
  /// Throws std::invalid_argument, naming the value, for a time that is NaN, negative, or finite above 1e15
  /// s, and std::length_error for 2^32 sessions or more.
  explicit TimeSample(std::vector<Timing> timings);

  /// The p-quantile, 0 < p < 1: the smallest observed time with at least the share p at or below it (type 1
  /// of Hyndman & Fan 1996), with a distribution-free interval; point and bounds may be +infinity.
  ///  - Each session has one observation: exact binomial order statistics (`quantile_ranks`).
  ///  - Otherwise Woodruff's method (1952, JASA 47, 635-646): the Clopper-Pearson interval of the share p
  ///    at the effective number of observations of the indicator T <= point, with n (z/t(R-1))^2 in place of
  ///    n, inverted through the empirical distribution function. No density is estimated, so atoms are
  ///    harmless; at an atom the less informative of T <= point and T < point counts.
  /// No interval with fewer than 2 sessions, nor below observations_needed(p, confidence) effective observations;
  /// `method` then says how many are needed.
  Estimate quantile(double p, double confidence = 0.95) const;

  /// The mean of the finite times in seconds, over jobs: ratio estimator with the variance between sessions,
  /// R/(R-1) sum(e^2) / n^2, e = sum of times - mean * number, floored at s^2/n (design effect at least 1),
  /// and t(R-1); cut at 0. `observations` and `clusters` count what has finite times: read it beside never().
  Estimate mean(double confidence = 0.95) const;

  /// The share that never happened; see `proportion`.
  Estimate never(double confidence = 0.95) const;

  /// The share that took at most `seconds` (>= 0, else std::invalid_argument; +infinity: that happened at
  /// all) of all observations; see `proportion`.
  Estimate share_within(double seconds, double confidence = 0.95) const;

  /// The distribution function at the distinct finite times, thinned to at most `most` >= 2 points (fewer
  /// throw std::invalid_argument) with about the smallest vertical error that this number allows, 1 / most.
  /// The first and the last time stay. Draw it as steps: an atom is a jump.
  Ecdf ecdf(std::size_t most = 1000) const;

  /// All times in seconds, ascending, +infinity last.
  std::span<const double> sorted() const { return seconds_; }
  std::uint64_t sessions() const { return trials_.size(); }

 private:
  // The sessions, with the observations of rank 0..count-1 as events.
  std::vector<Cluster> clusters_up_to(std::size_t count) const;
  std::size_t count_finite() const;

  std::vector<double> seconds_;         // ascending
  std::vector<std::uint32_t> session_;  // of the observation of that rank, numbered from 0
  std::vector<std::int64_t> trials_;    // observations of each session
};

}  // namespace lastseen::experiments
