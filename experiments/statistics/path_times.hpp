// Internal: part of time_estimates.hpp.
// The times of the sessions of one kind: at any time, how many of each session's observations are at most that, summed over
// sessions as the variance between them needs it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/time_sums.hpp>
#include <lastseen/experiments/statistics/two_paths.hpp>

namespace lastseen::experiments {

/// Which observations are counted up to a time: those at most that long, or those below it.
enum class UpTo { at_most, below };

class PathTimes {
 public:
  PathTimes() = default;
  /// `steps` are those of the sums, which take a while to make.
  PathTimes(const TimeSums& sums, std::span<const TimeSums::Step> steps);

  std::uint64_t observations() const { return observations_; }
  std::uint64_t sessions() const { return sessions_; }  ///< with an observation

  /// The observations up to a time as events of their sessions; of both kinds when two are given.
  static ClusterSums clusters(std::initializer_list<const PathTimes*> kinds, double seconds, UpTo up_to);
  /// The effective number of observations of the indicator T <= seconds, or of T < seconds where that tells less. When
  /// none or all are counted that is the number of sessions.
  static double effective(std::initializer_list<const PathTimes*> kinds, double seconds);

 private:
  struct Below {
    double seconds = 0;
    std::uint64_t count = 0;
    std::uint64_t squares = 0;   ///< sum over sessions of (how many of its observations)^2
    std::uint64_t products = 0;  ///< ... of how many of its observations, times how many it has
    std::uint64_t with_one = 0;  ///< sessions with one of them
    std::uint64_t with_all = 0;  ///< sessions all of whose observations are among them
  };
  Below counted(double seconds, UpTo up_to) const;

  std::vector<Below> steps_;  ///< ascending, at the times that happened
  WideSum squared_trials_;
  std::uint64_t observations_ = 0;
  std::uint64_t sessions_ = 0;
};

/// Limits for the share of observations up to a time, over sessions of two kinds, of which carriers are the slower ones.
class TwoPathShares {
 public:
  /// Design effects are those at the time `near`.
  TwoPathShares(const PathTimes& usual, const PathTimes& carriers, double near, double confidence);

  /// Whether there are enough sessions for limits.
  bool are_known() const { return std::max(usual_.sessions(), carriers_.sessions()) >= 2; }
  Interval up_to(double seconds) const;

 private:
  PathMean share(const PathTimes& kind, double effective, double seconds) const;
  double effective(const PathTimes& kind, double near) const;

  const PathTimes& usual_;
  const PathTimes& carriers_;
  double confidence_;
  double effective_of_usual_;
  double effective_of_carriers_;
};

/// The effective observations for which a binomial interval is as wide as with t between sessions in place of z.
double with_t_for_z(double effective, std::uint64_t sessions, double confidence);

}  // namespace lastseen::experiments
