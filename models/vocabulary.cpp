#include <lastseen/models/vocabulary.hpp>

#include <array>

namespace lastseen::models {
namespace {

constexpr std::array<std::string_view, role_count> role_names = {
    "view",         "outbox",     "supervision", "polling",  "screen",  "api",   "gateway",     "registry",
    "ping_handler", "dispatcher", "worker",      "notifier", "network", "proxy", "push_service"};

constexpr std::array<std::string_view, kind_count> kind_names = {"submitted",
                                                                 "form_dismissed",
                                                                 "view_opened",
                                                                 "upload_sent",
                                                                 "upload_failed",
                                                                 "upload_confirmed",
                                                                 "connecting",
                                                                 "connected",
                                                                 "connection_failed",
                                                                 "disconnected",
                                                                 "ping_sent",
                                                                 "pong_received",
                                                                 "notification_received",
                                                                 "polling_started",
                                                                 "poll_sent",
                                                                 "poll_answered",
                                                                 "polling_stopped",
                                                                 "screen_updated",
                                                                 "accepted",
                                                                 "duplicate_ignored",
                                                                 "poll_served",
                                                                 "registered",
                                                                 "refreshed",
                                                                 "refresh_missed",
                                                                 "stale",
                                                                 "unregistered",
                                                                 "ping_received",
                                                                 "pong_sent",
                                                                 "dispatched",
                                                                 "processing_started",
                                                                 "processing_completed",
                                                                 "processing_failed",
                                                                 "notification_sent",
                                                                 "skipped",
                                                                 "backgrounded",
                                                                 "foregrounded",
                                                                 "waiting_for_connection",
                                                                 "poll_failed",
                                                                 "health_check_failed",
                                                                 "status_asked",
                                                                 "status_received",
                                                                 "unknown_received",
                                                                 "duplicate_received",
                                                                 "push_received",
                                                                 "status_served",
                                                                 "upgrade_failed",
                                                                 "handler_returned",
                                                                 "deadline_passed",
                                                                 "restarted",
                                                                 "started",
                                                                 "not_registered",
                                                                 "copy_refreshed",
                                                                 "published",
                                                                 "kept",
                                                                 "given_up",
                                                                 "push_sent",
                                                                 "push_lost",
                                                                 "network_switched",
                                                                 "outage_began",
                                                                 "outage_ended",
                                                                 "connection_died",
                                                                 "packet_lost",
                                                                 "packet_delayed",
                                                                 "packet_duplicated",
                                                                 "clock_jumped"};

template <class Enum, std::size_t size>
std::optional<Enum> find(const std::array<std::string_view, size>& names, std::string_view text) {
  for (std::size_t index = 0; index < size; ++index) {
    if (names[index] == text) return static_cast<Enum>(index);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(Role role) { return role_names.at(static_cast<std::size_t>(role)); }
std::string_view name(Kind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }
std::string_view name(Side side) {
  constexpr std::array<std::string_view, 3> names = {"client", "server", "between"};
  return names.at(static_cast<std::size_t>(side));
}
Side side_of(Role role) {
  if (role < Role::api) return Side::client;
  return role < Role::network ? Side::server : Side::between;
}

std::optional<Role> role_named(std::string_view text) { return find<Role>(role_names, text); }
std::optional<Kind> kind_named(std::string_view text) { return find<Kind>(kind_names, text); }
std::optional<Side> side_named(std::string_view text) {
  if (text == "client") return Side::client;
  if (text == "server") return Side::server;
  return std::nullopt;
}

}  // namespace lastseen::models
