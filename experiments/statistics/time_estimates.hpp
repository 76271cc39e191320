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
#include <lastseen/experiments/statistics/path_times.hpp>
#include <lastseen/experiments/statistics/time_sums.hpp>
#include <lastseen/experiments/statistics/two_paths.hpp>

namespace lastseen::experiments {

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

/// Times of one arm, sorted once, asked often. Beyond `TimeSums::exact_sessions_max` sessions each time is within 1/256 of
/// the true one, and the method of a quantile says so.
class TimeSample {
 public:
  TimeSample() = default;
  explicit TimeSample(const TimeSums& sums);
  /// Of sessions of two kinds, whose means are at most `apart` from each other; 0: as if they were one.
  TimeSample(const TwoPathTimes& sums, sim::Duration apart);

  /// The p-quantile, 0 < p < 1: the smallest observed time with at least the share p at or below it (type 1
  /// of Hyndman & Fan 1996), with a distribution-free interval; point and bounds may be +infinity.
  ///  - Each session has one observation: exact binomial order statistics (`quantile_ranks`).
  ///  - Otherwise Woodruff's method (1952, JASA 47, 635-646): the Clopper-Pearson interval of the share p
  ///    at the effective number of observations of the indicator T <= point, with n (z/t(R-1))^2 in place of
  ///    n, inverted through the empirical distribution function. No density is estimated, so atoms are
  ///    harmless; at an atom the less informative of T <= point and T < point counts.
  ///  - Of two kinds of session: the same for each kind, the limits of the two put together at each time as
  ///    `mean_of_two_paths` does, and inverted: a kind that few or no sessions show has its say.
  /// Covers a little less than the nominal confidence while the sessions that differ are few: 93 % of 95 % at the p66 of 80
  /// sessions, a fifth of them bad (simulated in the tests).
  /// Beyond TimeSums::exact_sessions_max the limits are the outer edges of their buckets.
  /// No interval with fewer than 2 sessions, nor below observations_needed(p, confidence) effective observations;
  /// `method` then says how many are needed.
  Estimate quantile(double p, double confidence = 0.95) const;

  /// The mean of the finite times; see `mean` of two paths. `observations` and `clusters` count what has finite times: read it beside the
  /// share that never happened.
  Estimate mean(double confidence = 0.95) const;

  /// The distribution function at the distinct finite times, thinned to at most `most` >= 2 points (fewer
  /// throw std::invalid_argument) with about the smallest vertical error that this number allows, 1 / most.
  /// The first and the last time stay. Draw it as steps: an atom is a jump.
  Ecdf ecdf(std::size_t most = 1000) const;

  /// The time of that rank, 0 for the shortest, in seconds; +infinity for those that never happened. Below observations().
  double at_rank(std::uint64_t rank) const;
  /// The longest time in seconds, +infinity when one never happened; absent without observations.
  std::optional<double> longest() const;
  std::uint64_t observations() const { return observations_; }
  std::uint64_t sessions() const { return sessions_; }  ///< with an observation
  /// Else each time is within 1/256, and limits are further out by as much.
  bool is_exact() const { return is_exact_; }

 private:
  /// All observations up to a time.
  struct Step {
    double seconds = 0;
    double earliest = 0;  ///< the true times of the step lie between these two
    double latest = 0;
    std::uint64_t count = 0;
  };

  void add_steps(std::span<const TimeSums::Step> steps);
  std::size_t step_of_rank(std::uint64_t rank) const;
  std::uint64_t finite() const { return steps_.empty() ? 0 : steps_.back().count; }
  void set_limits(Estimate& estimate, std::uint64_t low_rank, std::uint64_t high_rank) const;
  void by_order_statistics(Estimate& estimate, double p) const;
  void by_woodruff(Estimate& estimate, double p) const;
  void by_two_paths(Estimate& estimate, double p) const;

  std::vector<Step> steps_;  ///< ascending, at the times that happened
  PathTimes usual_;
  PathTimes carriers_;
  TwoPathSums finite_;
  sim::Duration apart_{0};
  std::uint64_t observations_ = 0;
  std::uint64_t sessions_ = 0;
  double longest_s_ = 0;  ///< that happened
  bool is_exact_ = true;
};

}  // namespace lastseen::experiments
