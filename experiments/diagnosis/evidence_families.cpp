#include <lastseen/experiments/diagnosis/evidence_families.hpp>

#include <functional>

namespace lastseen::experiments {
namespace {

using models::Fault;
using models::FaultKind;
using models::Mechanism;
using models::RefreshOn;
using models::Settings;
using namespace std::chrono_literals;

/// Sets a scanned value.
using Set = std::function<void(Settings&, sim::Duration)>;

/// A member for each second from `first` to `last`.
Family scan(std::string scanned, const Settings& base, sim::Duration first, sim::Duration last,
            const Set& set, sim::Duration period = 1s) {
  Family family{.scanned = std::move(scanned), .members = {}, .period = period};
  for (sim::Duration value = first; value <= last; value += 1s) {
    family.members.push_back({value, base});
    set(family.members.back().settings, value);
  }
  return family;
}

Family single(const Settings& settings) { return {.scanned = "", .members = {{0s, settings}}}; }

/// Where the opening is not known, how old the connection is at the check; else nothing. From an age of one second, to
/// about four minutes.
Family by_connection_age(const EvidencePiece& piece, const Settings& base) {
  if (piece.opening_known) return single(base);
  const sim::Duration check = check_instant(piece.scenario);
  const sim::Duration handshake = base.handshake.duration.quantile(0.5);
  return scan(
      "connection age at the check", base, 1s, 250s,
      [=](Settings& settings, sim::Duration age) { settings.connection.opens_at = check - age - handshake; },
      base.ping.interval);
}

/// The fault strikes so long before the check.
Family by_instant(const EvidencePiece& piece, const Settings& base, const std::string& what,
                  const Fault& fault) {
  const sim::Duration check = check_instant(piece.scenario);
  return scan(what + ", before the check", base, 0s, 250s, [=](Settings& settings, sim::Duration before) {
    Fault placed = fault;
    placed.at = check - before;
    settings.faults.push_back(placed);
  });
}

/// An older connection, whose end the server learns of late. A view closes it itself when it makes a new one, and that
/// close is late on its way. An app's dies with a network switch 10 s after opening; the phone misses its pong 35 s after
/// opening and connects anew, the server's read deadline of 60 s ends the old one.
Family late_close(const EvidencePiece& piece, Settings base) {
  base.registry.key = models::RegistryKey::user;
  if (base.connection.owner == models::ConnectionOwner::view) {
    base.connection.opens_at = 0s;
    return scan(
        "delay of the old connection's close", base, 0s, 60s, [](Settings& settings, sim::Duration by) {
          settings.faults.push_back(
              {.kind = FaultKind::delay, .packet = models::PacketKind::client_close, .nth = 1, .by = by});
        });
  }
  base.connection.pong_timeout = 5s;
  base.connection.reconnect_after = 1s;
  base.gateway.read_deadline = 60s;
  const sim::Duration check = check_instant(piece.scenario);
  return scan(
      "age of the old connection at the check", base, 1s, 250s,
      [=](Settings& settings, sim::Duration age) {
        const sim::Duration opens = check - age;
        settings.connection.opens_at = opens;
        settings.faults.push_back({.kind = FaultKind::network_switch, .at = opens + 10s});
      },
      base.ping.interval);
}

}  // namespace

sim::Duration check_instant(const Scenario& scenario) {
  for (const EvidenceRow& row : scenario.evidence) {
    if (row.kind == models::Kind::skipped) return scenario.story.zero + row.at;
  }
  return scenario.story.zero;
}

Family evidence_family(const EvidencePiece& piece, Mechanism mechanism) {
  Settings base = piece.scenario.arms.front().settings;
  base.registry.refresh_on = RefreshOn::ping;
  switch (mechanism) {
    case Mechanism::connect_race:
      return scan("handshake", base, 1s, 120s,
                  [](Settings& s, sim::Duration value) { s.handshake.duration = value; });
    case Mechanism::no_refresh:
      base.registry.refresh_on = RefreshOn::connect;
      return by_connection_age(piece, base);
    case Mechanism::refresh_of_a_copy:
      base.registry.refresh_on = RefreshOn::copy;
      return by_connection_age(piece, base);
    case Mechanism::control_ping:
      base.ping.kind = models::PingKind::control;
      return by_connection_age(piece, base);
    case Mechanism::short_timeout:
      return scan("cleanup timeout", base, 1s, 120s,
                  [](Settings& s, sim::Duration value) { s.registry.cleanup_timeout = value; });
    case Mechanism::short_deadline:
      return scan("read deadline", base, 1s, 120s,
                  [](Settings& s, sim::Duration value) { s.gateway.read_deadline = value; });
    case Mechanism::never_registered:
      return scan("registration delay", base, 0s, 250s,
                  [](Settings& s, sim::Duration value) { s.registry.registration_delay = value; });
    case Mechanism::idle_proxy:
      return scan("idle timeout of the proxy", base, 1s, 120s,
                  [](Settings& s, sim::Duration value) { s.proxy.idle_timeout = value; });
    case Mechanism::restart:
      return by_instant(piece, base, "restart", {.kind = FaultKind::restart, .lasts = 1s});
    case Mechanism::half_open:
      return by_instant(piece, base, "network switch", {.kind = FaultKind::network_switch});
    case Mechanism::background:
      return by_instant(piece, base, "background", {.kind = FaultKind::background, .lasts = 10min});
    case Mechanism::late_close: return late_close(piece, base);
    case Mechanism::failed_upgrade: base.handshake.failure_after_log_probability = 1; return single(base);
    case Mechanism::other_instance:
      base.server.instances = 2;
      base.server.routing = models::Routing::apart;
      return single(base);
    case Mechanism::handler_returns: base.gateway.handler_returns = true; return single(base);
  }
  return single(base);
}

}  // namespace lastseen::experiments
