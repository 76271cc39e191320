// What there is to know of each kind of record: who writes it, what begins and ends with it, and what readers are told of it,
// in a sentence, in a chart and in a log. Stories, traces, charts and inspections draw from here, and know few kinds by name.
//
// A new kind is an enumerator in vocabulary.hpp, a row in record_kinds.cpp and the component that writes it. A missing or
// misplaced row, an empty sentence or an unknown placeholder does not compile.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {

/// What lasts, from a record to a later one.
enum class Span {
  none,
  job,
  upload,
  connection,
  polling,
  background,
  outage,
  socket,
  entry,
  processing,
  down
};

struct SpanText {
  Span span;
  std::string_view name;
  std::string_view title;  ///< pattern, filled from the record that opens it
};
inline constexpr std::array<SpanText, 11> span_texts = {{
    {Span::none, "", ""},
    {Span::job, "job", "job {number}"},
    {Span::upload, "upload", "upload of job {number}"},
    {Span::connection, "connection", "connection {number}"},
    {Span::polling, "polling", "polling {number}"},
    {Span::background, "background", "in the background"},
    {Span::outage, "outage", "outage"},
    {Span::socket, "socket", "socket {number} of user {user}"},
    {Span::entry, "entry", "entry of user {user}, connection {number}"},
    {Span::processing, "processing", "job {number} of user {user}"},
    {Span::down, "down", "down"},
}};
constexpr const SpanText& text(Span span) { return span_texts[static_cast<std::size_t>(span)]; }

/// How a reader should take it.
enum class Tone { neutral, good, warning, bad };

/// What the notifier found when it looked the user up in the registry.
enum class Lookup { none, connected, not_connected };

/// When a log has a line of a record.
enum class LogWhen {
  always,
  first_attempt,  ///< of an upload
  later_attempt,
  pings_are_messages,  ///< and not control frames
  pings_are_control_frames,
  after_submission,       ///< polling starts because a job was submitted
  as_fallback,            ///< polling starts for another reason
  all_done,               ///< polling stops because nothing is left to poll for
  socket_trusted,         ///< polling stops because of the socket
  shown_by_notification,  ///< the screen shows the job because of it
  shown_by_push,
  shown_by_polling,
  upgraded,  ///< the connection has come to be, and its handler stays
  by_ping,   ///< a ping that the handler saw set LastSeen
};

struct LogLine {
  std::string_view pattern;
  LogWhen when;

  constexpr LogLine(const char* pattern_ = "", LogWhen when_ = LogWhen::always)
      : pattern(pattern_), when(when_) {}
};

/// What the log of the writer's side has of a record: up to three lines, in this order, each after the time and, with several
/// instances, the instance. Words are those of the field's logs and code where these have them.
struct LogLines {
  std::array<LogLine, 3> lines;  ///< a missing line is empty

  constexpr LogLines(LogLine first = {}, LogLine second = {}, LogLine third = {})
      : lines{first, second, third} {}
};

/// One kind of record, by one of the roles that write it. Texts are patterns (patterns.hpp).
struct RecordKind {
  Kind kind;
  Role role;
  /// In traces and evidence; the same for all roles.
  std::string_view name;
  /// Repeats without news: pings, polls and their answers.
  bool is_routine = false;
  /// What its cause has sent or handed over arrives. The cause of other kinds is a reason, perhaps long ago.
  bool arrives = false;
  Span opens = Span::none;
  Span closes = Span::none;
  /// What it says in a story, after the name of the actor: "uploads job {number}".
  std::string_view sentence;
  /// What the network carries when this is a sending, filled from the packet's record: "the upload of job {number}".
  std::string_view carried = {};
  /// Why the network loses a packet when this is the reason: "the connection is dead".
  std::string_view loss = {};
  /// In a sequence chart, the label of the arrow from its cause, and of the note at its lifeline.
  std::string_view arrow = {};
  std::string_view note = {};
  /// Of arrow, note and lookup.
  Tone tone = Tone::neutral;
  Lookup lookup = Lookup::none;
  LogLines log = {};
};

/// All rows, by kind; the rows of one kind follow each other.
std::span<const RecordKind> record_kinds();

/// The row of what this role writes; when it writes no such record, the row of the first role that does.
const RecordKind& record_kind(Kind kind, Role role);
inline const RecordKind& record_kind(const sim::Record& record) {
  return record_kind(kind_of(record), role_of(record));
}

}  // namespace lastseen::models
