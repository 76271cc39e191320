// The words of a trace: who acts, what happens, and what it is about.
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
inline constexpr int role_count = 15;

enum class Side { client, server, between };

enum class Kind : std::uint16_t {
  submitted,               ///< view: the user submits a job, saved locally
  form_dismissed,          ///< view
  view_opened,             ///< view: the list's view model initialises
  upload_sent,             ///< outbox
  upload_failed,           ///< outbox: an attempt was lost, another will follow
  upload_confirmed,        ///< outbox: the 201 is here
  connecting,              ///< supervision
  connected,               ///< supervision: the client says so; gateway: the upgrade is done
  connection_failed,       ///< supervision
  disconnected,            ///< supervision or gateway
  ping_sent,               ///< supervision
  pong_received,           ///< supervision
  notification_received,   ///< supervision
  polling_started,         ///< polling
  poll_sent,               ///< polling
  poll_answered,           ///< polling: the answer is here
  polling_stopped,         ///< polling
  screen_updated,          ///< screen: shows the job as done
  accepted,                ///< api: the job is new
  duplicate_ignored,       ///< api: the job was there already
  poll_served,             ///< api
  registered,              ///< registry
  refreshed,               ///< registry: LastSeen is set
  refresh_missed,          ///< registry: LastSeen should be set, but there is no entry
  stale,                   ///< registry: cleanup removes the entry; its cause is what last set LastSeen
  unregistered,            ///< registry: the end of a connection removes the entry
  ping_received,           ///< ping handler
  pong_sent,               ///< ping handler
  dispatched,              ///< dispatcher
  processing_started,      ///< worker
  processing_completed,    ///< worker
  processing_failed,       ///< worker: done, without success; notified all the same
  notification_sent,       ///< notifier
  skipped,                 ///< notifier: "not connected"; its cause is why the registry has no fresh entry
  backgrounded,            ///< view: the app goes to the background
  foregrounded,            ///< view: it is back
  waiting_for_connection,  ///< outbox: the upload waits for a connection
  poll_failed,             ///< polling: no answer in time
  health_check_failed,     ///< supervision: nothing was heard since the last check
  status_asked,            ///< supervision: whether the server knows the connection
  status_received,         ///< supervision: it says that it does
  unknown_received,        ///< supervision: it says that it does not
  duplicate_received,      ///< supervision: a notification that was here already
  push_received,           ///< supervision: the notification, by the push service
  status_served,           ///< api
  upgrade_failed,          ///< gateway: after logging `connected`, status 000; nothing was registered
  handler_returned,        ///< gateway: right after the upgrade; the socket stays
  deadline_passed,         ///< gateway: no ping came in time, nothing at all, or the connection is too old
  restarted,       ///< gateway: the instance is gone, with its sockets and its registry; number: instance + 1
  started,         ///< gateway: it is back
  not_registered,  ///< registry: the connection is open, and will have no entry
  copy_refreshed,  ///< registry: a copy of the entry is set, the entry is not
  published,       ///< notifier: to the other instances
  kept,            ///< notifier: until the user reconnects
  given_up,        ///< notifier: kept too long, or too many
  push_sent,       ///< notifier: to the push service
  push_lost,       ///< push service
  network_switched,   ///< network: from WiFi to cellular or back
  outage_began,       ///< network
  outage_ended,       ///< network
  connection_died,    ///< network or proxy: nothing gets through any more, and nobody was told
  packet_lost,        ///< network; its cause is why, or its sending when that is chance
  packet_delayed,     ///< network
  packet_duplicated,  ///< network
  clock_jumped,       ///< view or registry
};
inline constexpr int kind_count = 65;

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
