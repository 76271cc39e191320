#include <lastseen/experiments/diagnosis/why.hpp>

#include <algorithm>
#include <set>

#include <lastseen/experiments/story/replay.hpp>
#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/models/catalogue.hpp>
#include <lastseen/models/world.hpp>

namespace lastseen::experiments {
namespace {

using models::Mechanism;
using sim::Record;

/// Watches a replay for the first record about the user that the original session has not, or has otherwise.
class FirstDifference : public sim::Observer {
 public:
  FirstDifference(const std::vector<Record>& original, models::UserId user)
      : original_(original), user_(user) {}

  void observe(const Record& record) override {
    if (differs_ || !concerns(record, user_)) return;
    skip_others();
    if (next_ == original_.size() || !is_same(record, original_[next_])) {
      differs_ = true;
      at_ = next_ == original_.size() ? record.time : std::min(record.time, original_[next_].time);
    }
    ++next_;
  }

  /// sim::never when there is none. To be asked when the replay is over.
  sim::Instant at() {
    if (differs_) return at_;
    skip_others();
    return next_ < original_.size() ? original_[next_].time : sim::never;
  }

 private:
  static bool is_same(const Record& a, const Record& b) {
    return a.time == b.time && a.actor == b.actor && a.kind == b.kind && a.subject == b.subject;
  }
  void skip_others() {
    while (next_ < original_.size() && !concerns(original_[next_], user_)) ++next_;
  }

  const std::vector<Record>& original_;
  models::UserId user_;
  std::size_t next_ = 0;
  bool differs_ = false;
  sim::Instant at_ = sim::never;
};

/// Replays of one session with mechanisms repaired.
class Replays {
 public:
  Replays(const models::Settings& settings, const Replay& original, const models::JobResult& job)
      : settings_(settings), original_(original), job_(job) {}

  RepairedReplay without(Mechanism mechanism) const { return run({mechanism}); }
  bool deliver_without(const std::vector<Mechanism>& repaired) const { return run(repaired).delivered; }

 private:
  RepairedReplay run(const std::vector<Mechanism>& repaired) const {
    models::Settings settings = settings_;
    for (const Mechanism mechanism : repaired) {
      models::repair(settings, mechanism);
      const bool sent_into_closed =
          mechanism == Mechanism::half_open &&
          (job_.sent != sim::never ||
           std::find(repaired.begin(), repaired.end(), Mechanism::late_close) != repaired.end());
      const bool closed_before =
          mechanism == Mechanism::connect_race && job_.cause == Mechanism::connect_race;
      if (sent_into_closed || closed_before) keep_connection(settings);
    }
    const sim::Chance chance(original_.seed, original_.replication);
    models::World world(settings, chance);
    models::Monitor monitor(settings);
    FirstDifference difference(original_.records, job_.user);
    world.add(monitor);
    world.add(difference);
    world.run();
    const auto& jobs = monitor.result(world.now()).jobs;
    const auto index = std::size_t{job_.user} * settings.jobs.count + job_.job - 1;
    return {repaired.front(), difference.at(), jobs[index].was_delivered()};
  }

  /// A view closed the socket, under a notification or before it had a new one: the app keeps the connection that the first
  /// view opened.
  void keep_connection(models::Settings& settings) const {
    if (settings.connection.owner != models::ConnectionOwner::view) return;
    const auto first = std::find_if(original_.records.begin(), original_.records.end(), [&](const Record& r) {
      return models::kind_of(r) == models::Kind::connecting && r.subject.owner == job_.user;
    });
    if (first == original_.records.end()) return;
    settings.connection.owner = models::ConnectionOwner::app;
    settings.connection.opens_at = first->time - sim::run_start;
  }

  const models::Settings& settings_;
  const Replay& original_;
  const models::JobResult& job_;
};

/// The decision and the proof, each with what caused it.
std::vector<Record> cause_chain(const models::JobResult& job, const std::vector<Record>& records) {
  std::set<sim::RecordId> ids;
  for (sim::RecordId id : {job.decided_by, job.proof}) {
    while (id != sim::no_record && ids.insert(id).second) id = records.at(id - 1).cause;
  }
  std::vector<Record> chain;
  for (const sim::RecordId id : ids) chain.push_back(records.at(id - 1));
  return chain;
}

/// Of all mechanisms, those without which the job is delivered, when each that can be spared is: none of the rest can.
std::vector<Mechanism> smallest_together(const Replays& replays) {
  std::vector<Mechanism> repaired;
  for (const models::MechanismEntry& each : models::mechanisms) repaired.push_back(each.mechanism);
  if (!replays.deliver_without(repaired)) return {};
  for (const models::MechanismEntry& each : models::mechanisms) {
    std::vector<Mechanism> fewer = repaired;
    std::erase(fewer, each.mechanism);
    if (replays.deliver_without(fewer)) repaired = std::move(fewer);
  }
  return repaired;
}

void prove(Explanation& explanation, const Replays& replays) {
  for (const models::MechanismEntry& each : models::mechanisms) {
    const RepairedReplay replay = replays.without(each.mechanism);
    if (replay.differs_at != sim::never) explanation.replays.push_back(replay);
  }
  const auto is_traced = [&](const RepairedReplay& replay) {
    return replay.mechanism == explanation.job.cause;
  };
  std::stable_sort(explanation.replays.begin(), explanation.replays.end(),
                   [&](const RepairedReplay& a, const RepairedReplay& b) {
                     return a.differs_at != b.differs_at ? a.differs_at < b.differs_at
                                                         : is_traced(a) && !is_traced(b);
                   });
  const auto first = std::find_if(explanation.replays.begin(), explanation.replays.end(),
                                  [](const RepairedReplay& replay) { return replay.delivered; });
  if (first != explanation.replays.end()) {
    explanation.proven = first->mechanism;
    return;
  }
  for (std::size_t one = 0; one < models::mechanism_count; ++one) {
    for (std::size_t two = one + 1; two < models::mechanism_count; ++two) {
      const auto pair = std::pair(models::mechanisms[one].mechanism, models::mechanisms[two].mechanism);
      if (replays.deliver_without({pair.first, pair.second})) explanation.pairs.push_back(pair);
    }
  }
  if (explanation.pairs.empty()) explanation.together = smallest_together(replays);
}

}  // namespace

Explanation explain(const Arm& arm, std::uint64_t seed, std::uint32_t replication, models::UserId user,
                    std::uint32_t job) {
  Scenario scenario;
  scenario.seed = seed;
  const models::Settings& settings = arm.settings;
  Replay original = replay(scenario, arm, replication);
  Explanation explanation;
  explanation.job = original.result.jobs.at(std::size_t{user} * settings.jobs.count + job - 1);
  if (!explanation.needs_no_cause()) {
    explanation.chain = cause_chain(explanation.job, original.records);
    prove(explanation, Replays(settings, original, explanation.job));
  }
  explanation.records = std::move(original.records);
  return explanation;
}

}  // namespace lastseen::experiments
