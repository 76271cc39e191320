// What became of a job, and why, in words.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <lastseen/experiments/words/story_clock.hpp>
#include <lastseen/models/monitor.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// Tells the jobs of one run. Looks through the records once; each job is then told from those that concern it.
class Outcomes {
 public:
  /// `records` are all of the run, record id i at index i - 1. All outlive this.
  Outcomes(const std::vector<sim::Record>& records, const StoryClock& story,
           const models::Settings& settings);

  /// What became of the job, and why, in one to three sentences.
  std::string text(const models::JobResult& job) const;

 private:
  /// Records of users in order: user, then record.
  using OfUsers = std::vector<std::pair<models::UserId, sim::RecordId>>;

  const sim::Record& record(sim::RecordId id) const { return records_[id - 1]; }
  std::size_t count_between(const OfUsers& kind, const sim::Record& seen, sim::Instant end) const;
  std::string loss_reason(const sim::Record& record) const;
  std::string skip_reason(const sim::Record& skip) const;
  std::string unseen_pings(const sim::Record& seen, sim::Instant end) const;
  std::string no_entry_text(const sim::Record& skip) const;
  std::string removed_text(const sim::Record& removed) const;

  const std::vector<sim::Record>& records_;
  const StoryClock& story_;
  const models::Settings& settings_;
  std::vector<std::pair<std::pair<models::UserId, std::uint32_t>, sim::RecordId>> of_jobs_;  ///< in order
  OfUsers heard_pings_;
  OfUsers copies_;
  OfUsers control_pongs_;
  OfUsers failures_to_register_;
};

}  // namespace lastseen::experiments
