// A session as a row: what the responses need of it and nothing else. Rows are what is run, merged, stored and sent.
//
//     runs:        settings, seed, replications first..first+count-1  ->  rows                     (runs/sessions.hpp)
//     statistics:  rows -> ArmSums, PairSums, in one pass, merged in any order -> ArmSample -> estimates
//     study:       design points, made when their turn comes; batches of replications; figures of points in order
//
// - A row depends on settings, seed and replication alone. Its key is (design point, arm, replication); rows of a batch of one
//   arm are a block of bytes (row_bytes.hpp) that a store or another process takes and gives back as it was.
// - Threads take batches (point, replications) from a work list (study/point_runs.hpp). A batch is all arms of its
//   replications: a pair under common random numbers is made on the thread that made both of its rows, and no row outlives
//   its batch.
// - Sums are integers: counts, nanoseconds, and products of them in 192 bits (wide_sum.hpp). They merge exactly, so that
//   figures depend neither on threads nor on the order in which work ended. Variances are made of them as exact fractions
//   (moments.hpp), and rounded once.
// - Quantiles need every time: kept up to 100,000 sessions, 16 bytes each; beyond, counted in buckets (time_sums.hpp).
// - Fingerprints depend on the order of replications: kept until their turn comes, 8 bytes each (fingerprints.hpp).
// - A design point is its assignments; arms with settings exist while their point is under way. Long lists of settings
//   (faults, instants of submission) are shared between arms and points until one changes them (models/shared_list.hpp).
// - Memory: sums of the points under way, one for each thread and a few that wait for an earlier one; figures are written as
//   their points come out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <lastseen/models/monitor.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {

/// What became of one job. Instants that never came are sim::never.
struct JobRow {
  sim::Instant submitted = sim::never;
  sim::Instant completed = sim::never;  ///< or failed
  sim::Instant shown = sim::never;
  sim::Duration connection_age{-1};  ///< at completion, since the latest registration; -1: none before
  std::optional<models::Mechanism> cause = {};
  bool delivered = false;
  bool not_connected = false;  ///< the notifier's first answer
  bool given_up = false;       ///< its notification
  bool started_polling = false;
  /// By a notification that was sent when the job was completed: not kept or published, nor pushed.
  bool delivered_at_once = false;

  bool was_submitted() const { return submitted != sim::never; }
  bool was_completed() const { return completed != sim::never; }
  bool was_shown() const { return shown != sim::never; }

  friend bool operator==(const JobRow&, const JobRow&) = default;
};

/// One session of one arm.
struct SessionRow {
  std::uint32_t replication = 0;
  std::uint32_t jobs_per_user = 0;
  std::vector<JobRow> jobs;  ///< by user, then by job: submitted or not
  std::uint64_t polls = 0;
  std::uint64_t polls_in_session = 0;
  std::uint64_t connections_attempted = 0;
  std::uint64_t connections_established = 0;
  std::uint64_t notifications_sent = 0;
  std::uint64_t notifications_into_void = 0;
  std::uint64_t radio_wakeups = 0;
  std::vector<models::EntryLifetime> entry_lifetimes;
  sim::Duration ghost_time{0};
  sim::Duration polling_time{0};
  sim::Duration user_time{0};
  sim::Duration session_time{0};  ///< session.duration
  std::uint64_t fingerprint = 0;
  std::uint64_t events = 0;
  std::uint64_t records = 0;

  std::size_t users() const { return jobs_per_user == 0 ? 0 : jobs.size() / jobs_per_user; }

  friend bool operator==(const SessionRow&, const SessionRow&) = default;
};

/// What a monitor saw in a replication, with `jobs_per_user` jobs of each user; session_time, fingerprint, events and records are left 0.
SessionRow session_row(const models::SessionResult& result, std::uint32_t replication,
                       std::uint32_t jobs_per_user);

}  // namespace lastseen::experiments
