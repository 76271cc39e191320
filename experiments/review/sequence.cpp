#include <lastseen/experiments/review/sequence.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include <lastseen/experiments/runs/sessions.hpp>
#include <lastseen/experiments/story/outcome.hpp>
#include <lastseen/experiments/words/idle_polls.hpp>
#include <lastseen/experiments/words/placeholders.hpp>
#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/models/record_kinds.hpp>

namespace lastseen::experiments {
namespace {

using models::Role;
using models::Span;
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

Tone tone_of(models::Tone tone) {
  switch (tone) {
    case models::Tone::neutral: return Tone::neutral;
    case models::Tone::good: return Tone::good;
    case models::Tone::warning: return Tone::warning;
    case models::Tone::bad: return Tone::bad;
  }
  return Tone::neutral;
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
    chart_.description = Outcomes(run_.records, scenario.story, arm.settings).text(job);
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
    const models::RecordKind& row = models::record_kind(record);
    if (!row.arrow.empty()) draw_arrow(record, row);
    if (row.lookup != models::Lookup::none) draw_lookup(record, row);
    if (!row.note.empty() && !is_past_the_story(record, row)) {
      chart_.notes.push_back({.lifeline = lifeline_of(record),
                              .at_s = seconds(record),
                              .label = fill(row.note, record, run_.records),
                              .tone = tone_of(row.tone)});
    }
    follow_spans(record, row);
  }

  void draw_arrow(const Record& record, const models::RecordKind& row) {
    const Record* cause = cause_of(record, run_.records);
    if (!cause || lifeline_of(*cause) == lifeline_of(record)) return;
    chart_.arrows.push_back({.from = lifeline_of(*cause),
                             .to = lifeline_of(record),
                             .sent_s = seconds(*cause),
                             .received_s = seconds(record),
                             .label = fill(row.arrow, record, run_.records),
                             .tone = tone_of(row.tone)});
  }

  void draw_lookup(const Record& record, const models::RecordKind& row) {
    chart_.arrows.push_back(
        {.from = backend,
         .to = registry,
         .sent_s = seconds(record),
         .received_s = seconds(record),
         .label = row.lookup == models::Lookup::connected ? "connected? yes" : "connected? no",
         .tone = tone_of(row.tone)});
  }

  /// That polling stops is worth telling only while the job may still need it.
  bool is_past_the_story(const Record& record, const models::RecordKind& row) const {
    return row.closes == Span::polling && record.time >= result().completed;
  }

  void follow_spans(const Record& record, const models::RecordKind& row) {
    if (row.opens == Span::entry) open_entry_ = seconds(record);
    if (row.closes == Span::entry || row.opens == Span::down) close_entry(seconds(record));
    if (row.opens == Span::processing) processing_since_ = seconds(record);
    if (row.closes == Span::processing) {
      chart_.spans.push_back({.lifeline = backend,
                              .from_s = processing_since_,
                              .to_s = seconds(record),
                              .label = "AI processing"});
    }
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
  SessionRunner runner;
  JobOfSession best;
  sim::Instant earliest = sim::never;
  bool best_is_different = false;
  for (std::uint32_t replication = 0; replication < std::min(scenario.replications, looked_at);
       ++replication) {
    const SessionRow before = runner.run(first.settings, scenario.seed, replication);
    const SessionRow after = runner.run(second.settings, scenario.seed, replication);
    if (std::max(before.records, after.records) > told_records_max) continue;
    for (std::size_t index = 0; index < std::min(before.jobs.size(), after.jobs.size()); ++index) {
      const JobRow& lost = before.jobs[index];
      if (!lost.was_completed() || lost.delivered) continue;
      const bool is_different = after.jobs[index].delivered;
      if (is_different < best_is_different) continue;
      if (is_different == best_is_different && lost.completed >= earliest) continue;
      best_is_different = is_different;
      earliest = lost.completed;
      best = {replication, static_cast<models::UserId>(index / before.jobs_per_user),
              static_cast<std::uint32_t>(index % before.jobs_per_user) + 1};
    }
  }
  return best;
}

plots::SequenceChart sequence_chart(const Scenario& scenario, const Arm& arm, const JobOfSession& of) {
  return Drawing(scenario, arm, of).draw();
}

}  // namespace lastseen::experiments
