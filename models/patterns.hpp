// Texts with placeholders, "uploads job {number}": what a record says in words, in a chart, in a log. A pattern is no format
// string but data: it can be filled from a record, and be held against a line of a log to find what stands in it.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace lastseen::models {

enum class Placeholder {
  // what the record and its causes tell
  number,          ///< of the subject: the job, the connection, the polling loop
  part,            ///< of the subject: the attempt, the ping, the poll
  user,            ///< whose subject it is, as a number
  next_attempt,    ///< ", attempt 2", from the second attempt on
  carried,         ///< what the network carried: "the upload of job 1"
  loss_reason,     ///< ": the connection is dead", unless it was lost by chance
  failure,         ///< ": connection refused", ": timed out": why a request fails
  stop_reason,     ///< ": the socket looks connected", why polling stops
  shown_by,        ///< "polling": what brought the job to the screen
  close_reason,    ///< "closed by client": why a socket ends, as the server sees it
  unseen,          ///< "107.0": seconds since LastSeen
  unseen_rounded,  ///< "107"
  jump,            ///< "forward by 90s", of a clock
  // what only a log tells: names and times as its writer has them
  user_uuid,
  meal_uuid,         ///< the server's name for the job
  local_meal_uuid,   ///< the phone's
  outcome,           ///< "completed" or "failed": what became of the job
  polling_interval,  ///< "5.0": seconds
  handling_time,     ///< "2.00": milliseconds that a request took
  pong_time,         ///< "2025-11-08T10:07:29": when the server sent the pong
  seen_time,         ///< "2025-11-08T10:05:58": LastSeen of the entry
};

struct PlaceholderName {
  Placeholder placeholder;
  std::string_view name;
};
inline constexpr PlaceholderName placeholder_names[] = {
    {Placeholder::number, "number"},
    {Placeholder::part, "part"},
    {Placeholder::user, "user"},
    {Placeholder::next_attempt, "next_attempt"},
    {Placeholder::carried, "carried"},
    {Placeholder::loss_reason, "loss_reason"},
    {Placeholder::failure, "failure"},
    {Placeholder::stop_reason, "stop_reason"},
    {Placeholder::shown_by, "shown_by"},
    {Placeholder::close_reason, "close_reason"},
    {Placeholder::unseen, "unseen"},
    {Placeholder::unseen_rounded, "unseen_rounded"},
    {Placeholder::jump, "jump"},
    {Placeholder::user_uuid, "user_uuid"},
    {Placeholder::meal_uuid, "meal_uuid"},
    {Placeholder::local_meal_uuid, "local_meal_uuid"},
    {Placeholder::outcome, "outcome"},
    {Placeholder::polling_interval, "polling_interval"},
    {Placeholder::handling_time, "handling_time"},
    {Placeholder::pong_time, "pong_time"},
    {Placeholder::seen_time, "seen_time"},
};

constexpr bool is_of_logs(Placeholder placeholder) { return placeholder >= Placeholder::user_uuid; }

/// Of a pattern: text as it stands, or a placeholder.
struct PatternPart {
  std::string_view text = {};
  std::optional<Placeholder> placeholder = {};
};

/// Takes the first part off a pattern that is not empty. Throws std::invalid_argument for an unknown placeholder or
/// that does not end (in a constant: does not compile).
constexpr PatternPart take_part(std::string_view& pattern) {
  const std::size_t open = pattern.find('{');
  if (open != 0) {
    const std::string_view text = pattern.substr(0, open);
    pattern.remove_prefix(text.size());
    return {.text = text};
  }
  const std::size_t close = pattern.find('}');
  if (close == std::string_view::npos) throw std::invalid_argument("an unterminated placeholder");
  const std::string_view name = pattern.substr(1, close - 1);
  pattern.remove_prefix(close + 1);
  for (const PlaceholderName& each : placeholder_names) {
    if (each.name == name) return {.placeholder = each.placeholder};
  }
  throw std::invalid_argument("no such placeholder");
}

}  // namespace lastseen::models
