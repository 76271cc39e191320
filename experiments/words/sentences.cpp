#include <lastseen/experiments/words/sentences.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/experiments/words/placeholders.hpp>
#include <lastseen/models/record_kinds.hpp>

namespace lastseen::experiments {

using models::Role;
using models::Side;
using models::SubjectType;
using sim::Record;

std::string sentence(const Record& record, const std::vector<Record>& records) {
  return fill(models::record_kind(record).sentence, record, records);
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

bool is_routine(const Record& record) { return models::record_kind(record).is_routine; }

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
