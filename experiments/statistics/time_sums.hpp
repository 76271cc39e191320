// The times of many sessions, kept so that quantiles and their intervals between sessions can be had at the end, whatever
// the order in which sessions came and parts were merged.
//
// An interval for a quantile needs, at any time x, sums over sessions of how many of a session's X of N observations are at
// most x: sum X, sum X^2, sum X N, and the sessions with X > 0 and with X = N. All are steps in x. At the r-th of a
// session's observations X rises to r, and so sum X^2 by 2 r - 1, sum X N by N. So an observation is kept as its time, r and N,
// without its session: 16 bytes.
//
// Beyond 100,000 sessions only counters are kept, of times that agree in their 8 leading bits (sim/quantile_sketch.hpp): a
// time is then known to within 1/256 of itself, everything else as before. Which of the two depends on the number of
// sessions alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <lastseen/experiments/statistics/mean.hpp>
#include <lastseen/experiments/statistics/two_paths.hpp>
#include <lastseen/experiments/statistics/wide_sum.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {

/// The time to what never happened.
inline constexpr sim::Duration never_happens = sim::Duration::max();

class TimeSums {
 public:
  /// Sessions, with or without observations, up to which times are exact.
  static constexpr std::uint64_t exact_sessions_max = 100'000;

  TimeSums() = default;
  /// Of so many sessions in the end, so that no time is kept that will not be needed.
  explicit TimeSums(std::uint64_t sessions_expected);

  /// The times of one session, in ascending order, those that never happened last. May be none. Throws
  /// std::invalid_argument for a negative time.
  void add(std::span<const sim::Duration> ascending);
  void merge(const TimeSums& other);
  /// Puts the times that are kept in order, which whoever needs them in order else does at the end: for the thread that
  /// added them, before they are merged.
  void sort();

  /// What happens at one time, summed over the observations there. Sums of squares stay below 2^64 while a session's
  /// observations times those of all do.
  struct Step {
    sim::Duration time{0};      ///< within 1/256 where times are counted in buckets
    sim::Duration earliest{0};  ///< the true times lie between these two; both are `time` where it is exact
    sim::Duration latest{0};
    std::uint64_t observations = 0;
    std::uint64_t squares = 0;  ///< 2 r - 1, summed: by how much sum X^2 rises
    std::uint64_t trials = 0;   ///< N, summed
    std::uint64_t firsts = 0;   ///< observations with r = 1
    std::uint64_t lasts = 0;    ///< observations with r = N
  };
  /// The steps at the times that happened, ascending; of each time, or of each bucket of times beyond
  /// `exact_sessions_max`.
  std::vector<Step> steps() const;

  sim::Duration longest() const { return longest_; }  ///< that happened, exactly; 0 when none did
  const MeanSums& finite() const { return finite_; }  ///< the times that happened
  bool is_exact() const { return sessions_ <= exact_sessions_max && buckets_.empty(); }
  std::uint64_t sessions() const { return sessions_; }
  std::uint64_t sessions_with_observations() const { return sessions_with_observations_; }
  std::uint64_t observations() const { return observations_; }
  const WideSum& squared_trials() const { return squared_trials_; }  ///< sum N^2

 private:
  struct Observation {
    sim::Duration time;
    std::uint32_t nth;  ///< in its session, from 1
    std::uint32_t of;   ///< observations of the session
  };
  using Bucket = Step;  ///< without its time

  bool is_sorted() const { return sorted_ == times_.size(); }
  void use_buckets();
  void count_in_bucket(const Observation& observation);
  std::vector<Step> steps_of_buckets() const;

  std::vector<Observation> times_;  ///< that happened; empty once there are buckets
  std::size_t sorted_ = 0;          ///< the first so many of them are in order
  std::vector<Bucket> buckets_;
  sim::Duration shortest_ = never_happens;
  sim::Duration longest_{0};  ///< that happened
  MeanSums finite_;
  std::uint64_t sessions_ = 0;
  std::uint64_t sessions_with_observations_ = 0;
  std::uint64_t observations_ = 0;
  WideSum squared_trials_;
};

/// The times of many sessions of two kinds.
struct TwoPathTimes {
  TwoPathTimes() = default;
  explicit TwoPathTimes(std::uint64_t sessions_expected)
      : usual(sessions_expected), carriers(sessions_expected) {}

  /// See TimeSums::add; both kinds count the session, so that both are exact, or neither.
  void add(std::span<const sim::Duration> ascending, bool is_carrier) {
    usual.add(is_carrier ? std::span<const sim::Duration>{} : ascending);
    carriers.add(is_carrier ? ascending : std::span<const sim::Duration>{});
  }
  void merge(const TwoPathTimes& other) {
    usual.merge(other.usual);
    carriers.merge(other.carriers);
  }
  void sort() {
    usual.sort();
    carriers.sort();
  }

  TimeSums usual;
  TimeSums carriers;  ///< of the rare way
};

}  // namespace lastseen::experiments
