// The median and the restricted mean of lifetimes, some of which are censored, over sessions that have several each.
//
// Both are read off the Kaplan-Meier curve S(t) of all lifetimes: at each time, the product of 1 - ended / still followed.
// Lifetimes of one session go together, so the variance is that between sessions, by the jackknife that leaves out one group
// of sessions at a time, groups of unequal size weighted as they must be:
//
//     h = sessions / sessions of the group      pseudo-value p = h x - (h - 1) x_without
//     x' = sum p / h                            variance = 1/g sum (p - x')^2 / (h - 1)
//
// Sources: Klein & Moeschberger, Survival Analysis, 2nd ed., 4.2 (curve), 4.5 (restricted mean, median and its interval by
// Brookmeyer & Crowley 1982); Shao & Tu, The Jackknife and Bootstrap, 2.3 and 5.2 (groups); Busing, Meijer & van der
// Leeden 1999, Statistics and Computing 9, 3-8 (groups of unequal size).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/lifetime_sums.hpp>

namespace lastseen::experiments {

class LifetimeSample {
 public:
  LifetimeSample() = default;
  explicit LifetimeSample(const LifetimeSums& sums);

  /// The mean in seconds of lifetimes, each cut off at the length of the session (or at the longest of them, should that be
  /// longer): the area under the curve up to there. The curve goes on as it is after the longest time for which any was
  /// followed (Gill 1980): to end there would let the figure depend on how many sessions there are. It is the mean itself
  /// where the curve reaches 0. Interval with t(groups - 1) within 0 and the length of the session; none when entries ended in fewer than 5 sessions and in fewer than half, and none when no group differs.
  Estimate restricted_mean(double confidence) const;

  /// The first time in seconds at which half of the entries or fewer are left; +infinity when more are left at the end.
  /// The interval is of those times at which the curve does not differ from a half by more than t(groups - 1) times its
  /// error; none with fewer groups than a median needs observations. What it excludes below the median was followed in
  /// that many groups.
  Estimate median(double confidence) const;

 private:
  /// Where lifetimes ended.
  struct Point {
    double seconds = 0;
    double share = 1;  ///< that live longer
    double error = 0;  ///< standard error of the share
  };

  Estimate without_interval(double confidence) const;
  std::string method() const;

  std::vector<Point> curve_;
  std::vector<double> followed_;  ///< the longest time of each group [s], descending
  double horizon_ = 0;            ///< where lifetimes are cut off [s]
  double mean_ = 0;
  double mean_error_ = 0;
  std::uint64_t sessions_ = 0;
  std::uint64_t sessions_with_end_ = 0;
  std::uint64_t lifetimes_ = 0;
  bool is_exact_ = true;
};

}  // namespace lastseen::experiments
