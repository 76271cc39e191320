#include <lastseen/experiments/traces/run_json.hpp>

#include <lastseen/experiments/formats/json.hpp>
#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/traces/trace_jsonl.hpp>

namespace lastseen::experiments {
namespace {

Json job_json(const models::JobResult& job) {
  return {{"user", job.user},
          {"job", job.job},
          {"submitted_ns", instant_json(job.submitted)},
          {"accepted_ns", instant_json(job.accepted)},
          {"completed_ns", instant_json(job.completed)},
          {"skipped_ns", instant_json(job.skipped)},
          {"sent_ns", instant_json(job.sent)},
          {"received_ns", instant_json(job.received)},
          {"shown_ns", instant_json(job.shown)},
          {"delivered", job.was_delivered()},
          {"outcome", models::name(job.outcome)},
          {"cause", job.cause ? Json(models::name(*job.cause)) : Json(nullptr)}};
}

}  // namespace

std::string run_json(const Scenario& scenario, const Arm& arm, const Replay& told) {
  Json json = {{"schema", "lastseen.run/1"},
               {"scenario", scenario.name},
               {"arm", arm.name},
               {"seed", scenario.seed},
               {"replication", told.replication},
               {"fingerprint", fingerprint_text(told.fingerprint)},
               {"jobs", Json::array()}};
  for (const models::JobResult& job : told.result.jobs) json["jobs"].push_back(job_json(job));
  json["evidence"] = Json::array();
  for (std::size_t row = 0; row < scenario.evidence.size(); ++row) {
    json["evidence"].push_back({{"row", row_text(scenario.story, scenario.evidence[row])},
                                {"doubtful", scenario.evidence[row].doubtful},
                                {"agrees", told.agreement.rows[row].agrees},
                                {"finding", told.agreement.rows[row].finding}});
  }
  json["agrees"] = scenario.evidence.empty() ? Json(nullptr) : Json(told.agreement.agrees);
  json["records"] = Json::array();
  for (const sim::Record& record : told.records) json["records"].push_back(Json::parse(json_line(record)));
  return json_text(json);
}

}  // namespace lastseen::experiments
