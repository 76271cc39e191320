// The lifetimes of many sessions' registry entries, some of them censored, kept so that a Kaplan-Meier curve and the variance
// between sessions of what is read off it can be had at the end, whatever the order in which sessions came.
//
// Sessions are divided into 30 groups, by replication number: an estimate is made again without each group, and how much it
// then differs is its variance (lifetime_estimates.hpp). So a lifetime is kept with its group, 16 bytes.
//
// Beyond 100,000 sessions only counters are kept, of each group, of lifetimes that agree in their 8 leading bits
// (sim/quantile_sketch.hpp), each known to within 1/256 of itself. Which of the two depends on the number of sessions alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <lastseen/experiments/statistics/time_sums.hpp>
#include <lastseen/models/monitor.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {

class LifetimeSums {
 public:
  static constexpr std::size_t group_count = 30;
  static constexpr std::uint64_t exact_sessions_max = TimeSums::exact_sessions_max;

  LifetimeSums() = default;
  /// Of so many sessions in the end, so that no lifetime is kept that will not be needed.
  explicit LifetimeSums(std::uint64_t sessions_expected);

  /// The lifetimes of one session of this length; may be none. Each at least 0.
  void add(std::uint32_t replication, std::span<const models::EntryLifetime> lifetimes,
           sim::Duration session_time = sim::Duration::zero());
  void merge(const LifetimeSums& other);
  /// Puts the lifetimes that are kept in order, as TimeSums::sort does.
  void sort();

  /// What happened in one group at one time.
  struct Event {
    sim::Duration time{0};
    std::uint32_t group = 0;
    std::uint64_t ended = 0;
    std::uint64_t censored = 0;
  };
  /// All of them, by time.
  std::vector<Event> events() const;

  struct Group {
    std::uint64_t sessions = 0;  ///< with a lifetime
    std::uint64_t lifetimes = 0;
    sim::Duration longest{0};  ///< ended or not
  };
  const std::array<Group, group_count>& groups() const { return groups_; }

  sim::Duration session_time() const { return session_time_; }            ///< the longest
  std::uint64_t sessions_with_end() const { return sessions_with_end_; }  ///< an entry ended
  bool is_exact() const { return sessions_ <= exact_sessions_max && buckets_.empty(); }

 private:
  struct Lifetime {
    sim::Duration length;
    std::uint32_t group;
    bool is_censored;
  };
  struct Bucket {
    std::uint64_t ended = 0;
    std::uint64_t censored = 0;
  };

  static bool is_earlier(const Lifetime& a, const Lifetime& b);
  bool is_sorted() const { return sorted_ == lifetimes_.size(); }
  void use_buckets();
  void count_in_bucket(const Lifetime& lifetime);

  std::vector<Lifetime> lifetimes_;  ///< empty once there are buckets
  std::size_t sorted_ = 0;           ///< the first so many of them are in order
  std::vector<Bucket> buckets_;      ///< by time, and then by group
  std::array<Group, group_count> groups_{};
  sim::Duration shortest_ = sim::Duration::max();
  sim::Duration session_time_{0};
  std::uint64_t sessions_ = 0;
  std::uint64_t sessions_with_end_ = 0;
};

}  // namespace lastseen::experiments
