#include <lastseen/experiments/scenario/shorthands.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

using models::FaultKind;
using models::Mechanism;

/// The fix, under which every mechanism but those of the missing refresh is shown.
const std::vector<models::Assignment> fixed = {{"registry.refresh_on", "ping"}};

/// What a mechanism consists of, and what takes it away.
struct Definition {
  Mechanism mechanism;
  std::vector<models::Assignment> under;
  std::vector<models::Assignment> sets;
  std::vector<models::Assignment> repaired_by;
  std::vector<FaultKind> without = {};
};

const std::vector<Definition>& definitions() {
  static const std::vector<Definition> all = {
      {Mechanism::connect_race,
       fixed,
       {{"connection.owner", "view"},
        {"connection.opens_at", "on-submission"},
        {"worker.processing_time", "uniform(400ms, 600ms)"}},
       {{"outbox.wait_for_connection", "24h"}}},
      {Mechanism::no_refresh,
       {{"registry.cleanup_timeout", "60s"}},
       {{"registry.refresh_on", "connect"}},
       fixed},
      {Mechanism::refresh_of_a_copy,
       {{"registry.cleanup_timeout", "60s"}},
       {{"registry.refresh_on", "copy"}},
       fixed},
      {Mechanism::short_timeout,
       fixed,
       {{"registry.cleanup_timeout", "10s"}},
       {{"registry.check_timeout", "never"}, {"registry.cleanup_timeout", "never"}}},
      {Mechanism::short_deadline,
       fixed,
       {{"gateway.read_deadline", "20s"}},
       {{"gateway.read_deadline", "never"}, {"gateway.idle_timeout", "never"}, {"gateway.max_age", "never"}}},
      {Mechanism::failed_upgrade,
       fixed,
       {{"handshake.failure_after_log_probability", "0.8"}},
       {{"handshake.failure_after_log_probability", "0"}}},
      {Mechanism::never_registered,
       fixed,
       {{"registry.registration_delay", "never"}},
       {{"registry.registration_delay", "0s"}}},
      {Mechanism::late_close,
       fixed,
       {{"connection.owner", "view"},
        {"connection.opens_at", "on-submission"},
        {"registry.key", "user"},
        {"network.latency", "lognormal(median=1s, p95=2s)"}},
       {{"registry.key", "generation"}}},
      {Mechanism::other_instance,
       fixed,
       {{"server.instances", "2"}, {"server.routing", "apart"}},
       {{"server.instances", "1"}, {"server.routing", "random"}}},
      {Mechanism::restart,
       fixed,
       {{"server.restart_every", "uniform(1min, 3min)"}},
       {{"server.restart_every", "never"}},
       {FaultKind::restart, FaultKind::rolling_restart}},
      {Mechanism::half_open,
       fixed,
       {{"network.switch_every", "uniform(1min, 3min)"}},
       {{"network.switch_every", "never"},
        {"outage.every", "never"},
        {"network.drop_up", "0"},
        {"network.drop_down", "0"}},
       {FaultKind::network_switch, FaultKind::outage, FaultKind::drop}},
      {Mechanism::idle_proxy,
       fixed,
       {{"proxy.idle_timeout", "20s"}},
       {{"proxy.idle_timeout", "never"}, {"proxy.max_age", "never"}}},
      {Mechanism::background,
       fixed,
       {{"background.every", "uniform(1min, 3min)"}, {"background.lasts", "exponential(mean=2min)"}},
       {{"background.every", "never"}},
       {FaultKind::background}},
      {Mechanism::control_ping, fixed, {{"ping.kind", "control"}}, {{"ping.kind", "message"}}},
      {Mechanism::handler_returns,
       fixed,
       {{"gateway.handler_returns", "yes"}},
       {{"gateway.handler_returns", "no"}}},
  };
  return all;
}

const Shorthand* find(const std::vector<Shorthand>& among, std::string_view name) {
  const auto found =
      std::find_if(among.begin(), among.end(), [&](const Shorthand& s) { return s.name == name; });
  return found == among.end() ? nullptr : &*found;
}

/// The shorthands of these names; what there is not becomes a problem.
std::vector<const Shorthand*> resolve(const std::vector<std::string>& names,
                                      const std::vector<Shorthand>& among, const char* what,
                                      const std::string& where, std::vector<std::string>& problems) {
  std::vector<const Shorthand*> found;
  for (const std::string& name : names) {
    if (const Shorthand* shorthand = find(among, name)) {
      found.push_back(shorthand);
      continue;
    }
    std::vector<std::string> all;
    for (const Shorthand& shorthand : among) all.emplace_back(shorthand.name);
    problems.push_back(fmt::format("{}: there is no {} {}{}; allowed: {}", where, what, sim::quote(name),
                                   sim::suggestion(name, all), sim::joined(all)));
  }
  return found;
}

void append(std::vector<models::Assignment>& to, const std::vector<models::Assignment>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

const std::vector<Shorthand>& mechanisms() {
  static const std::vector<Shorthand> all = [] {
    std::vector<Shorthand> result;
    for (const Definition& each : definitions()) {
      const models::MechanismText& text = models::text(each.mechanism);
      result.push_back({text.name, text.meaning, each.under, each.sets});
    }
    return result;
  }();
  return all;
}

const std::vector<Shorthand>& remedies() {
  static const std::vector<Shorthand> all = {
      {"refresh-on-ping", "a ping sets LastSeen: the fix", {}, {{"registry.refresh_on", "ping"}}},
      {"refresh-on-message",
       "any message of the client sets LastSeen",
       {},
       {{"registry.refresh_on", "message"}}},
      {"longer-timeout",
       "the cleanup removes an entry only when it was not seen for 10 pings",
       {},
       {{"registry.cleanup_timeout", "5min"}}},
      {"slower-cleanup", "the cleanup runs half as often", {}, {{"registry.cleanup_interval", "1min"}}},
      {"longer-deadline",
       "the server is patient with a connection that is silent",
       {},
       {{"gateway.read_deadline", "10min"}, {"gateway.idle_timeout", "5min"}}},
      {"remove-by-connection",
       "the end of a connection removes its own entry, not the user's",
       {},
       {{"registry.key", "connection"}}},
      {"close-on-eviction",
       "the cleanup closes the socket of an entry it removes, and the phone connects anew",
       {},
       {{"registry.close_on_eviction", "yes"}, {"connection.reconnect_after", "1s"}}},
      {"re-register-on-ping",
       "a ping of a user without an entry makes one",
       {},
       {{"registry.unknown_ping", "re-register"}}},
      {"app-connection",
       "the app owns the connection and opens it at its start",
       {},
       {{"connection.owner", "app"}, {"connection.opens_at", "0s"}}},
      {"connect-before-submit",
       "an upload waits up to 5 s for a connection",
       {},
       {{"outbox.wait_for_connection", "5s"}}},
      {"verified-polling",
       "a socket stops polling only when a message has proved it, not when it looks connected",
       {},
       {{"polling.stops_when", "verified"}}},
      {"adaptive-polling", "polling slows down while nothing comes", {}, {{"polling.adaptive", "yes"}}},
      {"health-check",
       "the phone connects anew when it has heard nothing for a minute",
       {},
       {{"connection.health_check", "1min"}, {"connection.reconnect_after", "1s"}}},
      {"status-check",
       "the phone asks, when connected, whether it is registered, and connects anew if not",
       {},
       {{"connection.status_check", "yes"}, {"connection.reconnect_after", "1s"}}},
      {"keep-until-reconnect",
       "a notification without an entry is kept until the user registers",
       {},
       {{"notifier.on_missing", "keep"}}},
      {"publish-to-all",
       "a notification without an entry goes to all instances",
       {},
       {{"notifier.on_missing", "publish"}}},
  };
  return all;
}

std::string settings_text(const Shorthand& shorthand) {
  std::vector<std::string> texts;
  for (const std::vector<models::Assignment>* part : {&shorthand.under, &shorthand.sets}) {
    for (const auto& [key, value] : *part) texts.push_back(key + " = " + value);
  }
  return sim::joined(texts);
}

namespace {

/// Two names that set one parameter to different values would replace each other in silence.
void refuse_conflicts(const std::vector<const Shorthand*>& shorthands, const std::string& where,
                      std::vector<std::string>& problems) {
  for (std::size_t one = 0; one < shorthands.size(); ++one) {
    for (std::size_t two = one + 1; two < shorthands.size(); ++two) {
      for (const auto& [key, value] : shorthands[one]->sets) {
        for (const auto& [other_key, other_value] : shorthands[two]->sets) {
          if (key != other_key || value == other_value) continue;
          problems.push_back(fmt::format("{}: {} and {} cannot be combined: one sets {} = {}, the other {}",
                                         where, shorthands[one]->name, shorthands[two]->name, key, value,
                                         other_value));
        }
      }
    }
  }
}

}  // namespace

std::vector<models::Assignment> expand(const std::vector<std::string>& mechanism_names,
                                       const std::vector<std::string>& remedy_names, const std::string& where,
                                       std::vector<std::string>& problems) {
  const auto of_mechanisms = resolve(mechanism_names, mechanisms(), "mechanism", where, problems);
  const auto of_remedies = resolve(remedy_names, remedies(), "remedy", where, problems);
  refuse_conflicts(of_mechanisms, where, problems);
  refuse_conflicts(of_remedies, where, problems);
  std::vector<models::Assignment> result;
  for (const Shorthand* each : of_mechanisms) append(result, each->under);
  for (const Shorthand* each : of_mechanisms) append(result, each->sets);
  for (const Shorthand* each : of_remedies) append(result, each->sets);
  return result;
}

void repair(models::Settings& settings, Mechanism mechanism) {
  // The same assignment repairs both, and each must leave the other in place.
  const bool is_copy = settings.registry.refresh_on == models::RefreshOn::copy;
  if (mechanism == Mechanism::no_refresh && is_copy) return;
  if (mechanism == Mechanism::refresh_of_a_copy && !is_copy) return;
  const Definition& definition = definitions().at(static_cast<std::size_t>(mechanism));
  std::vector<std::string> problems;
  models::apply(settings, definition.repaired_by, "repair", problems);
  if (!problems.empty()) throw std::logic_error(problems.front());
  std::erase_if(settings.faults, [&](const models::Fault& fault) {
    const auto& kinds = definition.without;
    return std::find(kinds.begin(), kinds.end(), fault.kind) != kinds.end() ||
           (fault.kind == FaultKind::restart && fault.instance >= settings.server.instances);
  });
}

}  // namespace lastseen::experiments
