#include <lastseen/experiments/cli/run_json.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/traces/trace_jsonl.hpp>
#include <lastseen/experiments/words/log_names.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

Json instant(sim::Instant value) {
  if (value == sim::never) return nullptr;
  return value.time_since_epoch().count();
}

Json to_json(const models::JobResult& job) {
  return {{"user", job.user},
          {"job", job.job},
          {"submitted_ns", instant(job.submitted)},
          {"accepted_ns", instant(job.accepted)},
          {"completed_ns", instant(job.completed)},
          {"skipped_ns", instant(job.skipped)},
          {"sent_ns", instant(job.sent)},
          {"received_ns", instant(job.received)},
          {"shown_ns", instant(job.shown)},
          {"delivered", job.was_delivered()},
          {"outcome", models::name(job.outcome)},
          {"cause", job.cause ? Json(models::name(*job.cause)) : Json(nullptr)}};
}

/// Names as in the debug endpoint of the backend's report; what that lacks comes after.
Json to_json(const EntryView& entry, const StoryClock& story) {
  return {{"user_id", user_uuid(entry.user)},
          {"connected_at", log_date_time(story, entry.connected_at) + "Z"},
          {"last_seen", log_date_time(story, entry.last_seen) + "Z"},
          {"age_seconds", number(sim::to_seconds(entry.age))},
          {"state", entry.stale ? "stale" : "active"},
          {"last_seen_seconds_ago", number(sim::to_seconds(entry.unseen))},
          {"user", entry.user},
          {"instance", entry.instance},
          {"connection", entry.connection}};
}

Json to_json(const ClientMetrics& metrics) {
  std::optional<double> latency;
  if (metrics.round_trips > 0) {
    latency = sim::to_seconds(metrics.round_trip_time) / static_cast<double>(metrics.round_trips);
  }
  return {{"user_id", user_uuid(metrics.user)},      {"user", metrics.user},
          {"connection_attempts", metrics.attempts}, {"successful_connections", metrics.successes},
          {"failed_connections", metrics.failures},  {"messages_received", metrics.messages},
          {"average_latency_s", number(latency)}};
}

Json head(const char* schema, const Scenario& scenario, const Arm& arm, std::uint32_t replication) {
  return {{"schema", schema},
          {"scenario", scenario.name},
          {"arm", arm.name},
          {"seed", scenario.seed},
          {"replication", replication}};
}

}  // namespace

Json run_json(const Scenario& scenario, const Arm& arm, const Replay& told) {
  Json json = head("lastseen.run/1", scenario, arm, told.replication);
  json["fingerprint"] = fingerprint_text(told.fingerprint);
  json["jobs"] = Json::array();
  for (const models::JobResult& job : told.result.jobs) json["jobs"].push_back(to_json(job));
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
  return json;
}

Json inspections_json(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
                      const std::vector<Inspection>& inspections) {
  Json json = head("lastseen.inspection/1", scenario, arm, replication);
  json["inspections"] = Json::array();
  for (const Inspection& inspection : inspections) {
    Json look = {{"at_ns", inspection.at.time_since_epoch().count()},
                 {"story_time", story_time(scenario.story, inspection.at)},
                 {"log_time", log_date_time(scenario.story, inspection.at)},
                 {"total_connections", inspection.entries.size()}};
    look["connections"] = Json::array();
    for (const EntryView& entry : inspection.entries) {
      look["connections"].push_back(to_json(entry, scenario.story));
    }
    look["clients"] = Json::array();
    for (const ClientMetrics& metrics : inspection.clients) look["clients"].push_back(to_json(metrics));
    json["inspections"].push_back(std::move(look));
  }
  return json;
}

}  // namespace lastseen::cli
