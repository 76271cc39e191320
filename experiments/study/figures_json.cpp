#include <lastseen/experiments/study/figures_json.hpp>

#include <utility>

#include <lastseen/experiments/formats/json.hpp>
#include <lastseen/experiments/formats/json_list.hpp>
#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/runs/version.hpp>
#include <lastseen/experiments/study/alerts.hpp>
#include <lastseen/experiments/study/verdict_sentence.hpp>

namespace lastseen::experiments {
namespace {

Json responses_json(const ArmFigures& arm) {
  Json json;
  for (const Response& response : responses()) {
    json[std::string(response.key)] = estimate_json(arm.estimates[response.id]);
  }
  return json;
}

Json arm_json(const ArmFigures& arm) {
  Json json = {{"name", arm.name},
               {"description", arm.description},
               {"sessions", arm.sessions},
               {"jobs", arm.jobs},
               {"delivered", arm.delivered},
               {"events", arm.events},
               {"fingerprint", fingerprint_text(arm.fingerprint)},
               {"responses", responses_json(arm)},
               {"time_to_ui_max", json_number(arm.time_to_ui_max)},
               {"causes", Json::object()}};
  for (const LostJobs& lost : arm.lost) {
    const std::string_view key =
        lost.cause ? models::name(*lost.cause) : models::name(models::Outcome::unfinished);
    json["causes"][std::string(key)] = lost.jobs;
  }
  json["alerts"] = alerts(arm);
  return json;
}

Json pair_json(const PairedFigures& pair, const std::string& reference) {
  return {{"arm", pair.arm},
          {"reference", reference},
          {"delivered_in_both", pair.table.both},
          {"only_in_arm", pair.table.only_after},
          {"only_in_reference", pair.table.only_before},
          {"in_neither", pair.table.neither},
          {"difference", estimate_json(pair.difference)},
          {"correlation", json_number(pair.correlation)},
          {"first_replication_only_in_reference",
           pair.first_only_reference ? Json(*pair.first_only_reference) : Json(nullptr)}};
}

Json target_json(const TargetVerdict& verdict) {
  return {{"response", response_of(verdict.target.response).key},
          {to_text(verdict.target.comparison), json_number(verdict.target.value)},
          {"verdict", to_text(verdict.verdict)},
          {"alert", verdict.alert ? to_text(*verdict.alert) : ""},
          {"reason", reason_text(verdict)},
          {"estimate", estimate_json(verdict.estimate)}};
}

class SweepJson : public SweepOutput {
 public:
  SweepJson(const Scenario& scenario, Sink sink)
      : points_(std::move(sink),
                {{"schema", "lastseen.sweep/1"},
                 {"scenario", scenario.name},
                 {"seed", scenario.seed},
                 {"replications", scenario.replications}},
                "points") {}

  void add(const PointFigures& point) override {
    Json json = {{"values", Json::object()}, {"arms", Json::array()}};
    for (const models::Assignment& value : point.values) json["values"][value.key] = value.value;
    for (const ArmFigures& arm : point.arms) {
      json["arms"].push_back({{"name", arm.name},
                              {"fingerprint", fingerprint_text(arm.fingerprint)},
                              {"responses", responses_json(arm)}});
    }
    points_.add(json);
  }
  void finish() override { points_.finish(); }

 private:
  JsonList points_;
};

}  // namespace

std::string comparison_json(const Scenario& scenario, const ArmComparison& comparison) {
  Json json = {{"schema", "lastseen.compare/1"},
               {"version", version},
               {"scenario", scenario.name},
               {"seed", scenario.seed},
               {"replications", scenario.replications},
               {"verdict", verdict_sentence(scenario, comparison)},
               {"arms", Json::array()},
               {"pairs", Json::array()},
               {"targets", Json::array()}};
  for (const ArmFigures& arm : comparison.arms) json["arms"].push_back(arm_json(arm));
  for (const PairedFigures& pair : comparison.pairs) {
    json["pairs"].push_back(pair_json(pair, comparison.arms.front().name));
  }
  for (const TargetVerdict& verdict : comparison.verdicts) json["targets"].push_back(target_json(verdict));
  return json_text(json);
}

std::unique_ptr<SweepOutput> make_sweep_json(const Scenario& scenario, Sink sink) {
  return std::make_unique<SweepJson>(scenario, std::move(sink));
}

}  // namespace lastseen::experiments
