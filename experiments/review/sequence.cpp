#include <lastseen/experiments/review/sequence.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include <lastseen/experiments/runs/replications.hpp>
#include <lastseen/experiments/story/outcome.hpp>
#include <lastseen/experiments/words/idle_polls.hpp>
#include <lastseen/experiments/words/sentences.hpp>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Role;
using plots::Tone;
using sim::Record;

enum Lifeline : int { app, backend, socket, registry };

Lifeline lifeline_of(const Record& record) {
  switch (models::role_of(record)) {
    case Role::view:
    case Role::outbox:
    case Role::supervision:
    case Role::polling:
    case Role::screen: return app;
    case Role::api:
    case Role::dispatcher:
    case Role::worker:
    case Role::notifier:
    case Role::push_service: return backend;
    case Role::gateway:
    case Role::ping_handler:
    case Role::network:
    case Role::proxy: return socket;
    case Role::registry: return registry;
  }
  return app;
}

/// The label of the arrow that ends in this record; empty when it is not the arrival of anything.
std::string arrow_label(const Record& record) {
  switch (models::kind_of(record)) {
    case Kind::accepted: return fmt::format("upload job {}", record.subject.number);
    case Kind::upload_confirmed: return "201 accepted";
    case Kind::connected:
      return models::role_of(record) == Role::gateway ? "TCP, TLS, upgrade" : "101, connected";
    case Kind::registered: return "register";
    case Kind::ping_received: return fmt::format("ping {}", record.subject.part);
    case Kind::pong_received: return fmt::format("pong {}", record.subject.part);
    case Kind::refreshed: return "set LastSeen";
    case Kind::poll_served: return "poll";
    case Kind::poll_answered: return "all done";
    case Kind::notification_received: return "job completed";
    case Kind::push_received: return "job completed, by push";
    case Kind::status_served: return "registered?";
    case Kind::status_received: return "yes";
    case Kind::unknown_received: return "no";
    case Kind::disconnected: return "close";
    default: return "";
  }
}

/// Turns the records of one run into a chart.
class Drawing {
 public:
  Drawing(const Scenario& scenario, const Arm& arm, const JobOfSession& of)
      : story_(scenario.story), run_(replay(scenario, arm, of.replication)), of_(of) {
    const auto& job = result();
    // A screen that never updates is followed for as long as polling would have taken.
    end_ = job.was_shown()       ? job.shown
           : job.was_completed() ? job.completed + arm.settings.polling.interval
                                 : run_.records.back().time;
    start_ = first_of_interest();
    chart_.lifelines = {"App", "API and AI worker", "WebSocket", "Registry"};
    chart_.title = fmt::format("{}: {}", arm.name, job.was_delivered() ? "delivered" : "lost");
    chart_.description = outcome_text(job, run_.records, scenario.story, arm.settings);
    chart_.command = fmt::format("lastseen run {} --arm {} --seed {} --replication {}", scenario.shell_word(),
                                 arm.name, scenario.seed, of.replication);
  }

  plots::SequenceChart draw() {
    const IdlePolls idle(run_.records, of_.user, of_.job);
    for (const Record& record : run_.records) {
      if (record.time < start_ || record.time > end_ || !concerns(record, of_.user)) continue;
      if (is_of_other_job(record) || idle.contains(record)) continue;
      draw(record);
    }
    close_spans();
    if (!result().was_shown()) {
      chart_.notes.push_back(
          {.lifeline = app, .at_s = end_s(), .label = "screen never updated", .tone = Tone::bad});
    }
    return chart_;
  }

 private:
  const models::JobResult& result() const {
    for (const models::JobResult& job : run_.result.jobs) {
      if (job.user == of_.user && job.job == of_.job) return job;
    }
    throw std::out_of_range("the session has no such job");
  }

  /// Everything from the start when that is short; otherwise from a little before the job.
  sim::Instant first_of_interest() const {
    constexpr auto lead = std::chrono::minutes(3);
    const auto submitted = result().was_submitted() ? result().submitted : sim::run_start;
    return submitted - sim::run_start > lead ? submitted - std::chrono::seconds(35) : sim::run_start;
  }

  bool is_of_other_job(const Record& record) const {
    return models::subject_type_of(record) == models::SubjectType::job && record.subject.number != of_.job;
  }

  double seconds(const Record& record) const {
    return sim::to_seconds(record.time.time_since_epoch() - story_.zero);
  }

  void draw(const Record& record) {
    const std::string label = arrow_label(record);
    if (!label.empty() && record.cause != sim::no_record) {
      const Record& cause = run_.records[record.cause - 1];
      if (lifeline_of(cause) != lifeline_of(record)) {
        const bool good = models::kind_of(record) == Kind::refreshed ||
                          models::kind_of(record) == Kind::notification_received;
        chart_.arrows.push_back({.from = lifeline_of(cause),
                                 .to = lifeline_of(record),
                                 .sent_s = seconds(cause),
                                 .received_s = seconds(record),
                                 .label = label,
                                 .tone = good ? Tone::good : Tone::neutral});
      }
    }
    draw_mark(record);
  }

  void note(const Record& record, std::string label, Tone tone = Tone::neutral) {
    chart_.notes.push_back(
        {.lifeline = lifeline_of(record), .at_s = seconds(record), .label = std::move(label), .tone = tone});
  }

  void ask_registry(const Record& record, std::string answer, Tone tone) {
    chart_.arrows.push_back({.from = backend,
                             .to = registry,
                             .sent_s = seconds(record),
                             .received_s = seconds(record),
                             .label = "connected? " + std::move(answer),
                             .tone = tone});
  }

  void draw_mark(const Record& record) {
    switch (models::kind_of(record)) {
      case Kind::submitted: note(record, fmt::format("submit job {}", record.subject.number)); break;
      case Kind::registered: open_entry_ = seconds(record); break;
      case Kind::stale:
        note(record, "cleanup removes it: " + stale_age(record), Tone::bad);
        close_entry(seconds(record));
        break;
      case Kind::unregistered:
        note(record, "entry removed", Tone::bad);
        close_entry(seconds(record));
        break;
      case Kind::processing_started: processing_since_ = seconds(record); break;
      case Kind::processing_completed:
      case Kind::processing_failed:
        chart_.spans.push_back({.lifeline = backend,
                                .from_s = processing_since_,
                                .to_s = seconds(record),
                                .label = "AI processing"});
        break;
      case Kind::notification_sent: ask_registry(record, "yes", Tone::good); break;
      case Kind::skipped: decide(record, "skipped"); break;
      case Kind::kept: decide(record, "kept"); break;
      case Kind::published: decide(record, "published"); break;
      case Kind::push_sent: decide(record, "pushed"); break;
      case Kind::screen_updated: note(record, "screen updated", Tone::good); break;
      case Kind::polling_stopped:
        if (record.time < result().completed) note(record, "polling stops", Tone::warning);
        break;
      case Kind::restarted:
        note(record, "server goes down", Tone::bad);
        close_entry(seconds(record));
        break;
      default: note_fault(record); break;
    }
  }

  /// What goes wrong, or is repaired, in a few words.
  void note_fault(const Record& record) {
    switch (models::kind_of(record)) {
      case Kind::backgrounded: return note(record, "app in the background", Tone::warning);
      case Kind::foregrounded: return note(record, "app in front");
      case Kind::health_check_failed: return note(record, "health check fails", Tone::warning);
      case Kind::upgrade_failed: return note(record, "upgrade failed", Tone::bad);
      case Kind::handler_returned: return note(record, "handler returns", Tone::bad);
      case Kind::deadline_passed: return note(record, "deadline passes", Tone::bad);
      case Kind::not_registered: return note(record, "no entry", Tone::bad);
      case Kind::given_up: return note(record, "given up", Tone::bad);
      case Kind::push_lost: return note(record, "push lost", Tone::bad);
      case Kind::started: return note(record, "server is back");
      case Kind::network_switched: return note(record, "network changes", Tone::warning);
      case Kind::outage_began: return note(record, "no network", Tone::warning);
      case Kind::outage_ended: return note(record, "network is back");
      case Kind::connection_died: return note(record, "connection dies", Tone::bad);
      case Kind::packet_lost: return note(record, "message lost", Tone::bad);
      default: return;
    }
  }

  /// What the notifier does without an entry.
  void decide(const Record& record, std::string what) {
    ask_registry(record, "no", Tone::bad);
    note(record, std::move(what), Tone::bad);
  }

  std::string stale_age(const Record& record) const {
    const Record& seen = run_.records[record.cause - 1];
    return fmt::format("LastSeen {:.0f} s old", sim::to_seconds(record.time - seen.time));
  }

  void close_entry(double at_s) {
    if (!open_entry_) return;
    chart_.spans.push_back(
        {.lifeline = registry, .from_s = *open_entry_, .to_s = at_s, .label = "entry", .tone = Tone::good});
    open_entry_.reset();
  }
  double end_s() const { return sim::to_seconds(end_.time_since_epoch() - story_.zero); }
  void close_spans() { close_entry(end_s()); }

  const StoryClock& story_;
  Replay run_;
  JobOfSession of_;
  sim::Instant start_ = sim::run_start;
  sim::Instant end_ = sim::run_start;
  std::optional<double> open_entry_;
  double processing_since_ = 0;
  plots::SequenceChart chart_;
};

}  // namespace

JobOfSession telling_job(const Scenario& scenario, const Arm& first, const Arm& second) {
  constexpr std::uint32_t looked_at = 200;
  const std::uint32_t replications = std::min(scenario.replications, looked_at);
  const Sessions before = run_sessions(first.settings, scenario.seed, replications);
  const Sessions after = run_sessions(second.settings, scenario.seed, replications);
  JobOfSession best;
  sim::Instant earliest = sim::never;
  bool best_is_different = false;
  for (std::uint32_t replication = 0; replication < replications; ++replication) {
    const auto& lost = before.results[replication].jobs;
    const auto& kept = after.results[replication].jobs;
    for (std::size_t job = 0; job < std::min(lost.size(), kept.size()); ++job) {
      if (!lost[job].was_completed() || lost[job].was_delivered()) continue;
      const bool is_different = kept[job].was_delivered();
      if (is_different < best_is_different) continue;
      if (is_different == best_is_different && lost[job].completed >= earliest) continue;
      best_is_different = is_different;
      earliest = lost[job].completed;
      best = {replication, lost[job].user, lost[job].job};
    }
  }
  return best;
}

plots::SequenceChart sequence_chart(const Scenario& scenario, const Arm& arm, const JobOfSession& of) {
  return Drawing(scenario, arm, of).draw();
}

}  // namespace lastseen::experiments
