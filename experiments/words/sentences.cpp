#include <lastseen/experiments/words/sentences.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Role;
using models::Side;
using models::SubjectType;
using sim::Record;

bool is_about_a_packet(Kind kind) {
  return kind == Kind::packet_lost || kind == Kind::packet_delayed || kind == Kind::packet_duplicated;
}

/// What the network carried, by the record of its being sent: the nearest cause that sends.
std::string carried(const Record& packet, const std::vector<Record>& records) {
  const auto [type, owner, number, part] = packet.subject;
  const Record* sent = cause_of(packet, records);
  while (sent && is_about_a_packet(models::kind_of(*sent))) sent = cause_of(*sent, records);
  switch (sent ? models::kind_of(*sent) : Kind::submitted) {
    case Kind::upload_sent: return fmt::format("the upload of job {}", number);
    case Kind::accepted:
    case Kind::duplicate_ignored: return fmt::format("the answer to the upload of job {}", number);
    case Kind::poll_sent: return fmt::format("poll {}", part);
    case Kind::poll_served: return fmt::format("the answer to poll {}", part);
    case Kind::connecting: return fmt::format("the handshake of connection {}", number);
    case Kind::connected: return fmt::format("the answer to the handshake of connection {}", number);
    case Kind::ping_sent: return fmt::format("ping {}", part);
    case Kind::pong_sent: return fmt::format("pong {}", part);
    case Kind::disconnected: return fmt::format("the close of connection {}", number);
    case Kind::status_asked: return "the question whether the server knows the connection";
    case Kind::status_served: return "the answer whether the server knows the connection";
    default: break;
  }
  // Lost for a reason that is not its sending: the subject has to do.
  switch (static_cast<SubjectType>(type)) {
    case SubjectType::job:
      return part == 0 ? fmt::format("the notification of job {}", number)
                       : fmt::format("the upload of job {}, or its answer", number);
    case SubjectType::poll: return fmt::format("poll {}, or its answer", part);
    case SubjectType::connection:
      return part == 0 ? fmt::format("a message of connection {}", number)
                       : fmt::format("ping {} of connection {}, or its pong", part, number);
    case SubjectType::none: break;
  }
  return "a packet";
}

/// Why the network lost it; empty when that is chance.
std::string loss_text(const Record& lost, const std::vector<Record>& records) {
  const Record* cause = cause_of(lost, records);
  switch (cause ? models::kind_of(*cause) : Kind::submitted) {
    case Kind::connection_died: return ": the connection is dead";
    case Kind::outage_began: return ": there is no network";
    case Kind::network_switched: return ": the phone has another network";
    case Kind::backgrounded: return ": the system took the socket";
    case Kind::restarted: return ": the server is down";
    case Kind::disconnected: return ": the connection has ended";
    default: return "";
  }
}

std::string stop_reason(const Record& record, const std::vector<Record>& records) {
  const Record* cause = cause_of(record, records);
  if (!cause) return "";
  switch (models::kind_of(*cause)) {
    case Kind::connected: return ": the socket looks connected";
    case Kind::notification_received:
      return cause->time == record.time ? ": the notification has arrived" : ": the socket looks connected";
    case Kind::push_received: return ": the notification has arrived";
    default: return ": all jobs are seen done";
  }
}

std::string removal_text(const Record& record, const std::vector<Record>& records) {
  const Record* seen = cause_of(record, records);
  return fmt::format("cleanup removes connection {}: LastSeen is {} old", record.subject.number,
                     seen ? fmt::format("{:.1f} s", sim::to_seconds(record.time - seen->time)) : "?");
}

std::string screen_text(const Record& record, const std::vector<Record>& records) {
  const Record* cause = cause_of(record, records);
  const Kind by = cause ? models::kind_of(*cause) : Kind::notification_received;
  return fmt::format("shows job {} as done, by {}", record.subject.number,
                     by == Kind::poll_answered   ? "polling"
                     : by == Kind::push_received ? "the push"
                                                 : "the notification");
}

std::string jump_text(const Record& record) {
  const sim::Duration jump = jump_of(record);
  return fmt::format("the clock jumps {} by {}", jump < sim::Duration::zero() ? "back" : "forward",
                     sim::to_text(std::chrono::abs(jump)));
}

/// What happens on the phone and between it and the server.
std::string phone_sentence(const Record& record, const std::vector<Record>& records) {
  const auto number = record.subject.number;
  const auto part = record.subject.part;
  switch (models::kind_of(record)) {
    case Kind::submitted: return fmt::format("the user submits job {}", number);
    case Kind::form_dismissed: return "the form is gone";
    case Kind::view_opened: return "the list's view model initialises";
    case Kind::backgrounded: return "the app goes to the background";
    case Kind::foregrounded: return "the app is back in front";
    case Kind::waiting_for_connection: return fmt::format("waits for a connection with job {}", number);
    case Kind::upload_sent:
      return part == 1 ? fmt::format("uploads job {}", number)
                       : fmt::format("uploads job {}, attempt {}", number, part);
    case Kind::upload_failed: return fmt::format("the upload of job {} fails, attempt {}", number, part);
    case Kind::upload_confirmed: return fmt::format("hears that job {} is accepted", number);
    case Kind::connecting: return fmt::format("starts connecting (connection {})", number);
    case Kind::connection_failed: return fmt::format("connection {} is refused", number);
    case Kind::health_check_failed: return "the health check fails: nothing was heard since the last one";
    case Kind::status_asked: return fmt::format("asks whether the server knows connection {}", number);
    case Kind::status_received: return fmt::format("hears that the server knows connection {}", number);
    case Kind::unknown_received:
      return fmt::format("hears that the server does not know connection {}", number);
    case Kind::notification_received: return fmt::format("receives the notification of job {}", number);
    case Kind::duplicate_received: return fmt::format("receives the notification of job {} again", number);
    case Kind::push_received: return fmt::format("receives the notification of job {} as a push", number);
    case Kind::polling_started: return "starts polling";
    case Kind::poll_sent: return fmt::format("polls, {}", part);
    case Kind::poll_answered: return fmt::format("receives the answer to poll {}", part);
    case Kind::poll_failed: return fmt::format("poll {} gets no answer in time", part);
    case Kind::polling_stopped: return "stops polling" + stop_reason(record, records);
    case Kind::screen_updated: return screen_text(record, records);
    case Kind::network_switched: return "the phone changes its network";
    case Kind::outage_began: return "nothing gets through from now on";
    case Kind::outage_ended: return "messages get through again";
    case Kind::connection_died: return fmt::format("connection {} dies, and nobody is told", number);
    case Kind::packet_lost: return "loses " + carried(record, records) + loss_text(record, records);
    case Kind::packet_delayed: return "delays " + carried(record, records);
    case Kind::packet_duplicated: return "delivers " + carried(record, records) + " twice";
    case Kind::push_lost: return fmt::format("loses the notification of job {}", number);
    default: return "";
  }
}

}  // namespace

std::string sentence(const Record& record, const std::vector<Record>& records) {
  const auto number = record.subject.number;
  const auto part = record.subject.part;
  switch (models::kind_of(record)) {
    case Kind::connected:
      return models::role_of(record) == Role::gateway
                 ? fmt::format("handshake done, WebSocket connected (connection {})", number)
                 : "the client says that it is connected";
    case Kind::disconnected: return fmt::format("connection {} ends", number);
    case Kind::ping_sent: return fmt::format("sends ping {}", part);
    case Kind::ping_received: return fmt::format("receives ping {}", part);
    case Kind::pong_sent: return fmt::format("sends pong {}", part);
    case Kind::pong_received: return fmt::format("receives pong {}", part);
    case Kind::clock_jumped: return jump_text(record);
    case Kind::accepted: return fmt::format("accepts job {} (201)", number);
    case Kind::duplicate_ignored: return fmt::format("has job {} already", number);
    case Kind::poll_served: return fmt::format("answers poll {}", part);
    case Kind::status_served: return fmt::format("answers whether it knows connection {}", number);
    case Kind::upgrade_failed:
      return fmt::format("the upgrade of connection {} fails after all (status 000)", number);
    case Kind::handler_returned:
      return fmt::format("the handler of connection {} returns, the socket stays", number);
    case Kind::deadline_passed: return fmt::format("a deadline of connection {} passes", number);
    case Kind::restarted: return "goes down, with its sockets and its registry";
    case Kind::started: return "is back, with an empty registry";
    case Kind::registered: return fmt::format("registers the user (connection {})", number);
    case Kind::not_registered: return fmt::format("makes no entry for connection {}", number);
    case Kind::refreshed: return "sets LastSeen";
    case Kind::copy_refreshed: return "sets LastSeen in a copy of the entry, which changes nothing";
    case Kind::refresh_missed: return "cannot set LastSeen: the user has no entry";
    case Kind::stale: return removal_text(record, records);
    case Kind::unregistered: return fmt::format("removes the entry (connection {})", number);
    case Kind::dispatched: return fmt::format("hands job {} to the AI worker", number);
    case Kind::processing_started: return fmt::format("starts processing job {}", number);
    case Kind::processing_completed: return fmt::format("completes job {}", number);
    case Kind::processing_failed: return fmt::format("fails job {}", number);
    case Kind::notification_sent:
      return fmt::format("finds the user connected and sends the notification of job {}", number);
    case Kind::skipped: return fmt::format("user not connected, skips the notification of job {}", number);
    case Kind::published:
      return fmt::format("user not connected here, asks the other instances about job {}", number);
    case Kind::kept: return fmt::format("user not connected, keeps the notification of job {}", number);
    case Kind::given_up: return fmt::format("gives up the kept notification of job {}", number);
    case Kind::push_sent: return fmt::format("user not connected, pushes the notification of job {}", number);
    default: return phone_sentence(record, records);
  }
}

std::string role_text(Role role) {
  std::string text(models::name(role));
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string actor_text(const Record& record, const models::Settings& settings) {
  const Role role = models::role_of(record);
  const auto with_number = [&](const char* what, bool several) {
    return several ? fmt::format("{} {}", what, record.actor.index) : std::string(what);
  };
  const bool many_users = settings.session.users > 1;
  switch (models::side_of(role)) {
    case Side::client: return with_number("phone", many_users) + ", " + role_text(role);
    case Side::server: return with_number("server", settings.server.instances > 1) + ", " + role_text(role);
    case Side::between: break;
  }
  return with_number("between", many_users) + ", " + role_text(role);
}

bool is_routine(const Record& record) {
  switch (models::kind_of(record)) {
    case Kind::ping_sent:
    case Kind::ping_received:
    case Kind::pong_sent:
    case Kind::pong_received:
    case Kind::refreshed:
    case Kind::copy_refreshed:
    case Kind::refresh_missed:
    case Kind::poll_sent:
    case Kind::poll_served:
    case Kind::poll_answered: return true;
    default: return false;
  }
}

const Record* cause_of(const Record& record, const std::vector<Record>& records) {
  return record.cause == sim::no_record ? nullptr : &records.at(record.cause - 1);
}

bool concerns(const Record& record, models::UserId user) {
  const bool is_server = models::side_of(models::role_of(record)) == Side::server;
  if (!is_server) return record.actor.index == user;
  return models::subject_type_of(record) == SubjectType::none || record.subject.owner == user;
}

sim::Duration jump_of(const Record& clock_jumped) {
  const auto size = std::chrono::milliseconds(clock_jumped.subject.number);
  return clock_jumped.subject.part == 0 ? size : -size;
}

}  // namespace lastseen::experiments
