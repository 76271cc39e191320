#include <lastseen/experiments/words/placeholders.hpp>

#include <fmt/format.h>

#include <stdexcept>

#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/models/record_kinds.hpp>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Placeholder;
using models::SubjectType;
using sim::Record;
using Records = std::vector<Record>;

bool is_about_a_packet(Kind kind) {
  return kind == Kind::packet_lost || kind == Kind::packet_delayed || kind == Kind::packet_duplicated;
}

/// What the network carried, by the record of its being sent: the nearest cause that sends.
std::string carried(const Record& packet, const Records& records) {
  const Record* sent = cause_of(packet, records);
  while (sent && is_about_a_packet(models::kind_of(*sent))) sent = cause_of(*sent, records);
  if (sent && !models::record_kind(*sent).carried.empty()) {
    return fill(models::record_kind(*sent).carried, packet, records);
  }
  // Lost for a reason that is not its sending: the subject has to do.
  const auto [type, owner, number, part] = packet.subject;
  switch (static_cast<SubjectType>(type)) {
    case SubjectType::job:
      return part == 0 ? fmt::format("the notification for job {}", number)
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
std::string loss_reason(const Record& lost, const Records& records) {
  const Record* cause = cause_of(lost, records);
  if (!cause || models::record_kind(*cause).loss.empty()) return "";
  return ": " + fill(models::record_kind(*cause).loss, *cause, records);
}

/// Why a request fails: it was refused, or had no answer in time; empty when chance has lost it or its answer.
std::string failure(const Record& failed, const Records& records) {
  const Record* cause = cause_of(failed, records);
  if (cause && models::kind_of(*cause) == Kind::refused) {
    return models::role_of(*cause) == models::Role::network ? ": connection refused" : ": 502 Bad Gateway";
  }
  return cause && cause->actor == failed.actor && cause->time < failed.time ? ": timed out" : "";
}

std::string stop_reason(const Record& stopped, const Records& records) {
  const Record* cause = cause_of(stopped, records);
  if (!cause) return "";
  switch (models::kind_of(*cause)) {
    case Kind::connected: return ": the socket looks connected";
    case Kind::notification_received:
      return cause->time == stopped.time ? ": the notification has arrived" : ": the socket looks connected";
    case Kind::push_received: return ": the notification has arrived";
    default: return ": all jobs are shown as done";
  }
}

std::string shown_by(const Record& shown, const Records& records) {
  const Record* cause = cause_of(shown, records);
  switch (cause ? models::kind_of(*cause) : Kind::notification_received) {
    case Kind::poll_answered: return "polling";
    case Kind::push_received: return "the push";
    default: return "the notification";
  }
}

std::string close_reason(const Record& ended, const Records& records) {
  const Record* cause = cause_of(ended, records);
  switch (cause ? models::kind_of(*cause) : Kind::submitted) {
    case Kind::disconnected: return "closed by client";
    case Kind::deadline_passed: return "i/o timeout";
    case Kind::stale: return "stale";
    default: return "broken pipe";
  }
}

std::string jump_text(const Record& record) {
  const sim::Duration jump = jump_of(record);
  return fmt::format("{} by {}", jump < sim::Duration::zero() ? "back" : "forward",
                     sim::to_text(std::chrono::abs(jump)));
}

}  // namespace

std::string fill(std::string_view pattern, const Record& record, const Records& records) {
  return fill(pattern, [&](Placeholder each) { return placeholder_text(each, record, records); });
}

std::string placeholder_text(Placeholder placeholder, const Record& record, const Records& records) {
  const auto [type, owner, number, part] = record.subject;
  switch (placeholder) {
    case Placeholder::number: return std::to_string(number);
    case Placeholder::part: return std::to_string(part);
    case Placeholder::user: return std::to_string(owner);
    case Placeholder::next_attempt: return part == 1 ? "" : fmt::format(", attempt {}", part);
    case Placeholder::carried: return carried(record, records);
    case Placeholder::loss_reason: return loss_reason(record, records);
    case Placeholder::failure: return failure(record, records);
    case Placeholder::stop_reason: return stop_reason(record, records);
    case Placeholder::shown_by: return shown_by(record, records);
    case Placeholder::close_reason: return close_reason(record, records);
    case Placeholder::unseen: return fmt::format("{:.1f}", sim::to_seconds(unseen(record, records)));
    case Placeholder::unseen_rounded: return fmt::format("{:.0f}", sim::to_seconds(unseen(record, records)));
    case Placeholder::jump: return jump_text(record);
    case Placeholder::user_uuid:
    case Placeholder::meal_uuid:
    case Placeholder::local_meal_uuid:
    case Placeholder::outcome:
    case Placeholder::polling_interval:
    case Placeholder::handling_time:
    case Placeholder::pong_time:
    case Placeholder::seen_time: break;
  }
  throw std::invalid_argument("a placeholder that only a log can fill");
}

sim::Duration unseen(const Record& stale, const Records& records) {
  const Record* seen = cause_of(stale, records);
  return seen ? stale.time - seen->time : sim::Duration::zero();
}

}  // namespace lastseen::experiments
