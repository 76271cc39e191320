// The known ways to lose a notification, by name.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lastseen::models {

enum class Mechanism : std::uint8_t {
  connect_race,
  no_refresh,
  refresh_of_a_copy,
  short_timeout,
  short_deadline,
  failed_upgrade,
  never_registered,
  late_close,
  other_instance,
  restart,
  half_open,
  idle_proxy,
  background,
  control_ping,
  handler_returns,
};

/// What brings each about, and what repairs it, stands in experiments/shorthands.cpp.
struct MechanismText {
  std::string_view name;
  std::string_view meaning;
};

inline constexpr std::array<MechanismText, 15> mechanisms = {{
    {"connect-race", "the job is done before the connection is registered"},
    {"no-refresh", "pings do not refresh LastSeen, so the entry of a user who is there goes stale"},
    {"refresh-of-a-copy", "pings refresh a copy of the entry, which changes nothing"},
    {"short-timeout", "the timeout is too short for the time between two pings, even with the fix"},
    {"short-deadline", "a read deadline or idle timeout ends a healthy connection"},
    {"failed-upgrade", "logged as connected, never upgraded"},
    {"never-registered", "the connection is open, but registered late or not at all"},
    {"late-close", "the end of an old connection removes the entry of the new one"},
    {"other-instance", "the worker asks an instance that does not hold the connection"},
    {"restart", "the server restarted with an empty registry, and the client does not know"},
    {"half-open", "sent and never received: the socket had died or was closed, or the network lost it"},
    {"idle-proxy", "an intermediary cut the connection between pings or at a maximum age"},
    {"background", "the app was suspended: no pings, perhaps no socket"},
    {"control-ping", "pings are control frames that the library answers, past the handler"},
    {"handler-returns", "the handler returned right after the upgrade and removed the entry"},
}};

inline const MechanismText& text(Mechanism mechanism) {
  return mechanisms[static_cast<std::size_t>(mechanism)];
}

}  // namespace lastseen::models
