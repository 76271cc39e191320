// The known ways to lose a notification, an entry each: its name and meaning, the settings that bring it about, its repair, and
// what is tried to make it produce what was logged.
//
// A new mechanism is an enumerator and an entry here, and what recognises it in the trace (entry_watch). All else - options,
// scenario files, lists, `run --why`, the tables of evidence and of remedies - draws from the entry. One that is missing or out of
// place does not compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <lastseen/models/assignments.hpp>
#include <lastseen/models/fault.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/models/tables.hpp>
#include <lastseen/sim/time.hpp>

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
  count  ///< not one of them, but how many there are
};
inline constexpr auto mechanism_count = static_cast<std::size_t>(Mechanism::count);

/// The fix, under which every mechanism but those of the missing refresh is shown.
inline constexpr FixedAssignments the_fix = {{"registry.refresh_on", "ping"}};

/// What is tried on the settings of a field case, under the fix, to make a mechanism produce what was logged: a session for
/// each second of what the logs do not tell.
struct EvidenceTrial {
  enum class Scan {
    nothing,              ///< one session
    parameter,            ///< the values of `parameter`, from `first` to `last`
    age_of_connection,    ///< how old the connection is at the check, where its opening is not known
    instant_of_fault,     ///< how long before the check a fault of kind `fault` strikes
    close_of_connection,  ///< when the server learns of the end of an older connection
  };
  FixedAssignments sets = {};
  Scan scan = Scan::nothing;
  std::string_view scanned = {};    ///< what is scanned, in words
  std::string_view parameter = {};  ///< its key
  sim::Duration first{0};
  sim::Duration last{0};
  FaultKind fault = {};
  sim::Duration fault_lasts{0};
};

struct MechanismEntry {
  Mechanism mechanism;
  std::string_view name;     ///< "connect-race"
  std::string_view meaning;  ///< a clause
  /// What keeps other mechanisms out, so that this one shows alone; yields to what others set.
  FixedAssignments under = the_fix;
  FixedAssignments sets;
  /// What takes this mechanism away, and no other: assignments, and kinds of faults that are removed.
  FixedAssignments repaired_by;
  FixedList<FaultKind, 4> without_faults = {};
  /// Where one assignment repairs two mechanisms: whether the settings have this one. Null: that is no matter.
  bool (*is_set)(const Settings&) = nullptr;
  EvidenceTrial tried = {};
};

inline constexpr MechanismEntry mechanisms[] = {
    {.mechanism = Mechanism::connect_race,
     .name = "connect-race",
     .meaning = "the job is done before the connection is registered",
     .sets = {{"connection.owner", "view"},
              {"connection.opens_at", "on-submission"},
              {"worker.processing_time", "uniform(400ms, 600ms)"}},
     .repaired_by = {{"outbox.wait_for_connection", "24h"}},
     .tried = {.scan = EvidenceTrial::Scan::parameter,
               .scanned = "handshake",
               .parameter = "handshake.duration",
               .first = std::chrono::seconds(1),
               .last = std::chrono::seconds(120)}},
    {.mechanism = Mechanism::no_refresh,
     .name = "no-refresh",
     .meaning = "pings do not refresh LastSeen, so the entry of a connected user goes stale",
     .under = {{"registry.cleanup_timeout", "60s"}},
     .sets = {{"registry.refresh_on", "connect"}},
     .repaired_by = the_fix,
     .is_set = [](const Settings& settings) { return settings.registry.refresh_on != RefreshOn::copy; },
     .tried = {.sets = {{"registry.refresh_on", "connect"}}, .scan = EvidenceTrial::Scan::age_of_connection}},
    {.mechanism = Mechanism::refresh_of_a_copy,
     .name = "refresh-of-a-copy",
     .meaning = "pings refresh a copy of the entry, which changes nothing",
     .under = {{"registry.cleanup_timeout", "60s"}},
     .sets = {{"registry.refresh_on", "copy"}},
     .repaired_by = the_fix,
     .is_set = [](const Settings& settings) { return settings.registry.refresh_on == RefreshOn::copy; },
     .tried = {.sets = {{"registry.refresh_on", "copy"}}, .scan = EvidenceTrial::Scan::age_of_connection}},
    {.mechanism = Mechanism::short_timeout,
     .name = "short-timeout",
     .meaning = "the timeout is too short for the ping interval, even with the fix",
     .sets = {{"registry.cleanup_timeout", "10s"}},
     .repaired_by = {{"registry.check_timeout", "never"}, {"registry.cleanup_timeout", "never"}},
     .tried = {.scan = EvidenceTrial::Scan::parameter,
               .scanned = "cleanup timeout",
               .parameter = "registry.cleanup_timeout",
               .first = std::chrono::seconds(1),
               .last = std::chrono::seconds(120)}},
    {.mechanism = Mechanism::short_deadline,
     .name = "short-deadline",
     .meaning = "a read deadline or idle timeout ends a healthy connection",
     .sets = {{"gateway.read_deadline", "20s"}},
     .repaired_by = {{"gateway.read_deadline", "never"},
                     {"gateway.idle_timeout", "never"},
                     {"gateway.max_age", "never"}},
     .tried = {.scan = EvidenceTrial::Scan::parameter,
               .scanned = "read deadline",
               .parameter = "gateway.read_deadline",
               .first = std::chrono::seconds(1),
               .last = std::chrono::seconds(120)}},
    {.mechanism = Mechanism::failed_upgrade,
     .name = "failed-upgrade",
     .meaning = "logged as connected, but never upgraded",
     .sets = {{"handshake.failure_after_log_probability", "0.8"}},
     .repaired_by = {{"handshake.failure_after_log_probability", "0"}},
     .tried = {.sets = {{"handshake.failure_after_log_probability", "1"}}}},
    {.mechanism = Mechanism::never_registered,
     .name = "never-registered",
     .meaning = "the connection is open, but registered late or not at all",
     .sets = {{"registry.registration_delay", "never"}},
     .repaired_by = {{"registry.registration_delay", "0s"}},
     .tried = {.scan = EvidenceTrial::Scan::parameter,
               .scanned = "registration delay",
               .parameter = "registry.registration_delay",
               .last = std::chrono::seconds(250)}},
    {.mechanism = Mechanism::late_close,
     .name = "late-close",
     .meaning = "the end of an old connection removes the entry of the new one",
     .sets = {{"connection.owner", "view"},
              {"connection.opens_at", "on-submission"},
              {"registry.key", "user"},
              {"network.latency", "lognormal(median=1s, p95=2s)"}},
     .repaired_by = {{"registry.key", "generation"}},
     .tried = {.sets = {{"registry.key", "user"}}, .scan = EvidenceTrial::Scan::close_of_connection}},
    {.mechanism = Mechanism::other_instance,
     .name = "other-instance",
     .meaning = "the worker asks an instance that does not hold the connection",
     .sets = {{"server.instances", "2"}, {"server.routing", "apart"}},
     .repaired_by = {{"server.instances", "1"}, {"server.routing", "random"}},
     .tried = {.sets = {{"server.instances", "2"}, {"server.routing", "apart"}}}},
    {.mechanism = Mechanism::restart,
     .name = "restart",
     .meaning = "the server restarted with an empty registry, and the client does not know",
     .sets = {{"server.restart_every", "uniform(1min, 3min)"}},
     .repaired_by = {{"server.restart_every", "never"}},
     .without_faults = {FaultKind::restart, FaultKind::rolling_restart},
     .tried = {.scan = EvidenceTrial::Scan::instant_of_fault,
               .scanned = "restart",
               .fault = FaultKind::restart,
               .fault_lasts = std::chrono::seconds(1)}},
    {.mechanism = Mechanism::half_open,
     .name = "half-open",
     .meaning = "sent but never received: the socket had died or was closed, or the network lost it",
     .sets = {{"network.switch_every", "uniform(1min, 3min)"}},
     .repaired_by = {{"network.switch_every", "never"},
                     {"outage.every", "never"},
                     {"network.loss_up", "0"},
                     {"network.loss_down", "0"},
                     {"proxy.swallows_up", "0"},
                     {"proxy.swallows_down", "0"}},
     .without_faults = {FaultKind::network_switch, FaultKind::outage, FaultKind::drop},
     .tried = {.scan = EvidenceTrial::Scan::instant_of_fault,
               .scanned = "network switch",
               .fault = FaultKind::network_switch}},
    {.mechanism = Mechanism::idle_proxy,
     .name = "idle-proxy",
     .meaning = "an intermediary cut the connection between pings or at a maximum age",
     .sets = {{"proxy.idle_timeout", "20s"}},
     .repaired_by = {{"proxy.idle_timeout", "never"}, {"proxy.max_age", "never"}},
     .tried = {.scan = EvidenceTrial::Scan::parameter,
               .scanned = "idle timeout of the proxy",
               .parameter = "proxy.idle_timeout",
               .first = std::chrono::seconds(1),
               .last = std::chrono::seconds(120)}},
    {.mechanism = Mechanism::background,
     .name = "background",
     .meaning = "the app was suspended: no pings, perhaps no socket",
     .sets = {{"background.every", "uniform(1min, 3min)"}, {"background.lasts", "exponential(mean=2min)"}},
     .repaired_by = {{"background.every", "never"}},
     .without_faults = {FaultKind::background},
     .tried = {.scan = EvidenceTrial::Scan::instant_of_fault,
               .scanned = "background",
               .fault = FaultKind::background,
               .fault_lasts = std::chrono::minutes(10)}},
    {.mechanism = Mechanism::control_ping,
     .name = "control-ping",
     .meaning = "pings are control frames, which the library answers without the handler",
     .sets = {{"ping.kind", "control"}},
     .repaired_by = {{"ping.kind", "message"}},
     .tried = {.sets = {{"ping.kind", "control"}}, .scan = EvidenceTrial::Scan::age_of_connection}},
    {.mechanism = Mechanism::handler_returns,
     .name = "handler-returns",
     .meaning = "the handler returned right after the upgrade and removed the entry",
     .sets = {{"gateway.handler_returns", "yes"}},
     .repaired_by = {{"gateway.handler_returns", "no"}},
     .tried = {.sets = {{"gateway.handler_returns", "yes"}}}},
};
static_assert(are_in_order(mechanisms, &MechanismEntry::mechanism, mechanism_count),
              "an entry for each mechanism, in the order of the enumerators");

constexpr const MechanismEntry& entry(Mechanism mechanism) {
  return mechanisms[static_cast<std::size_t>(mechanism)];
}
constexpr std::string_view name(Mechanism mechanism) { return entry(mechanism).name; }

/// Takes one mechanism away from settings: parameters and faults, scripted or random, that bring it about.
void repair(Settings& settings, Mechanism mechanism);

}  // namespace lastseen::models
