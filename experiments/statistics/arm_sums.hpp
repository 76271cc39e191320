// The sessions of one arm, summed: all that its responses need, added a row at a time and merged in any order.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/fingerprints.hpp>
#include <lastseen/experiments/statistics/lifetime_sums.hpp>
#include <lastseen/experiments/statistics/mean.hpp>
#include <lastseen/experiments/statistics/ratio.hpp>
#include <lastseen/experiments/statistics/session_row.hpp>
#include <lastseen/experiments/statistics/time_sums.hpp>
#include <lastseen/models/mechanisms.hpp>

namespace lastseen::experiments {

/// Jobs are sorted by the age of the connection at their completion into bins of this width; older ones are left out.
inline constexpr std::size_t age_bin_count = 42;
inline constexpr sim::Duration age_bin_width = std::chrono::seconds(10);

class ArmSums {
 public:
  ArmSums() = default;
  /// Of so many sessions in the end.
  explicit ArmSums(std::uint64_t sessions_expected)
      : time_to_ui(sessions_expected), entry_lifetimes(sessions_expected) {}

  void add(const SessionRow& row);
  void merge(const ArmSums& other);
  /// Puts the times in order, which merging and estimates else do: for the thread that added the rows.
  void sort();

  std::uint64_t sessions = 0;
  std::uint64_t jobs = 0;  ///< submitted
  std::uint64_t events = 0;
  std::uint64_t records = 0;
  Fingerprints fingerprints;
  /// Jobs submitted and not delivered, by mechanism; the last: not completed.
  std::array<std::uint64_t, models::mechanism_count + 1> lost{};

  // Of each session: jobs among jobs.
  ClusterSums delivered;                                    ///< among submitted
  ClusterSums not_connected;                                ///< the notifier's first answer, among completed
  ClusterSums given_up;                                     ///< among completed
  ClusterSums never_shown;                                  ///< among submitted
  ClusterSums started_polling;                              ///< among submitted
  std::array<ClusterSums, age_bin_count> delivered_by_age;  ///< among completed, by the age of the connection
  // ... and other things among their kind, and things a time.
  ClusterSums connections;             ///< established among attempted
  ClusterSums sent_into_void;          ///< among notifications sent
  RatioSums polls_of_jobs;             ///< polls / jobs submitted
  RatioSums polls_of_polling;          ///< polls within the session / polling time [ns]
  TwoPathRatios ghost_of_user_time;    ///< ghost time [ns] / users' time [ns]
  TwoPathRatios wakeups_of_user_time;  ///< radio wake-ups / users' time [ns]
  // Times.
  TwoPathTimes time_to_ui;           ///< completion -> screen, of jobs completed
  TwoPathSums time_from_submission;  ///< submission -> screen, of jobs shown
  LifetimeSums entry_lifetimes;      ///< of registry entries

 private:
  void add_jobs(const SessionRow& row);
  /// `is_carrier`: the notification of a completed job of the session was not sent at its completion, or did not arrive.
  void add_times(const SessionRow& row, bool is_carrier);
  void add_ages(const SessionRow& row);

  std::vector<sim::Duration> times_;  ///< of one session, kept for its memory
};

/// Outcomes of one session as a cluster: delivered among submitted.
Cluster delivered_cluster(const SessionRow& row);

}  // namespace lastseen::experiments
