#include <lastseen/experiments/story/replay.hpp>

#include <fmt/format.h>

#include <stdexcept>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/models/world.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

using sim::Record;

std::uint64_t jobs_of(const models::Settings& settings) {
  return std::uint64_t{settings.session.users} * settings.jobs.count;
}

/// "arm before, 1,000 users with 5 jobs each".
std::string size_text(const Arm& arm) {
  return fmt::format("arm {}, {} with {} each", arm.name, sim::counted(arm.settings.session.users, "user"),
                     sim::counted(arm.settings.jobs.count, "job"));
}

void refuse_too_many_jobs(const Arm& arm) {
  const std::uint64_t jobs = jobs_of(arm.settings);
  if (jobs <= told_records_max) return;
  throw InputError(
      fmt::format("a session of {} jobs ({}) is too long to keep with all its records; allowed: up to {} "
                  "records, of which each job has several; use fewer session.users or jobs.count",
                  sim::grouped(jobs), size_text(arm), sim::grouped(told_records_max)));
}

class StoryRecording : public sim::Recording {
 public:
  explicit StoryRecording(const Arm& arm) : arm_(arm) {}

  void observe(const Record& record) override {
    if (records().size() == told_records_max) {
      throw InputError(
          fmt::format("the session ({}) has more than {}, too many to keep; use a shorter session.duration "
                      "(it is {}), fewer session.users or jobs.count, or longer intervals",
                      size_text(arm_), sim::counted(told_records_max, "record"),
                      sim::to_text(arm_.settings.session.duration)));
    }
    Recording::observe(record);
  }

 private:
  const Arm& arm_;
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
  if (jobs_of(arm.settings) > told_records_max) return false;
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
  refuse_too_many_jobs(arm);
  const sim::Chance chance(scenario.seed, replication);
  models::World world(arm.settings, chance);
  StoryRecording recording(arm);
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
