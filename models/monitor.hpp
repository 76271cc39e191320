// Watches a session and says what became of each job: exactly one outcome, and if its notification was not delivered,
// exactly one cause. It reads records and nothing else, and changes nothing: with or without it a world has the same
// fingerprint.
//
// The cause is what the trace says at the moment of the decision: why the registry had no fresh entry, or why a sent
// notification did not arrive. That it is the cause is proved by replaying the same draws without it
// (experiments/diagnosis/why.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <lastseen/models/entry_lives.hpp>
#include <lastseen/models/entry_watch.hpp>
#include <lastseen/models/mechanisms.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {

enum class Outcome : std::uint8_t {
  not_submitted,  ///< the run ended before
  unfinished,     ///< not completed by the end of the run: there was nothing to deliver yet
  delivered,      ///< the app received the notification
  skipped,        ///< "not connected", and that was all
  lost,           ///< sent or pushed, and never received
  kept,           ///< waits for the user to come back, or waited in vain
};
inline constexpr int outcome_count = 6;
std::string_view name(Outcome outcome);
/// What an unfinished job was, in words.
inline constexpr std::string_view unfinished_text = "not completed by the end of the run";

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
  sim::RecordId decided_by = sim::no_record;  ///< the last record of sending, skipping, keeping or losing it
  sim::RecordId proof = sim::no_record;       ///< the record that made the cause
  bool not_connected = false;                 ///< the notifier's first answer, whatever followed
  bool given_up = false;  ///< its notification was skipped, or kept and never sent; and it was never received
  bool started_polling = false;
  bool under_way = false;               ///< its notification: sent, and neither received nor lost so far
  bool into_void = false;               ///< its notification was lost in a dead socket, at least once
  std::optional<Mechanism> cause = {};  ///< of a completed job that was not delivered
  Outcome outcome = Outcome::not_submitted;

  bool was_submitted() const { return submitted != sim::never; }
  bool was_completed() const { return completed != sim::never; }
  bool was_delivered() const { return received != sim::never; }
  bool was_shown() const { return shown != sim::never; }
};

struct SessionResult {
  std::vector<JobResult> jobs;  ///< by user, then by job
  std::uint64_t polls = 0;      ///< within the session, and later of users with a job that is not shown
  std::uint64_t polls_in_session = 0;  ///< within the session
  std::uint64_t pings = 0;
  std::uint64_t connections_attempted = 0;    ///< that were made or failed within the session
  std::uint64_t connections_established = 0;  ///< of these, reported as connected
  std::uint64_t notifications_sent = 0;       ///< jobs whose notification was written to a socket
  std::uint64_t notifications_into_void = 0;  ///< of these, never received, a socket being dead
  std::uint64_t radio_wakeups =
      0;  ///< within the session: the phone sends or receives after 10 s or more of silence
  std::vector<EntryLifetime> entry_lifetimes;  ///< within the session, of all entries
  sim::Duration ghost_time{0};    ///< within the session, during which entries stood for dead connections
  sim::Duration polling_time{0};  ///< within the session, during which a polling loop ran
  sim::Duration user_time{0};     ///< users times length of the session
};

class Monitor : public sim::Observer {
 public:
  /// Of a session with these settings: how many users there are and jobs of each, and how long it lasts.
  explicit Monitor(const Settings& settings);

  void observe(const sim::Record& record) override;

  /// The result so far, at the instant given. A notification that was sent and not received by then counts as lost.
  SessionResult result(sim::Instant end) const& { return settled(result_, end); }
  /// The same of a monitor that is not needed any more, without a copy of its jobs.
  SessionResult result(sim::Instant end) && { return settled(std::move(result_), end); }

 private:
  struct User {
    EntryWatch entry;
    sim::Instant polling_since = sim::never;    ///< never: not polling
    sim::Instant radio = sim::never;            ///< when it was last used
    sim::RecordId submission = sim::no_record;  ///< the latest, and its job
    std::uint32_t submitted_job = 0;
    std::uint32_t unseen = 0;    ///< jobs submitted and not shown
    bool is_connecting = false;  ///< neither made nor failed
  };

  JobResult& job(UserId user, std::uint32_t number) {
    return result_.jobs[std::size_t{user} * jobs_per_user_ + number - 1];
  }
  JobResult& job(const sim::Record& record) { return job(record.subject.owner, record.subject.number); }
  void observe_job(const sim::Record& record, User& user);
  void observe_client(const sim::Record& record, User& user);
  void observe_connection(const sim::Record& record, User& user);
  bool is_in_session(const sim::Record& record) const { return record.time <= session_end_; }
  sim::Duration in_session(sim::Instant from, sim::Instant to) const;
  SessionResult settled(SessionResult result, sim::Instant end) const;
  void use_radio(const sim::Record& record, User& user);
  void decide(const sim::Record& record, Outcome outcome, const Blame& blame);

  std::uint32_t jobs_per_user_;
  sim::Instant session_end_;
  EntryLives entries_;
  SessionResult result_;
  std::vector<User> users_;
  std::vector<sim::RecordId> deaths_;  ///< of sockets, ascending
};

}  // namespace lastseen::models
