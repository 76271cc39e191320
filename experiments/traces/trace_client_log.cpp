// The log of a phone. Sentences are those of the client's reports; where they have none, one in their manner.

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

class ClientLog {
 public:
  ClientLog(const StoryClock& story, const models::Settings& settings, const std::vector<Record>& records,
            models::UserId user)
      : story_(story), settings_(settings), records_(records), user_(user) {}

  std::string text() {
    for (const Record& record : records_) {
      if (models::kind_of(record) == Kind::processing_failed)
        failed_.insert({record.subject.owner, record.subject.number});
      if (models::side_of(models::role_of(record)) != models::Side::client) continue;
      if (record.actor.index != user_) continue;
      now_ = record.time + skew_;
      write(record);
    }
    return std::move(text_);
  }

 private:
  template <class... Values>
  void line(fmt::format_string<Values...> format, Values&&... values) {
    text_ += log_time(story_, now_) + " - " + fmt::format(format, std::forward<Values>(values)...) + "\n";
  }

  void write(const Record& record) {
    switch (models::role_of(record)) {
      case Role::view: return write_view(record);
      case Role::outbox: return write_outbox(record);
      case Role::supervision: return write_connection(record);
      case Role::polling: return write_polling(record);
      case Role::screen: return write_screen(record);
      default: return;
    }
  }

  void write_view(const Record& record) {
    switch (models::kind_of(record)) {
      case Kind::submitted:
        line("NutritionViewModel: Saving meal log");
        line("SaveMealLogUseCase: Successfully saved meal log with local ID: {}",
             local_meal_uuid(user_, record.subject.number));
        return;
      case Kind::form_dismissed: return line("AddMealView: Dismissed");
      case Kind::view_opened: return line("NutritionViewModel: Loading meals");
      case Kind::backgrounded: return line("AppLifecycle: App entered background");
      case Kind::foregrounded: return line("AppLifecycle: App became active");
      case Kind::clock_jumped:
        skew_ += jump_of(record);
        return;  // seen in the times of the lines that follow
      default: return;
    }
  }

  void write_outbox(const Record& record) {
    const auto [type, owner, job, attempt] = record.subject;
    const std::string local = local_meal_uuid(user_, job);
    switch (models::kind_of(record)) {
      case Kind::waiting_for_connection:
        return line("SaveMealLogUseCase: Waiting for WebSocket connection...");
      case Kind::upload_sent:
        if (attempt == 1) return line("OutboxProcessor: Uploading meal log {}", local);
        return line("OutboxProcessor: 🔄 Uploading meal log {} again (attempt {})", local, attempt);
      case Kind::upload_failed:
        return line("OutboxProcessor: ❌ Upload of meal log {} failed (attempt {}), will retry", local,
                    attempt);
      case Kind::upload_confirmed:
        return line("OutboxProcessor: ✅ Meal log uploaded successfully - Backend ID: {}",
                    meal_uuid(user_, job));
      default: return;
    }
  }

  void write_connection(const Record& record) {
    switch (models::kind_of(record)) {
      case Kind::connecting: return line("NutritionViewModel: Connecting to WebSocket...");
      case Kind::connected:
        return line("NutritionViewModel: ✅ WebSocket connected and subscribed to meal log events");
      case Kind::connection_failed:
        return line("NutritionViewModel: ❌ Failed to connect: bad server response");
      case Kind::disconnected: return line("MealLogWebSocketClient: ❌ WebSocket disconnected");
      case Kind::health_check_failed: return line("NutritionViewModel: Warning: Connection state mismatch");
      case Kind::status_asked: return line("NutritionAPIClient: Asking for the WebSocket status");
      case Kind::status_received: return line("NutritionAPIClient: ✅ Backend knows this connection");
      case Kind::unknown_received: return line("NutritionAPIClient: ❌ Backend does not know this connection");
      case Kind::notification_received: return write_notification(record.subject.number);
      case Kind::duplicate_received:
        line("MealLogWebSocketClient: 📩 Message type: meal_log.{}", outcome(record.subject.number));
        return line("NutritionViewModel: Meal log was updated already, message ignored");
      case Kind::push_received:
        return line("AppDelegate: 📩 Push notification: meal_log.{}", outcome(record.subject.number));
      default: return write_ping(record);
    }
  }

  void write_ping(const Record& record) {
    const bool is_message = settings_.ping.kind == models::PingKind::message;
    switch (models::kind_of(record)) {
      case Kind::ping_sent:
        if (!is_message) return line("MealLogWebSocketClient: 🏓 Ping sent successfully");
        line("MealLogWebSocketClient: 🏓 Sending application-level ping");
        return line("MealLogWebSocketClient: ✅ Application ping sent successfully");
      case Kind::pong_received:
        line("MealLogWebSocketClient: ✅ Pong received");
        if (!is_message) return;
        if (const Record* sent = pong_sent(record)) {
          line("MealLogWebSocketClient:    - Backend timestamp: {}Z", log_date_time(story_, sent->time));
        }
        return line("MealLogWebSocketClient: ✅ Connection is alive and healthy");
      default: return;  // the library answers a ping of the server by itself
    }
  }

  void write_notification(std::uint32_t job) {
    line("MealLogWebSocketClient: 📩 Message type: meal_log.{}", outcome(job));
    line("NutritionViewModel: 📩 Meal log {}", outcome(job));
  }

  void write_polling(const Record& record) {
    const Record* cause = cause_of(record, records_);
    switch (models::kind_of(record)) {
      case Kind::polling_started:
        if (cause && models::kind_of(*cause) == Kind::submitted) {
          line("NutritionViewModel: Starting polling after meal submission");
        } else {
          line("NutritionViewModel: Starting polling as fallback");
        }
        return line("NutritionViewModel: 🔄 Starting polling (interval: {:.1f}s)",
                    sim::to_seconds(settings_.polling.interval));
      case Kind::poll_sent: return line("NutritionViewModel: Loading meals");
      case Kind::poll_answered: return line("NutritionAPIClient: ✅ Meal logs fetched");
      case Kind::poll_failed: return line("NutritionAPIClient: ❌ Meal logs not fetched: timed out");
      case Kind::polling_stopped:
        if (cause && models::kind_of(*cause) == Kind::poll_answered) {
          return line("NutritionViewModel: No processing meals, stopping polling");
        }
        return line("NutritionViewModel: WebSocket connected, stopping polling");
      default: return;
    }
  }

  void write_screen(const Record& record) {
    const Record* cause = cause_of(record, records_);
    if (cause && models::kind_of(*cause) == Kind::notification_received) {
      return line("NutritionViewModel: ✅ Meal log {} - UI updated", outcome(record.subject.number));
    }
    if (cause && models::kind_of(*cause) == Kind::push_received) {
      return line("NutritionViewModel: Meals loaded after a push - UI updated");
    }
    line("NutritionViewModel: Meals loaded by polling - UI updated");
  }

  /// What the phone is told of the job: "completed" or "failed".
  std::string_view outcome(std::uint32_t job) const {
    return failed_.count({user_, job}) > 0 ? "failed" : "completed";
  }

  /// The server's answer, whose time the pong carries.
  const Record* pong_sent(const Record& received) const {
    const Record* sent = cause_of(received, records_);
    while (sent && models::kind_of(*sent) != Kind::pong_sent) sent = cause_of(*sent, records_);
    return sent;
  }

  const StoryClock& story_;
  const models::Settings& settings_;
  const std::vector<Record>& records_;
  models::UserId user_;
  sim::Instant now_ = sim::run_start;
  sim::Duration skew_{0};
  std::set<std::pair<models::UserId, std::uint32_t>> failed_;
  std::string text_;
};

}  // namespace

std::string client_log(const StoryClock& story, const models::Settings& settings, const Replay& run,
                       models::UserId user) {
  return ClientLog(story, settings, run.records, user).text();
}

}  // namespace lastseen::experiments
