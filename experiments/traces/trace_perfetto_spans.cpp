#include <lastseen/experiments/traces/trace_perfetto_spans.hpp>

#include <lastseen/experiments/words/placeholders.hpp>
#include <lastseen/experiments/words/registry_entries.hpp>

namespace lastseen::experiments {

using models::Role;
using models::Side;
using models::Span;

namespace {

/// An upload that failed before goes on.
bool is_next_attempt(const sim::Record& record) { return record.subject.part > 1; }

}  // namespace

std::vector<Spans::Change> Spans::follow(const sim::Record& record) {
  changes_.clear();
  const models::RecordKind& row = models::record_kind(record);
  if (row.closes != Span::none) end(key_of(row.closes, record, record.cause));
  if (row.opens == Span::down) end_instance(record.actor.index);
  if (row.opens != Span::none && !is_next_attempt(record)) {
    begin(key_of(row.opens, record, record.id), row.role, fill(models::text(row.opens).title, record, {}));
  }
  return changes_;
}

std::vector<Spans::Change> Spans::end_all() {
  changes_.clear();
  while (!open_.empty()) end(SpanKey(open_.begin()->first));
  return changes_;
}

void Spans::begin(const SpanKey& key, Role role, std::string name) {
  end(key);
  const OpenSpan span{++last_id_, std::move(name), role};
  open_.emplace(key, span);
  changes_.push_back({true, key, span});
}

void Spans::end(const SpanKey& key) {
  const auto found = open_.find(key);
  if (found == open_.end()) return;
  changes_.push_back({false, key, found->second});
  open_.erase(found);
}

/// The instance is down: its sockets and its registry are gone.
void Spans::end_instance(std::uint32_t instance) {
  std::vector<SpanKey> gone;
  for (const auto& [key, span] : open_) {
    const bool is_lost =
        key.what == models::text(Span::socket).name || key.what == models::text(Span::entry).name;
    if (is_lost && key.index == instance) gone.push_back(key);
  }
  for (const SpanKey& key : gone) end(key);
}

SpanKey Spans::key_of(Span span, const sim::Record& record, sim::RecordId began) const {
  const Side side = models::side_of(models::role_of(record));
  SpanKey key{.what = models::text(span).name,
              .side = side,
              .index = record.actor.index,
              .user = side == Side::server ? record.subject.owner : record.actor.index,
              .number = record.subject.number};
  if (span == Span::entry) key.number = entry_key(record, registry_key_).connection;
  // Outages of one user may overlap; each end is caused by the beginning that it belongs to.
  if (span == Span::outage) key.number = began;
  return key;
}

}  // namespace lastseen::experiments
