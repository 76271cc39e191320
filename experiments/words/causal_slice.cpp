#include <lastseen/experiments/words/causal_slice.hpp>

#include <algorithm>
#include <set>

#include <lastseen/experiments/words/idle_polls.hpp>
#include <lastseen/experiments/words/sentences.hpp>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Role;
using sim::Record;
using sim::RecordId;

/// Of the pings before the entry went; more would only repeat.
constexpr std::ptrdiff_t pings_told_max = 5;

class Slice {
 public:
  Slice(const std::vector<Record>& records, models::UserId user, std::uint32_t job)
      : records_(records), user_(user), job_(job) {}

  std::vector<RecordId> ids() {
    for (const Record& record : records_) {
      if (models::subject_type_of(record) != models::SubjectType::job) continue;
      if (record.subject.owner != user_ || record.subject.number != job_) continue;
      add(record);
      const Kind kind = models::kind_of(record);
      if (kind == Kind::skipped || kind == Kind::kept) add_pings_before(record);
    }
    // Polls that are here only because a later one, which brought the job, followed them.
    const IdlePolls idle(records_, user_, job_);
    std::erase_if(ids_, [&](RecordId id) { return idle.contains(records_[id - 1]); });
    return {ids_.begin(), ids_.end()};
  }

 private:
  /// With all its causes.
  void add(const Record& record) {
    for (const Record* each = &record; each && ids_.insert(each->id).second;)
      each = cause_of(*each, records_);
  }

  void add_pings_before(const Record& check) {
    const Record* gone = cause_of(check, records_);
    const Record* seen = gone && models::kind_of(*gone) == Kind::stale ? cause_of(*gone, records_) : gone;
    if (!seen || models::role_of(*seen) != Role::registry) return;
    std::vector<const Record*> before_it_went;
    const Record* last = nullptr;
    for (RecordId id = seen->id + 1; id < check.id; ++id) {
      const Record& record = records_[id - 1];
      if (!is_answer(record) || record.subject.owner != user_) continue;
      if (gone == seen || id < gone->id) before_it_went.push_back(&record);
      last = &record;
    }
    const auto count = static_cast<std::ptrdiff_t>(before_it_went.size());
    std::for_each(before_it_went.end() - std::min(count, pings_told_max), before_it_went.end(),
                  [&](const Record* answer) { add(*answer); });
    if (last) add_with_arrival(*last, check);
  }

  static bool is_answer(const Record& record) {
    return models::kind_of(record) == Kind::pong_sent &&
           models::side_of(models::role_of(record)) == models::Side::server;
  }

  /// The answer, and its arrival at the phone before the check.
  void add_with_arrival(const Record& answer, const Record& check) {
    add(answer);
    for (RecordId id = answer.id + 1; id < check.id; ++id) {
      if (records_[id - 1].cause == answer.id) add(records_[id - 1]);
    }
  }

  const std::vector<Record>& records_;
  models::UserId user_;
  std::uint32_t job_;
  std::set<RecordId> ids_;
};

}  // namespace

std::vector<RecordId> causal_slice(const std::vector<Record>& records, models::UserId user,
                                   std::uint32_t job) {
  return Slice(records, user, job).ids();
}

}  // namespace lastseen::experiments
