// Means, shares and ratios of what mostly goes one way and now and then another: a job that its notification shows at once, and
// one that the screen shows seconds later by polling.
//
// Where few sessions go the rare way, t on sessions fails: a study that happens to see none of them knows nothing of their
// share, and claims to know the mean. (With one session in a thousand, and 200 of them, its interval covers in 58 % of
// studies instead of 95.) So the mean is put together of what is known of each part,
//
//     mean = m + w (r - m)    m: of the usual sessions
//                             r: of the rare ones; what is possible counts where they are fewer than 5
//                             w: share of the rare sessions' observations, by Clopper-Pearson on sessions
//
// and the distances of the parts' limits from their estimates are combined as the square root of the sum of squares
// (variance estimates recovered from limits: Zou & Donner 2008, Statistics in Medicine 27, 1693-1702). Of the two kinds of
// session the rare one is that with fewer.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/mean.hpp>
#include <lastseen/experiments/statistics/ratio.hpp>

namespace lastseen::experiments {

/// The sessions of one kind, and the mean over them.
struct PathMean {
  std::uint64_t sessions = 0;
  double weight = 0;  ///< what the mean is per, summed over them: observations, time
  double point = 0;
  double low = 0;  ///< limits at the wanted confidence; not read below 2 sessions
  double high = 0;
};

/// Whether `one` is the usual kind of the two.
inline bool is_usual(const PathMean& one, const PathMean& other) { return one.sessions >= other.sessions; }

/// Limits for the mean over the sessions of both kinds. `possible`: between what the rare kind's mean must lie when fewer than 5
/// of its sessions say where; high may be +infinity. Absent with fewer than 2 sessions of the usual kind, and with fewer than 5 of the rare one where
/// high is infinite. 0 < confidence < 1.
std::optional<Interval> mean_of_two_paths(const PathMean& one, const PathMean& other,
                                          const Interval& possible, double confidence);

/// The times of many sessions, in two kinds.
struct TwoPathSums {
  MeanSums usual;
  MeanSums carriers;  ///< of the rare way

  void merge(const TwoPathSums& other);
  friend bool operator==(const TwoPathSums&, const TwoPathSums&) = default;
};

/// The mean in seconds, over all times, when the means of the two kinds are at most `apart` from each other and carriers the
/// slower ones, where they are usual; where `apart` is 0 it is `mean` over all. No point without a time, no interval with fewer than 2 sessions of the usual kind.
Estimate mean(const TwoPathSums& sums, sim::Duration apart, double confidence = 0.95);

/// Ratios of two totals over sessions of two kinds.
struct TwoPathRatios {
  RatioSums usual;
  RatioSums carriers;

  void add(std::uint64_t numerator, std::uint64_t denominator, bool is_carrier) {
    (is_carrier ? carriers : usual).add(numerator, denominator);
  }
  void merge(const TwoPathRatios& other);
  friend bool operator==(const TwoPathRatios&, const TwoPathRatios&) = default;
};

/// The ratio of the totals, in `unit`, as `ratio` has it; the ratio of sessions of one kind is at most `most` [unit], whatever
/// was seen. Where carriers are those with a numerator above 0, the others' ratio is known to be 0.
Estimate ratio(const TwoPathRatios& sessions, double unit, double most, double confidence = 0.95);

}  // namespace lastseen::experiments
