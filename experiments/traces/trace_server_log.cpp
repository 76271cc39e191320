// The log of the server: request lines, what its components say, and the lifecycle events (connected, ping_received,
// pong_sent, disconnected, stale, error). What the code of a mechanism does not notice is not logged: a copy that is
// refreshed says "refreshed", a missing manager says nothing, and a control frame never reaches the handler.

#include <fmt/format.h>

#include <set>

#include <lastseen/experiments/traces/trace_logs.hpp>
#include <lastseen/experiments/words/log_names.hpp>
#include <lastseen/experiments/words/sentences.hpp>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Role;
using sim::Record;

class ServerLog {
 public:
  ServerLog(const StoryClock& story, const models::Settings& settings, const std::vector<Record>& records)
      : story_(story), settings_(settings), records_(records), skews_(settings.server.instances) {}

  std::string text() {
    for (const Record& record : records_) {
      const Kind kind = models::kind_of(record);
      if (kind == Kind::upgrade_failed || kind == Kind::handler_returned)
        without_status_.insert(record.cause);
      if (kind == Kind::processing_failed) failed_.insert({record.subject.owner, record.subject.number});
    }
    for (const Record& record : records_) {
      if (models::side_of(models::role_of(record)) != models::Side::server) continue;
      instance_ = record.actor.index;
      now_ = record.time + skews_.at(instance_);
      user_ = user_uuid(record.subject.owner);
      write(record);
    }
    return std::move(text_);
  }

 private:
  template <class... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    text_ += log_date_time(story_, now_) + " ";
    if (skews_.size() > 1) text_ += fmt::format("app[{}] ", instance_);
    text_ += fmt::format(format, std::forward<Values>(values)...) + "\n";
  }

  void event(std::string_view name, const std::string& details) {
    line("[WebSocket] User: {} | Event: {} | Details: {}", user_, name, details);
  }

  void request(std::string_view what, int status) {
    line("{} - {} ({:.2f}ms)", what, status, sim::to_seconds(settings_.rest.handling) * 1000);
  }

  /// The connection's request, as the logger sees it: hijacked, or gone.
  void upgrade_request(std::string_view status) { line("GET /ws/meal-logs?token=... - {}", status); }

  void write(const Record& record) {
    switch (models::role_of(record)) {
      case Role::api: return write_api(record);
      case Role::gateway: return write_gateway(record);
      case Role::registry: return write_registry(record);
      case Role::ping_handler: return write_ping_handler(record);
      case Role::dispatcher: return line("[EventDispatcher] Processing event meal_log.created");
      case Role::worker: return write_worker(record);
      case Role::notifier: return write_notifier(record);
      default: return;
    }
  }

  void write_api(const Record& record) {
    switch (models::kind_of(record)) {
      case Kind::accepted: return request("POST /api/v1/meal-logs/natural", 201);
      case Kind::duplicate_ignored: return request("POST /api/v1/meal-logs/natural", 200);
      case Kind::poll_served: return request("GET /api/v1/meal-logs", 200);
      case Kind::status_served: return request("GET /ws/meal-logs/status", 200);
      default: return;
    }
  }

  void write_gateway(const Record& record) {
    const std::uint32_t connection = record.subject.number;
    switch (models::kind_of(record)) {
      case Kind::connected:
        line("WebSocket connected: user={}", user_);
        if (without_status_.count(record.id) == 0) upgrade_request("101");
        return event("connected", fmt::format("connection {}", connection));
      case Kind::upgrade_failed:
        upgrade_request("000 0B");
        return event("error", fmt::format("connection {}, upgrade failed", connection));
      case Kind::handler_returned: return upgrade_request("000 0B");
      case Kind::deadline_passed:
        return event("error", fmt::format("connection {}, i/o timeout", connection));
      case Kind::disconnected:
        line("WebSocket disconnected: user={}, reason={}", user_, reason(record));
        return event("disconnected", fmt::format("connection {}", connection));
      case Kind::ping_sent: return line("[Ping] Sent to user {}", user_);
      case Kind::pong_received: return line("[Pong] Received from user {}", user_);
      case Kind::restarted: return line("[Server] Stopping");
      case Kind::started: return line("[Server] Started");
      default: return;  // a ping that the library answers
    }
  }

  std::string_view reason(const Record& ended) const {
    const Record* cause = cause_of(ended, records_);
    switch (cause ? models::kind_of(*cause) : Kind::submitted) {
      case Kind::disconnected: return "closed by client";
      case Kind::deadline_passed: return "i/o timeout";
      case Kind::stale: return "stale";
      default: return "broken pipe";
    }
  }

  void write_registry(const Record& record) {
    switch (models::kind_of(record)) {
      case Kind::registered: return line("[WebSocket] User {} connected and added to registry", user_);
      case Kind::refreshed:
      case Kind::copy_refreshed: return write_refreshed(record);
      case Kind::refresh_missed:
        return line("[ConnectionManager] WARNING: User {} not found in registry", user_);
      case Kind::stale: {
        const Record* seen = cause_of(record, records_);
        const sim::Duration unseen = seen ? record.time - seen->time : sim::Duration::zero();
        line("[ConnectionManager] Removing stale connection: {} (LastSeen: {})", user_,
             log_date_time(story_, now_ - unseen));
        return event("stale", fmt::format("connection {}, not seen for {:.1f}s", record.subject.number,
                                          sim::to_seconds(unseen)));
      }
      case Kind::unregistered: return line("[ConnectionManager] Removed user {} from registry", user_);
      case Kind::clock_jumped: skews_[instance_] += jump_of(record); return;
      default: return;
    }
  }

  void write_refreshed(const Record& record) {
    const Record* cause = cause_of(record, records_);
    if (cause && models::role_of(*cause) == Role::ping_handler) {
      line("[WebSocket] User {} - connection refreshed via ping", user_);
    }
    line("[ConnectionManager] Updated LastSeen for user {}", user_);
  }

  void write_ping_handler(const Record& record) {
    const std::string details =
        fmt::format("connection {}, ping {}", record.subject.number, record.subject.part);
    if (models::kind_of(record) == Kind::ping_received) event("ping_received", details);
    if (models::kind_of(record) == Kind::pong_sent) event("pong_sent", details);
  }

  void write_worker(const Record& record) {
    const std::string meal = meal_uuid(record.subject.owner, record.subject.number);
    switch (models::kind_of(record)) {
      case Kind::processing_started:
        return line("[MealLogAI] Processing meal log {} for user {}", meal, user_);
      case Kind::processing_completed:
        return line("[MealLogAI] Successfully completed processing meal log {}", meal);
      case Kind::processing_failed: return line("[MealLogAI] Failed processing meal log {}", meal);
      default: return;
    }
  }

  void write_notifier(const Record& record) {
    const std::string_view message = failed_.count({record.subject.owner, record.subject.number}) > 0
                                         ? "meal_log.failed"
                                         : "meal_log.completed";
    switch (models::kind_of(record)) {
      case Kind::notification_sent:
        line("[MealLogAI] User {} IS connected - sending notification", user_);
        line("[WebSocket] Sending {} to user {}", message, user_);
        return line("[WebSocket] Notification sent successfully");
      case Kind::skipped: return line("User {} not connected to WebSocket, skipping notification", user_);
      case Kind::published:
        return line("[MealLogAI] User {} not connected here, publishing {}", user_, message);
      case Kind::kept:
        return line("[MealLogAI] User {} not connected, keeping {} until reconnect", user_, message);
      case Kind::given_up: return line("[MealLogAI] Giving up {} kept for user {}", message, user_);
      case Kind::push_sent:
        return line("[MealLogAI] User {} not connected, sending {} by push", user_, message);
      default: return;
    }
  }

  const StoryClock& story_;
  const models::Settings& settings_;
  const std::vector<Record>& records_;
  std::vector<sim::Duration> skews_;        ///< by instance
  std::set<sim::RecordId> without_status_;  ///< `connected`, and nothing came of it
  std::set<std::pair<models::UserId, std::uint32_t>> failed_;
  std::uint32_t instance_ = 0;
  sim::Instant now_ = sim::run_start;
  std::string user_;
  std::string text_;
};

}  // namespace

std::string server_log(const StoryClock& story, const models::Settings& settings, const Replay& run) {
  return ServerLog(story, settings, run.records).text();
}

}  // namespace lastseen::experiments
