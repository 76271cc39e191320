#include <lastseen/experiments/diagnosis/explanation_json.hpp>

#include <lastseen/experiments/formats/json.hpp>
#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/models/mechanisms.hpp>

namespace lastseen::experiments {

std::string explanation_json(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
                             const Explanation& explanation) {
  const models::JobResult& job = explanation.job;
  Json json = {{"schema", "lastseen.why/1"},
               {"scenario", scenario.name},
               {"arm", arm.name},
               {"seed", scenario.seed},
               {"replication", replication},
               {"user", job.user},
               {"job", job.job},
               {"outcome", models::name(job.outcome)},
               {"traced_cause", job.cause ? Json(models::name(*job.cause)) : Json(nullptr)},
               {"proven_cause", explanation.proven ? Json(models::name(*explanation.proven)) : Json(nullptr)},
               {"records", Json::array()},
               {"repaired", Json::array()},
               {"pairs", Json::array()}};
  for (const sim::Record& record : explanation.chain) {
    json["records"].push_back({{"id", record.id},
                               {"time_ns", record.time.time_since_epoch().count()},
                               {"actor", actor_text(record, arm.settings)},
                               {"sentence", sentence(record, explanation.records)}});
  }
  for (const RepairedReplay& replay : explanation.replays) {
    json["repaired"].push_back({{"mechanism", models::name(replay.mechanism)},
                                {"delivered", replay.delivered},
                                {"differs_from_ns", instant_json(replay.differs_at)}});
  }
  json["together"] = Json::array();
  for (const models::Mechanism mechanism : explanation.together)
    json["together"].push_back(models::name(mechanism));
  for (const auto& [first, second] : explanation.pairs) {
    json["pairs"].push_back({models::name(first), models::name(second)});
  }
  return json_text(json);
}

}  // namespace lastseen::experiments
