#include <lastseen/experiments/story/evidence.hpp>

#include <fmt/format.h>

namespace lastseen::experiments {
namespace {

bool matches(const EvidenceRow& row, const sim::Record& record) {
  if (models::kind_of(record) != row.kind) return false;
  if (row.actor.empty()) return true;
  const models::Role role = models::role_of(record);
  if (const auto side = models::side_named(row.actor)) return models::side_of(role) == *side;
  return models::role_named(row.actor) == role;
}

/// What would have happened instead of a decision, to be named when the decision is missing.
std::optional<models::Kind> opposite(models::Kind kind) {
  if (kind == models::Kind::skipped) return models::Kind::notification_sent;
  if (kind == models::Kind::notification_sent) return models::Kind::skipped;
  return std::nullopt;
}

std::string missing_text(const EvidenceRow& row, const StoryClock& story,
                         const std::vector<sim::Record>& records) {
  const auto other = opposite(row.kind);
  for (const sim::Record& record : records) {
    if (other && models::kind_of(record) == *other) {
      return fmt::format("the run has none; it has {} at {}", models::name(*other),
                         story_time(story, record.time));
    }
  }
  return "the run has none";
}

RowVerdict judge_row(const EvidenceRow& row, const StoryClock& story,
                     const std::vector<sim::Record>& records) {
  RowVerdict verdict;
  const sim::Instant at = sim::run_start + story.zero + row.at;
  sim::Duration nearest = sim::Duration::max();
  for (const sim::Record& record : records) {
    if (!matches(row, record)) continue;
    const sim::Duration distance = row.never ? sim::Duration::zero() : std::chrono::abs(record.time - at);
    if (distance >= nearest) continue;
    nearest = distance;
    verdict.record = record;
  }
  if (row.never) {
    verdict.agrees = !verdict.record;
    if (verdict.record) {
      verdict.finding = fmt::format("the run has one at {}", story_time(story, verdict.record->time));
    }
    return verdict;
  }
  verdict.agrees = verdict.record && nearest <= row.tolerance;
  if (!verdict.record) {
    verdict.finding = missing_text(row, story, records);
  } else if (!verdict.agrees) {
    verdict.finding = fmt::format("the run has it at {}", story_time(story, verdict.record->time));
  }
  return verdict;
}

}  // namespace

Agreement judge_evidence(const std::vector<EvidenceRow>& evidence, const StoryClock& story,
                         const std::vector<sim::Record>& records) {
  Agreement agreement;
  for (const EvidenceRow& row : evidence) {
    agreement.rows.push_back(judge_row(row, story, records));
    if (!row.doubtful && !agreement.rows.back().agrees) agreement.agrees = false;
  }
  return agreement;
}

std::string row_text(const StoryClock& story, const EvidenceRow& row) {
  const std::string what =
      fmt::format("{}{}{}", row.actor, row.actor.empty() ? "" : " ", models::name(row.kind));
  if (row.never) return "no " + what + " at any time";
  const sim::Instant at = sim::run_start + story.zero + row.at;
  const std::string clock = clock_time(story, at);
  return fmt::format("{} at {}{}", what, story_time(story, at),
                     clock.empty() ? "" : fmt::format(" ({})", clock.substr(0, 8)));
}

}  // namespace lastseen::experiments
