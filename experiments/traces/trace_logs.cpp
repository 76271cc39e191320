// What the code of a mechanism does not notice is not logged: a copy that is refreshed says "refreshed", a missing manager
// says nothing, and a control frame never reaches the handler. The lines stand in models/record_kinds.cpp.
#include <lastseen/experiments/traces/trace_logs.hpp>

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>

#include <lastseen/experiments/words/log_names.hpp>
#include <lastseen/experiments/words/placeholders.hpp>
#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/models/record_kinds.hpp>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::LogWhen;
using models::Placeholder;
using models::Role;
using models::Side;
using sim::Record;

class Log {
 public:
  Log(const StoryClock& story, const models::Settings& settings, const std::vector<Record>& records)
      : story_(story), settings_(settings), records_(records) {
    for (const Record& record : records) {
      const Kind kind = models::kind_of(record);
      if (kind == Kind::upgrade_failed || kind == Kind::handler_returned) not_upgraded_.insert(record.cause);
      if (kind == Kind::processing_failed) failed_.insert(job_of(record));
    }
  }

  std::string of_client(models::UserId user) {
    for (const Record& record : records_) {
      if (side_of(record) == Side::client && record.actor.index == user) write(record);
    }
    return std::move(text_);
  }

  std::string of_server() {
    for (const Record& record : records_) {
      if (side_of(record) == Side::server) write(record);
    }
    return std::move(text_);
  }

 private:
  static Side side_of(const Record& record) { return models::side_of(models::role_of(record)); }
  static std::pair<models::UserId, std::uint32_t> job_of(const Record& record) {
    return {record.subject.owner, record.subject.number};
  }

  void write(const Record& record) {
    sim::Duration& skew = skews_[record.actor.index];
    if (models::kind_of(record) == Kind::clock_jumped) skew += jump_of(record);
    now_ = record.time + skew;
    for (const models::LogLine& line : models::record_kind(record).log.lines) {
      if (line.pattern.empty() || !holds(line.when, record)) continue;
      text_ += heading(record);
      text_ += fill(line.pattern, [&](Placeholder each) { return text_of(each, record); });
      text_ += '\n';
    }
  }

  /// The time, and who writes where several do.
  std::string heading(const Record& record) const {
    if (side_of(record) == Side::client) return log_time(story_, now_) + " - ";
    return log_date_time(story_, now_) +
           (settings_.server.instances > 1 ? fmt::format(" app[{}] ", record.actor.index) : " ");
  }

  bool holds(LogWhen when, const Record& record) const {
    const bool pings_are_messages = settings_.ping.kind == models::PingKind::message;
    switch (when) {
      case LogWhen::always: return true;
      case LogWhen::first_attempt: return record.subject.part == 1;
      case LogWhen::later_attempt: return record.subject.part != 1;
      case LogWhen::pings_are_messages: return pings_are_messages;
      case LogWhen::pings_are_control_frames: return !pings_are_messages;
      case LogWhen::after_submission: return is_caused_by(record, Kind::submitted);
      case LogWhen::as_fallback: return !is_caused_by(record, Kind::submitted);
      case LogWhen::all_done: return is_caused_by(record, Kind::poll_answered);
      case LogWhen::socket_trusted: return !is_caused_by(record, Kind::poll_answered);
      case LogWhen::shown_by_notification: return is_caused_by(record, Kind::notification_received);
      case LogWhen::shown_by_push: return is_caused_by(record, Kind::push_received);
      case LogWhen::shown_by_polling:
        return !is_caused_by(record, Kind::notification_received) &&
               !is_caused_by(record, Kind::push_received);
      case LogWhen::upgraded: return not_upgraded_.count(record.id) == 0;
      case LogWhen::by_ping: {
        const Record* cause = cause_of(record, records_);
        return cause && models::role_of(*cause) == Role::ping_handler;
      }
    }
    return false;
  }

  bool is_caused_by(const Record& record, Kind kind) const {
    const Record* cause = cause_of(record, records_);
    return cause && models::kind_of(*cause) == kind;
  }

  std::string text_of(Placeholder placeholder, const Record& record) const {
    const auto [user, job] = job_of(record);
    switch (placeholder) {
      case Placeholder::user_uuid: return user_uuid(user);
      case Placeholder::meal_uuid: return meal_uuid(user, job);
      case Placeholder::local_meal_uuid: return local_meal_uuid(user, job);
      case Placeholder::outcome: return failed_.count({user, job}) > 0 ? "failed" : "completed";
      case Placeholder::polling_interval:
        return fmt::format("{:.1f}", sim::to_seconds(settings_.polling.interval));
      case Placeholder::handling_time:
        return fmt::format("{:.2f}", sim::to_seconds(settings_.rest.handling) * 1000);
      case Placeholder::pong_time: return log_date_time(story_, pong_time(record));
      case Placeholder::seen_time: return log_date_time(story_, now_ - unseen(record, records_));
      default: return placeholder_text(placeholder, record, records_);
    }
  }

  /// When the server sent the pong that was received.
  sim::Instant pong_time(const Record& received) const {
    const Record* sent = &received;
    while (sent && models::kind_of(*sent) != Kind::pong_sent) sent = cause_of(*sent, records_);
    return sent ? sent->time : received.time;
  }

  const StoryClock& story_;
  const models::Settings& settings_;
  const std::vector<Record>& records_;
  std::map<std::uint32_t, sim::Duration> skews_;  ///< of the clocks, by user or instance
  std::set<sim::RecordId> not_upgraded_;          ///< `connected`, and nothing came of it
  std::set<std::pair<models::UserId, std::uint32_t>> failed_;
  sim::Instant now_ = sim::run_start;  ///< by the writer's clock
  std::string text_;
};

}  // namespace

std::string client_log(const StoryClock& story, const models::Settings& settings, const Replay& run,
                       models::UserId user) {
  return Log(story, settings, run.records).of_client(user);
}

std::string server_log(const StoryClock& story, const models::Settings& settings, const Replay& run) {
  return Log(story, settings, run.records).of_server();
}

}  // namespace lastseen::experiments
