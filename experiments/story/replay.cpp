#include <lastseen/experiments/story/replay.hpp>

#include <fmt/format.h>

#include <stdexcept>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/models/world.hpp>

namespace lastseen::experiments {
namespace {

using sim::Record;

class StoryRecording : public sim::Recording {
 public:
  void observe(const Record& record) override {
    if (records().size() == told_records_max) {
      throw InputError(
          fmt::format("the session has more than {} records, too many to show as a timeline; use a shorter "
                      "session.duration, fewer session.users or longer intervals",
                      told_records_max));
    }
    Recording::observe(record);
  }
};

/// Ends a session that has too many records to be told.
class RecordCount : public sim::Observer {
 public:
  struct TooMany {};
  void observe(const Record& record) override {
    if (record.id > told_records_max) throw TooMany();
  }
};

}  // namespace

bool can_be_told(const Scenario& scenario, const Arm& arm) {
  const sim::Chance chance(scenario.seed, 0);
  models::World world(arm.settings, chance);
  world.stop_fingerprint();
  RecordCount count;
  world.add(count);
  try {
    world.run();
  } catch (const RecordCount::TooMany&) {
    return false;
  }
  return true;
}

Replay replay(const Scenario& scenario, const Arm& arm, std::uint32_t replication) {
  const sim::Chance chance(scenario.seed, replication);
  models::World world(arm.settings, chance);
  StoryRecording recording;
  models::Monitor monitor(arm.settings);
  world.add(recording);
  world.add(monitor);
  world.run();
  Replay run{
      .seed = scenario.seed, .replication = replication, .records = recording.records(), .end = world.now()};
  run.result = monitor.result(world.now());
  run.fingerprint = world.fingerprint().value();
  run.agreement = judge_evidence(scenario.evidence, scenario.story, run.records);
  return run;
}

const models::JobResult& job_to_tell(const Replay& run) {
  const auto& jobs = run.result.jobs;
  if (jobs.empty()) throw std::invalid_argument("a session without jobs has no job to show");
  const models::JobResult* first_lost = nullptr;
  for (const models::JobResult& job : jobs) {
    if (!job.was_completed() || job.was_delivered()) continue;
    if (!first_lost || job.completed < first_lost->completed) first_lost = &job;
  }
  return first_lost ? *first_lost : jobs.front();
}

}  // namespace lastseen::experiments
