#include <lastseen/experiments/diagnosis/evidence_families.hpp>

#include <functional>

#include <lastseen/models/mechanisms.hpp>
#include <lastseen/models/parameters.hpp>

namespace lastseen::experiments {
namespace {

using models::EvidenceTrial;
using models::Fault;
using models::FaultKind;
using models::Mechanism;
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

/// The values of a parameter.
Family by_parameter(const EvidenceTrial& trial, const Settings& base) {
  const models::Parameter* parameter = models::find_parameter(trial.parameter);
  return scan(
      std::string(trial.scanned), base, trial.first, trial.last,
      [=](Settings& settings, sim::Duration value) { parameter->set(settings, sim::to_text(value)); });
}

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

/// The fault strikes this long before the check.
Family by_instant(const EvidencePiece& piece, const Settings& base, const EvidenceTrial& trial) {
  const sim::Duration check = check_instant(piece.scenario);
  return scan(std::string(trial.scanned) + ", before the check", base, 0s, 250s,
              [=, kind = trial.fault, lasts = trial.fault_lasts](Settings& settings, sim::Duration before) {
                const Fault placed = {.kind = kind, .at = check - before, .lasts = lasts};
                settings.faults.push_back(placed);
              });
}

/// An older connection, whose end the server learns of late. A view closes it itself when it makes a new one, and that
/// close is late on its way. An app's dies with a network switch 10 s after opening; the phone misses its pong 35 s after
/// opening and reconnects, the server's read deadline of 60 s ends the old one.
Family late_close(const EvidencePiece& piece, Settings base) {
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
  const EvidenceTrial& trial = models::entry(mechanism).tried;
  Settings base = piece.scenario.arms.front().settings;
  models::apply(base, models::the_fix);
  models::apply(base, trial.sets);
  switch (trial.scan) {
    case EvidenceTrial::Scan::nothing: return single(base);
    case EvidenceTrial::Scan::parameter: return by_parameter(trial, base);
    case EvidenceTrial::Scan::age_of_connection: return by_connection_age(piece, base);
    case EvidenceTrial::Scan::instant_of_fault: return by_instant(piece, base, trial);
    case EvidenceTrial::Scan::close_of_connection: return late_close(piece, base);
  }
  return single(base);
}

}  // namespace lastseen::experiments
