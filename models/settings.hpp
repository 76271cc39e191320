// Everything that a scenario can choose, with the defaults of the default study (`fifteen-minutes`, arm before).
//
// Each defect and each remedy is a value here, never another build. Meaning, unit, range and source of every setting
// stand in the one parameter table, experiments/parameters.cpp; the comments here say only what the type does not.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/distribution.hpp"
#include "sim/time.hpp"

namespace lastseen::models {

using sim::Distribution;
using sim::Duration;
using namespace std::chrono_literals;

/// Whose connection it is: made again with each view model, or once by the app.
enum class ConnectionOwner { view, app };

/// What sets LastSeen: only connecting (the bug), or each ping as well (the fix).
enum class RefreshOn { connect, ping };

/// What the end of a connection removes from the registry: whatever entry the user has, or only its own.
enum class RemoveBy { user, connection };

/// When the polling fallback starts: on submission, when the connection fails, or either.
enum class PollingStart { submission, connection_failure, either };

/// What ends polling besides seeing all jobs done: nothing, a socket that looks connected, or one that has proved
/// itself by a message.
enum class PollingStop { done, connected, verified };

/// Which of two events of the same instant goes first: messages that arrive, or timers that fall due.
enum class TieOrder { messages_first, timers_first };

struct SessionSettings {
  std::uint32_t users = 1;
  Duration duration = 15min;
  Duration drain = 60s;
  TieOrder ties = TieOrder::messages_first;
};

struct JobSettings {
  std::uint32_t count = 5;                                            ///< per user
  std::vector<Distribution> at = {Distribution::uniform(0s, 15min)};  ///< one for all jobs, or one for each
};

struct ViewSettings {
  Duration dismiss_delay = 200ms;  ///< all three since the submission
  Duration init_delay = 300ms;
  Duration connect_delay = 400ms;
};

struct OutboxSettings {
  Distribution delay = Duration{0};
  double failure_probability = 0;
  Duration retry_delay = 2s;
  Duration retry_delay_max = 1min;
};

struct NetworkSettings {
  Distribution latency = Distribution::parse("lognormal(median=38ms, p95=120ms)");
};

struct HandshakeSettings {
  Distribution duration = Distribution::parse("lognormal(median=600ms, p95=1.4s)");
  double failure_probability = 0;
};

struct ConnectionSettings {
  ConnectionOwner owner = ConnectionOwner::app;
  std::optional<Duration> opens_at = 0s;  ///< absent: only submissions open it
  Distribution confirm_delay = Duration{0};
  std::optional<Duration> reconnect_after = {};
};

struct PingSettings {
  Duration interval = 30s;
  std::optional<Duration> first_after = {};  ///< absent: one interval
};

struct GatewaySettings {
  std::optional<Duration> read_deadline = 10min;
  std::optional<Duration> idle_timeout = {};
};

struct RegistrySettings {
  RefreshOn refresh_on = RefreshOn::connect;
  std::optional<Distribution> registration_delay = Distribution{};  ///< absent: never registered
  std::optional<Duration> check_timeout = 5min;
  std::optional<Duration> cleanup_timeout = 60s;
  Duration cleanup_interval = 30s;
  std::optional<Duration> cleanup_phase = {};  ///< absent: random within the interval
  bool close_on_eviction = false;
  RemoveBy remove_by = RemoveBy::user;
};

struct RestSettings {
  Duration handling = 2ms;
};

struct DispatcherSettings {
  Distribution delay = Duration{0};
};

struct WorkerSettings {
  Distribution processing_time = Distribution::uniform(20s, 30s);
  double failure_probability = 0;
};

struct PollingSettings {
  bool enabled = true;
  Duration interval = 5s;
  PollingStart starts_on = PollingStart::submission;
  PollingStop stops_when = PollingStop::done;
};

struct Settings {
  SessionSettings session;
  JobSettings jobs;
  ViewSettings view;
  OutboxSettings outbox;
  NetworkSettings network;
  HandshakeSettings handshake;
  ConnectionSettings connection;
  PingSettings ping;
  GatewaySettings gateway;
  RegistrySettings registry;
  RestSettings rest;
  DispatcherSettings dispatcher;
  WorkerSettings worker;
  PollingSettings polling;
};

}  // namespace lastseen::models
