// Watches a session and says what became of each job. It reads records and nothing else, and changes nothing: with or
// without it a world has the same fingerprint.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/mechanism.hpp"
#include "models/vocabulary.hpp"

namespace lastseen::models {

/// What became of one job. Instants that never came are sim::never.
struct JobResult {
  UserId user = 0;
  std::uint32_t job = 0;
  sim::Instant submitted = sim::never;
  sim::Instant accepted = sim::never;
  sim::Instant completed = sim::never;  ///< or failed: done either way
  sim::Instant sent = sim::never;
  sim::Instant skipped = sim::never;
  sim::Instant received = sim::never;  ///< the notification, by the app
  sim::Instant shown = sim::never;     ///< the screen, by whatever way
  sim::Duration connection_age{-1};    ///< at completion, since the latest registration; -1: none before
  bool started_polling = false;
  std::optional<Mechanism> cause;  ///< why it was not delivered, where the trace tells

  bool was_submitted() const { return submitted != sim::never; }
  bool was_completed() const { return completed != sim::never; }
  bool was_delivered() const { return received != sim::never; }
  bool was_shown() const { return shown != sim::never; }
};

struct SessionResult {
  std::vector<JobResult> jobs;  ///< by user, then by job
  std::uint64_t polls = 0;
  std::uint64_t pings = 0;
  std::uint64_t connections_attempted = 0;
  std::uint64_t connections_established = 0;
  std::vector<sim::Duration> entry_lifetimes;  ///< registration -> entry gone, of entries that went
  sim::Duration polling_time{0};               ///< during which a polling loop ran
};

class Monitor : public sim::Observer {
 public:
  /// Watches the jobs 1..jobs_per_user of the users 0..users-1.
  Monitor(std::uint32_t users, std::uint32_t jobs_per_user);

  void observe(const sim::Record& record) override;

  /// The result so far, at the instant given. Notifications sent and not received by then are still missing: their
  /// cause is `half_open` only when the run is over.
  SessionResult result(sim::Instant end) const;

 private:
  /// What the monitor knows of a user's entry, from the records that it saw.
  struct EntryWatch {
    sim::RecordId seen = sim::no_record;     ///< what last set LastSeen
    sim::RecordId removed = sim::no_record;  ///< what removed the entry
    sim::Instant registered = sim::never;
    std::uint32_t pings_since_seen = 0;  ///< received, up to the removal
    Mechanism removed_by = Mechanism::no_refresh;
    bool present = false;
    std::uint32_t server_connection = 0;  ///< the latest that the gateway logged as connected
  };
  /// The end of a connection at the gateway, for the `unregistered` that follows it.
  struct ClosedWatch {
    sim::RecordId record = sim::no_record;
    std::uint32_t connection = 0;
    bool by_client = false;
  };

  struct Submission {
    sim::RecordId record = sim::no_record;
    std::uint32_t job = 0;
  };

  JobResult& job(UserId user, std::uint32_t number) {
    return result_.jobs[std::size_t{user} * jobs_per_user_ + number - 1];
  }
  JobResult& job(const sim::Record& record) { return job(record.subject.owner, record.subject.number); }
  void observe_entry(const sim::Record& record, EntryWatch& entry);
  Mechanism cause_of_skip(const sim::Record& record) const;

  std::uint32_t jobs_per_user_;
  SessionResult result_;
  std::vector<EntryWatch> entries_;
  std::vector<std::vector<sim::RecordId>> client_closes_;  ///< by user, by connection - 1
  std::vector<ClosedWatch> closed_;                        ///< by user
  std::vector<sim::Instant> polling_since_;                ///< by user; never: not polling
  std::vector<Submission> submissions_;                    ///< by user: the latest
};

}  // namespace lastseen::models
