#include <lastseen/experiments/traces/trace_perfetto.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include <lastseen/experiments/traces/trace_perfetto_spans.hpp>
#include <lastseen/experiments/words/sentences.hpp>

namespace lastseen::experiments {
namespace {

using Json = nlohmann::ordered_json;
using models::Role;
using models::Side;
using sim::Record;

/// A process of the trace: a phone, an instance, or all that lies between (index 0).
using Process = std::pair<Side, std::uint32_t>;

Process process_of(const Record& record) {
  const Side side = models::side_of(models::role_of(record));
  return {side, side == Side::between ? 0 : record.actor.index};
}

/// Threads are numbered by role, and between phones and server by user too.
std::uint64_t thread_of(Role role, std::uint32_t index) {
  const auto number = static_cast<std::uint64_t>(role) + 1;
  return models::side_of(role) == Side::between ? number + std::uint64_t{index} * models::role_count : number;
}

/// Exact: a double holds nanoseconds up to 104 days, and prints with as many digits as it needs.
double microseconds(sim::Instant instant) {
  return static_cast<double>(instant.time_since_epoch().count()) / 1000;
}

class PerfettoTrace {
 public:
  PerfettoTrace(const Scenario& scenario, const Arm& arm, const Replay& run)
      : scenario_(scenario), arm_(arm), run_(run), spans_(arm.settings.registry.key) {}

  std::string text() {
    find_processes_and_arrows();
    for (const auto& [process, number] : processes_) name_process(process, number);
    for (const auto& [process, role, index] : threads_) name_thread(process, role, index);
    for (const Record& record : run_.records) {
      for (const Spans::Change& change : spans_.follow(record)) add_span(change, record.time);
      add_instant(record);
      add_arrows(record);
    }
    for (const Spans::Change& change : spans_.end_all()) add_span(change, run_.end);
    const Json about = {{"scenario", scenario_.name},
                        {"title", scenario_.title},
                        {"arm", arm_.name},
                        {"seed", std::to_string(run_.seed)},
                        {"replication", run_.replication}};
    return fmt::format("{{\"displayTimeUnit\": \"ms\",\n\"otherData\": {},\n\"traceEvents\": [\n{}\n]}}\n",
                       dump(about), events_);
  }

 private:
  static std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  void add(const Json& event) {
    if (!events_.empty()) events_ += ",\n";
    events_ += dump(event);
  }

  void find_processes_and_arrows() {
    std::set<Process> seen;
    for (const Record& record : run_.records) {
      seen.insert(process_of(record));
      threads_.insert({process_of(record), models::role_of(record), record.actor.index});
      if (const Record* cause = cause_of(record, run_.records)) {
        if (process_of(*cause) != process_of(record)) sends_[cause->id].push_back(record.id);
      }
    }
    std::uint32_t number = 0;
    for (const Process& process : seen) processes_[process] = ++number;  // phones, server, between
  }

  void name_process(const Process& process, std::uint32_t number) {
    const auto [side, index] = process;
    std::string name = "between phone and server";
    if (side == Side::client) name = fmt::format("phone of user {}", index);
    if (side == Side::server) {
      name = arm_.settings.server.instances > 1 ? fmt::format("server, instance {}", index) : "server";
    }
    add({{"ph", "M"}, {"name", "process_name"}, {"pid", number}, {"tid", 0}, {"args", {{"name", name}}}});
    add({{"ph", "M"},
         {"name", "process_sort_index"},
         {"pid", number},
         {"tid", 0},
         {"args", {{"sort_index", number}}}});
  }

  void name_thread(const Process& process, Role role, std::uint32_t index) {
    std::string name = role_text(role);
    if (process.first == Side::between && arm_.settings.session.users > 1) {
      name += fmt::format(" of user {}", index);
    }
    const auto number = thread_of(role, index);
    const auto pid = processes_.at(process);
    add({{"ph", "M"}, {"name", "thread_name"}, {"pid", pid}, {"tid", number}, {"args", {{"name", name}}}});
    add({{"ph", "M"},
         {"name", "thread_sort_index"},
         {"pid", pid},
         {"tid", number},
         {"args", {{"sort_index", number}}}});
  }

  Json event(const char* phase, std::string name, std::string category, sim::Instant at) const {
    return {{"ph", phase}, {"name", std::move(name)}, {"cat", std::move(category)}, {"ts", microseconds(at)}};
  }

  void place(Json& event, const Record& record) const {
    event["pid"] = processes_.at(process_of(record));
    event["tid"] = thread_of(models::role_of(record), record.actor.index);
  }

  void add_instant(const Record& record) {
    Json instant = event("i", sentence(record, run_.records), std::string(name_of(record)), record.time);
    place(instant, record);
    instant["s"] = "t";
    instant["args"] = {{"id", record.id}, {"cause", record.cause}};
    add(instant);
  }

  /// Arrows bind to the instant just before them: they begin after the cause, and end after what it caused.
  void add_arrows(const Record& record) {
    if (const Record* cause = cause_of(record, run_.records)) {
      if (process_of(*cause) != process_of(record)) add_arrow("f", record, record);
    }
    const auto sent = sends_.find(record.id);
    if (sent == sends_.end()) return;
    for (const sim::RecordId id : sent->second) add_arrow("s", record, run_.records[id - 1]);
  }

  /// The end of an arrow at one record, to or from the other; its number is that of what was caused.
  void add_arrow(const char* phase, const Record& at, const Record& caused) {
    Json arrow = event(phase, std::string(name_of(caused)), "message", at.time);
    place(arrow, at);
    arrow["id"] = caused.id;
    if (*phase == 'f') arrow["bp"] = "e";
    add(arrow);
  }

  void add_span(const Spans::Change& change, sim::Instant at) {
    Json span = event(change.begins ? "b" : "e", change.span.name, std::string(change.key.what), at);
    span["pid"] = processes_.at({change.key.side, change.key.side == Side::between ? 0 : change.key.index});
    span["tid"] = thread_of(change.span.role, change.key.index);
    span["id"] = change.span.id;
    add(span);
  }

  static std::string_view name_of(const Record& record) { return models::name(models::kind_of(record)); }

  const Scenario& scenario_;
  const Arm& arm_;
  const Replay& run_;
  Spans spans_;
  std::map<Process, std::uint32_t> processes_;
  std::set<std::tuple<Process, Role, std::uint32_t>> threads_;
  std::map<sim::RecordId, std::vector<sim::RecordId>> sends_;  ///< what a record caused in other processes
  std::string events_;
};

}  // namespace

std::string perfetto_trace(const Scenario& scenario, const Arm& arm, const Replay& run) {
  return PerfettoTrace(scenario, arm, run).text();
}

}  // namespace lastseen::experiments
