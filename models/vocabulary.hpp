// The words of this model: who acts, what happens, what it is about, and what is left to chance.
//
// Names are those of the logs where the logs have one (`connected`, `ping_received`, `pong_sent`, `disconnected`,
// `stale`). Numbers go into fingerprints and random streams: append, never reorder.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/chance.hpp"
#include "sim/trace.hpp"

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
};
inline constexpr int role_count = 12;

enum class Side { client, server };

enum class Kind : std::uint16_t {
  submitted,              ///< view: the user submits a job, saved locally
  form_dismissed,         ///< view
  view_opened,            ///< view: the list's view model initialises
  upload_sent,            ///< outbox
  upload_failed,          ///< outbox: an attempt was lost, another will follow
  upload_confirmed,       ///< outbox: the 201 is here
  connecting,             ///< supervision
  connected,              ///< supervision: the client says so; gateway: the upgrade is done
  connection_failed,      ///< supervision
  disconnected,           ///< supervision or gateway
  ping_sent,              ///< supervision
  pong_received,          ///< supervision
  notification_received,  ///< supervision
  polling_started,        ///< polling
  poll_sent,              ///< polling
  poll_answered,          ///< polling: the answer is here
  polling_stopped,        ///< polling
  screen_updated,         ///< screen: shows the job as done
  accepted,               ///< api: the job is new
  duplicate_ignored,      ///< api: the job was there already
  poll_served,            ///< api
  registered,             ///< registry
  refreshed,              ///< registry: LastSeen is set
  refresh_missed,         ///< registry: LastSeen should be set, but there is no entry
  stale,                  ///< registry: cleanup removes the entry; its cause is what last set LastSeen
  unregistered,           ///< registry: the end of a connection removes the entry
  ping_received,          ///< ping handler
  pong_sent,              ///< ping handler
  dispatched,             ///< dispatcher
  processing_started,     ///< worker
  processing_completed,   ///< worker
  processing_failed,      ///< worker: done, without success; notified all the same
  notification_sent,      ///< notifier
  skipped,                ///< notifier: "not connected"; its cause is why the registry has no fresh entry
};
inline constexpr int kind_count = 34;

enum class SubjectType : std::uint16_t {
  none,
  job,         ///< number: the job, from 1; part: the attempt, for uploads
  connection,  ///< number: the connection, from 1; part: the ping, from 1
  poll,        ///< number: the polling loop, from 1; part: the poll in it, from 1
};

/// What is left to chance. With the user (or instance) and domain numbers it makes a sim::Label.
enum class Purpose : std::uint8_t {
  submission_time,     ///< scope: job
  outbox_delay,        ///< scope: job
  upload_failure,      ///< scope: job, ordinal: attempt
  handshake_duration,  ///< scope: connection
  handshake_failure,   ///< scope: connection
  confirm_delay,       ///< scope: connection
  registration_delay,  ///< scope: connection
  cleanup_phase,       ///< entity: instance
  dispatch_delay,      ///< scope: job
  processing_time,     ///< scope: job
  processing_failure,  ///< scope: job
  latency,             ///< one for each kind of packet, see network_path.hpp; this is the first of 16
  after_latency = latency + 16,
};

/// The label of an uncertain thing; numbers are those of the domain (job 3; ping 7 of connection 1).
inline sim::Label label(std::uint32_t entity, Purpose purpose, std::uint32_t scope,
                        std::uint32_t ordinal = 0) {
  return {entity, static_cast<std::uint8_t>(purpose), scope, ordinal};
}

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
