#include <lastseen/experiments/story/inspection_json.hpp>

#include <optional>

#include <lastseen/experiments/formats/json.hpp>
#include <lastseen/experiments/words/log_names.hpp>

namespace lastseen::experiments {
namespace {

/// Names as in the debug endpoint of the backend's report; what that lacks comes after.
Json entry_json(const EntryView& entry, const StoryClock& story) {
  return {{"user_id", user_uuid(entry.user)},
          {"connected_at", log_date_time(story, entry.connected_at) + "Z"},
          {"last_seen", log_date_time(story, entry.last_seen) + "Z"},
          {"age_seconds", json_number(sim::to_seconds(entry.age))},
          {"state", entry.stale ? "stale" : "active"},
          {"last_seen_seconds_ago", json_number(sim::to_seconds(entry.unseen))},
          {"user", entry.user},
          {"instance", entry.instance},
          {"connection", entry.connection}};
}

Json client_json(const ClientMetrics& metrics) {
  std::optional<double> latency;
  if (metrics.round_trips > 0) {
    latency = sim::to_seconds(metrics.round_trip_time) / static_cast<double>(metrics.round_trips);
  }
  return {{"user_id", user_uuid(metrics.user)},       {"user", metrics.user},
          {"connection_attempts", metrics.attempts},  {"successful_connections", metrics.successes},
          {"failed_connections", metrics.failures},   {"messages_received", metrics.messages},
          {"average_latency_s", json_number(latency)}};
}

}  // namespace

std::string inspections_json(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
                             const std::vector<Inspection>& inspections) {
  Json json = {{"schema", "lastseen.inspection/1"},
               {"scenario", scenario.name},
               {"arm", arm.name},
               {"seed", scenario.seed},
               {"replication", replication},
               {"inspections", Json::array()}};
  for (const Inspection& inspection : inspections) {
    Json look = {{"at_ns", inspection.at.time_since_epoch().count()},
                 {"story_time", story_time(scenario.story, inspection.at)},
                 {"log_time", log_date_time(scenario.story, inspection.at)},
                 {"total_connections", inspection.entries.size()}};
    look["connections"] = Json::array();
    for (const EntryView& entry : inspection.entries) {
      look["connections"].push_back(entry_json(entry, scenario.story));
    }
    look["clients"] = Json::array();
    for (const ClientMetrics& metrics : inspection.clients) look["clients"].push_back(client_json(metrics));
    json["inspections"].push_back(std::move(look));
  }
  return json_text(json);
}

}  // namespace lastseen::experiments
