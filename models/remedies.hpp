// What a design review weighs against lost notifications, an entry each: the settings that are the remedy.
//
// A new remedy is an enumerator and an entry here. One that is missing or out of place does not compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <lastseen/models/assignments.hpp>
#include <lastseen/models/tables.hpp>

namespace lastseen::models {

enum class Remedy : std::uint8_t {
  refresh_on_ping,
  refresh_on_message,
  longer_timeout,
  slower_cleanup,
  longer_deadline,
  remove_by_connection,
  close_on_eviction,
  re_register_on_ping,
  app_connection,
  connect_before_submit,
  verified_polling,
  adaptive_polling,
  health_check,
  status_check,
  keep_until_reconnect,
  publish_to_all,
  count  ///< not one of them, but how many there are
};
inline constexpr auto remedy_count = static_cast<std::size_t>(Remedy::count);

struct RemedyEntry {
  Remedy remedy;
  std::string_view name;     ///< "refresh-on-ping"
  std::string_view meaning;  ///< a clause
  FixedAssignments sets;
};

inline constexpr RemedyEntry remedies[] = {
    {.remedy = Remedy::refresh_on_ping,
     .name = "refresh-on-ping",
     .meaning = "a ping sets LastSeen: the fix",
     .sets = {{"registry.refresh_on", "ping"}}},
    {.remedy = Remedy::refresh_on_message,
     .name = "refresh-on-message",
     .meaning = "any message from the client sets LastSeen",
     .sets = {{"registry.refresh_on", "message"}}},
    {.remedy = Remedy::longer_timeout,
     .name = "longer-timeout",
     .meaning = "the cleanup removes an entry only after 10 missed pings",
     .sets = {{"registry.cleanup_timeout", "5min"}}},
    {.remedy = Remedy::slower_cleanup,
     .name = "slower-cleanup",
     .meaning = "the cleanup runs half as often",
     .sets = {{"registry.cleanup_interval", "1min"}}},
    {.remedy = Remedy::longer_deadline,
     .name = "longer-deadline",
     .meaning = "the server tolerates a silent connection for longer",
     .sets = {{"gateway.read_deadline", "10min"}, {"gateway.idle_timeout", "5min"}}},
    {.remedy = Remedy::remove_by_connection,
     .name = "remove-by-connection",
     .meaning = "the end of a connection removes its own entry, not the user's",
     .sets = {{"registry.key", "connection"}}},
    {.remedy = Remedy::close_on_eviction,
     .name = "close-on-eviction",
     .meaning = "the cleanup closes the socket of an entry it removes, and the phone reconnects",
     .sets = {{"registry.close_on_eviction", "yes"}, {"connection.reconnect_after", "1s"}}},
    {.remedy = Remedy::re_register_on_ping,
     .name = "re-register-on-ping",
     .meaning = "a ping from a user without an entry creates one",
     .sets = {{"registry.unknown_ping", "re-register"}}},
    {.remedy = Remedy::app_connection,
     .name = "app-connection",
     .meaning = "the app owns the connection and opens it at startup",
     .sets = {{"connection.owner", "app"}, {"connection.opens_at", "0s"}}},
    {.remedy = Remedy::connect_before_submit,
     .name = "connect-before-submit",
     .meaning = "an upload waits up to 5 s for a connection",
     .sets = {{"outbox.wait_for_connection", "5s"}}},
    {.remedy = Remedy::verified_polling,
     .name = "verified-polling",
     .meaning = "polling stops only once a message has proved the socket, not when it merely looks connected",
     .sets = {{"polling.stops_when", "verified"}}},
    {.remedy = Remedy::adaptive_polling,
     .name = "adaptive-polling",
     .meaning = "polling slows down while nothing new arrives",
     .sets = {{"polling.adaptive", "yes"}}},
    {.remedy = Remedy::health_check,
     .name = "health-check",
     .meaning = "the phone reconnects when it has received nothing for a minute",
     .sets = {{"connection.health_check", "1min"}, {"connection.reconnect_after", "1s"}}},
    {.remedy = Remedy::status_check,
     .name = "status-check",
     .meaning = "the phone asks, once connected, whether it is registered, and reconnects if not",
     .sets = {{"connection.status_check", "yes"}, {"connection.reconnect_after", "1s"}}},
    {.remedy = Remedy::keep_until_reconnect,
     .name = "keep-until-reconnect",
     .meaning = "a notification for a user without an entry is kept until the user registers",
     .sets = {{"notifier.on_missing", "keep"}}},
    {.remedy = Remedy::publish_to_all,
     .name = "publish-to-all",
     .meaning = "a notification for a user without an entry goes to all instances",
     .sets = {{"notifier.on_missing", "publish"}}},
};
static_assert(are_in_order(remedies, &RemedyEntry::remedy, remedy_count),
              "an entry for each remedy, in the order of the enumerators");

constexpr const RemedyEntry& entry(Remedy remedy) { return remedies[static_cast<std::size_t>(remedy)]; }
constexpr std::string_view name(Remedy remedy) { return entry(remedy).name; }

}  // namespace lastseen::models
