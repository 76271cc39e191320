// The words of a trace: who acts, what happens, and what it is about. What a reader is told of each kind of record stands
// in record_kinds.cpp.
//
// Names are those of the logs where the logs have one (`connected`, `ping_received`, `pong_sent`, `disconnected`,
// `stale`). Numbers go into fingerprints: append, never reorder.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <lastseen/sim/trace.hpp>

namespace lastseen::models {

using UserId = std::uint32_t;

enum class Role : std::uint16_t {
  // on the phone, index = user
  view,
  outbox,
  supervision,  ///< connection, its state, its pings
  polling,
  screen,
  // on the server, index = instance
  api,
  gateway,
  registry,
  ping_handler,
  dispatcher,
  worker,
  notifier,
  // between and beside them, index = user
  network,
  proxy,
  push_service,
};
inline constexpr int role_count = static_cast<int>(Role::push_service) + 1;

enum class Side { client, server, between };

enum class Kind : std::uint16_t {
  submitted,
  form_dismissed,
  view_opened,  ///< the list's view model initialises
  upload_sent,
  upload_failed,  ///< an attempt was lost, another will follow
  upload_confirmed,
  connecting,
  connected,  ///< supervision: the client says so; gateway: the upgrade is done
  connection_failed,
  disconnected,
  ping_sent,
  pong_received,
  notification_received,
  polling_started,
  poll_sent,
  poll_answered,  ///< the answer is here
  polling_stopped,
  screen_updated,     ///< the screen shows the job as done
  accepted,           ///< the job is new
  duplicate_ignored,  ///< the job was there already
  poll_served,
  registered,
  refreshed,       ///< LastSeen is set
  refresh_missed,  ///< LastSeen should be set, but there is no entry
  stale,           ///< cleanup removes the entry; its cause is what last set LastSeen
  unregistered,    ///< the end of a connection removes the entry
  ping_received,
  pong_sent,
  dispatched,
  processing_started,
  processing_completed,
  processing_failed,  ///< done, without success; notified all the same
  notification_sent,
  skipped,  ///< "not connected"; its cause is why the registry has no fresh entry
  backgrounded,
  foregrounded,
  waiting_for_connection,  ///< an upload waits for a connection
  poll_failed,             ///< no answer in time
  health_check_failed,     ///< nothing was heard since the last check
  status_asked,            ///< whether the server knows the connection
  status_received,         ///< it says that it does
  unknown_received,        ///< it says that it does not
  duplicate_received,      ///< a notification that was here already
  push_received,           ///< the notification, by the push service
  status_served,
  upgrade_failed,    ///< after logging `connected`, status 000; nothing was registered
  handler_returned,  ///< right after the upgrade; the socket stays
  deadline_passed,   ///< no ping came in time, nothing at all, or the connection is too old
  restarted,         ///< the instance is gone, with its sockets and its registry
  started,           ///< it is back
  not_registered,    ///< the connection is open, and will have no entry
  copy_refreshed,    ///< a copy of the entry is set, the entry is not
  published,         ///< to the other instances
  kept,              ///< until the user reconnects
  given_up,          ///< kept too long, or too many
  push_sent,         ///< to the push service
  push_lost,
  network_switched,  ///< from WiFi to cellular or back
  outage_began,
  outage_ended,
  connection_died,  ///< nothing gets through any more, silently
  packet_lost,      ///< its cause is why, or its sending when that is chance
  packet_delayed,
  packet_duplicated,
  clock_jumped,       ///< number: by how many milliseconds; part: 1 when back
  fenced,             ///< no entry for a connection that comes after a later one of its user
  submission_waits,   ///< for the return of a suspended app
  connection_closed,  ///< by the proxy, which tells both ends
  replaced,           ///< a new entry is about to take the place of this one
  upgraded,           ///< the phone has the server's 101: the connection is open
  refusal_received,
  close_sent,
  close_received,
  ignored,  ///< something has arrived at the phone that nobody waits for any more
  refused,  ///< a request or a handshake, since no instance is up: network: nothing listens; proxy: a 502 or 503
  status_failed,  ///< no answer in time, or a refusal
  retransmitted,  ///< TCP sends a packet again that was not acknowledged; its cause is the sending
  count,          ///< not a kind: how many there are
};
inline constexpr int kind_count = static_cast<int>(Kind::count);

enum class SubjectType : std::uint16_t {
  none,
  job,         ///< number: the job, from 1; part: the attempt, for uploads
  connection,  ///< number: the connection, from 1; part: the ping, from 1
  poll,        ///< number: the polling loop, from 1; part: the poll in it, from 1
};

std::string_view name(Role role);
std::string_view name(Kind kind);
std::string_view name(Side side);
Side side_of(Role role);

/// The role, side or kind of that name, if there is one.
std::optional<Role> role_named(std::string_view text);
std::optional<Side> side_named(std::string_view text);
std::optional<Kind> kind_named(std::string_view text);

inline Role role_of(const sim::Record& record) { return static_cast<Role>(record.actor.role); }
inline Kind kind_of(const sim::Record& record) { return static_cast<Kind>(record.kind); }
inline SubjectType subject_type_of(const sim::Record& record) {
  return static_cast<SubjectType>(record.subject.type);
}

inline sim::Subject job_subject(UserId user, std::uint32_t job, std::uint32_t part = 0) {
  return {static_cast<std::uint16_t>(SubjectType::job), user, job, part};
}
inline sim::Subject connection_subject(UserId user, std::uint32_t connection, std::uint32_t ping = 0) {
  return {static_cast<std::uint16_t>(SubjectType::connection), user, connection, ping};
}
inline sim::Subject poll_subject(UserId user, std::uint32_t loop, std::uint32_t poll = 0) {
  return {static_cast<std::uint16_t>(SubjectType::poll), user, loop, poll};
}

}  // namespace lastseen::models
