// Everything that a scenario can choose, with the defaults of the default study (`fifteen-minutes`, arm before).
//
// Each defect and each remedy is a value here, never another build. Meaning, unit, range and source of every setting
// stand in the one parameter table (parameters.hpp); the comments here say only what the type does not.
#pragma once

#include <cstdint>
#include <optional>

#include <lastseen/models/fault.hpp>
#include <lastseen/models/shared_list.hpp>
#include <lastseen/models/submission_time.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::models {

using sim::Distribution;
using sim::Duration;

/// Whose connection it is: made again with each view model, or once by the app.
enum class ConnectionOwner { view, app };

/// A ping is a message that the server's ping handler answers, or a control frame that the WebSocket library does.
enum class PingKind { message, control };

/// What sets LastSeen besides registering.
enum class RefreshOn {
  connect,    ///< nothing: the bug
  ping,       ///< a ping message, by its handler: the fix
  pong,       ///< the phone's answer to a ping of the server (gateway.ping_interval)
  message,    ///< any message of the client
  bytes,      ///< anything that arrives, control frames too
  if_absent,  ///< a ping message, where there is no entry: it creates one, and leaves an existing one unchanged
  throttled,  ///< a ping message, unless LastSeen was set less than registry.refresh_interval ago
  copy,       ///< a ping message, but on a copy of the entry: a fix that changes nothing
};

/// What the server does with a ping message of a user who is not in the registry.
enum class UnknownPing { pong, silence, re_register, close };

/// What an entry stands for, and so what the end of a connection removes.
enum class RegistryKey {
  user,        ///< the user, whichever connection it was
  connection,  ///< the one connection
  generation,  ///< the user with the number of the latest connection: an earlier one cannot register any more
  unfenced_generation,  ///< the user with the number of whichever connection registered last, an earlier one too
};

/// Whether an entry exactly as old as the timeout still counts.
enum class StaleWhen { older_than_timeout, as_old_as_timeout };

/// What moves the read deadline or the idle timeout of the server's end of a connection.
enum class DeadlineReset {
  pings,     ///< a ping message that its handler answers, or a pong of the phone: gorilla's handlers
  messages,  ///< any message that is read, answered or not; no control frames: gorilla's loop around ReadMessage
  reads,     ///< any frame that is read: MQTT's keep-alive, on the server
  reads_and_writes,  ///< and any that is written: as load balancers do
};

/// What the notifier does when the registry has no fresh entry for the user.
enum class OnMissing { skip, keep, publish, push };

/// Which instance takes a connection or a job: any, always the same one for a user, or never the same for both.
enum class Routing { random, sticky, apart };

/// What a phone meets while no instance of the server is up: nothing listens, or a load balancer that answers 502 or 503.
enum class WhenDown { refused, bad_gateway };

/// What the system does with an app's timers in the background, and with what arrives for it.
enum class BackgroundTimers { stop, slow, run };

/// When the polling fallback starts: on submission, when the connection fails, or either.
enum class PollingStart { submission, connection_failure, either };

/// What ends polling besides seeing all jobs done: nothing, a socket that looks connected, or one that has proved
/// itself by a message.
enum class PollingStop { done, connected, verified };

/// Which of two events of the same instant goes first: arriving messages, or expiring timers.
enum class TieOrder { messages_first, timers_first };

struct SessionSettings {
  std::uint32_t users = 1;
  Duration duration = std::chrono::minutes(15);
  Duration drain = std::chrono::seconds(60);
  TieOrder ties = TieOrder::messages_first;
  Duration shortest_fault_gap = std::chrono::milliseconds(1);  ///< of faults of chance
};

struct JobSettings {
  std::uint32_t count = 5;  ///< per user
  /// One for all jobs, or one for each.
  SharedList<SubmissionTime> at = {SubmissionTime::parse("uniform(0s, session.duration)")};
};

struct ViewSettings {
  Duration dismiss_delay = std::chrono::milliseconds(200);  ///< all three since the submission
  Duration init_delay = std::chrono::milliseconds(300);
  Duration connect_delay = std::chrono::milliseconds(400);
};

/// Times from one fault to the next; absent: none but the scripted ones.
using Interarrival = std::optional<Distribution>;

struct OutboxSettings {
  Distribution delay = Duration{0};
  double failure_probability = 0;
  Duration retry_delay = std::chrono::seconds(2);
  Duration retry_delay_max = std::chrono::minutes(1);
  std::optional<Duration> wait_for_connection = {};  ///< the pre-connection check; absent: none
};

struct NetworkSettings {
  Distribution latency = Distribution::parse("lognormal(median=38ms, p95=120ms)");
  double loss_up =
      0;  ///< of each packet from the phone; of a direction they exclude each other, and proxy.swallows_up
  double delay_up = 0;
  double duplicate_up = 0;
  double loss_down = 0;
  double delay_down = 0;
  double duplicate_down = 0;
  /// Of a delayed packet, and of a duplicate.
  Distribution extra_delay = Distribution::exponential(std::chrono::seconds(2));
  // TCP's retransmission timeout: at least, before a round trip was measured, and at most.
  Duration rto_min = std::chrono::milliseconds(200);
  Duration rto_initial = std::chrono::seconds(1);
  Duration rto_max = std::chrono::seconds(120);
  Interarrival switch_every = {};
  Duration switch_gap = Duration{0};  ///< without a network, at each switch
};

struct OutageSettings {
  Interarrival every = {};
  Distribution lasts = Distribution::exponential(std::chrono::seconds(10));
};

struct BackgroundSettings {
  Interarrival every = {};  ///< from the return to the next time
  Distribution lasts = Distribution::exponential(std::chrono::minutes(2));
  BackgroundTimers timers = BackgroundTimers::stop;
  std::uint32_t slowdown = 10;  ///< of timers that are slowed down
  std::optional<Distribution> socket_lives =
      Distribution(std::chrono::seconds(30));  ///< in the background; absent: for ever
};

struct ProxySettings {
  std::optional<Duration> idle_timeout = {};
  std::optional<Duration> max_age = {};
  bool graceful_close = false;
  double swallows_up = 0;  ///< of each message from the phone
  double swallows_down = 0;
  bool is_there() const { return idle_timeout || max_age; }
};

struct HandshakeSettings {
  Distribution duration = Distribution::parse("lognormal(median=600ms, p95=1.4s)");
  double failure_probability = 0;
  double failure_after_log_probability = 0;  ///< logged as connected, then not upgraded
  Duration timeout = std::chrono::seconds(60);
};

struct ConnectionSettings {
  ConnectionOwner owner = ConnectionOwner::app;
  std::optional<Distribution> opens_at = Distribution{};  ///< absent: only submissions open it
  Distribution confirm_delay = Duration{0};
  std::optional<Duration> reconnect_after = {};
  double reconnect_factor = 1;
  Duration reconnect_after_max = std::chrono::minutes(1);
  double reconnect_jitter = 0;
  std::optional<Duration> pong_timeout = {};
  std::optional<Duration> health_check = {};
  bool status_check = false;
  Duration status_retry_after = std::chrono::seconds(1);  ///< from one attempt to the next
  Duration tcp_user_timeout = std::chrono::milliseconds(924'600);
};

struct PingSettings {
  Duration interval = std::chrono::seconds(30);
  std::optional<Duration> first_after = {};  ///< absent: one interval
  PingKind kind = PingKind::message;
};

struct GatewaySettings {
  std::optional<Duration> read_deadline = std::chrono::minutes(10);
  DeadlineReset read_deadline_reset_by = DeadlineReset::pings;
  std::optional<Duration> idle_timeout = {};
  DeadlineReset idle_timeout_reset_by = DeadlineReset::reads_and_writes;
  std::optional<Duration> max_age = {};
  std::optional<Duration> ping_interval = {};
  Duration tcp_user_timeout = std::chrono::milliseconds(924'600);
  bool handler_returns = false;
};

struct ServerSettings {
  std::uint32_t instances = 1;
  Routing routing = Routing::random;
  Interarrival restart_every = {};
  Duration restart_lasts = std::chrono::seconds(5);
  bool graceful_restart = false;
  WhenDown when_down = WhenDown::refused;
};

struct RegistrySettings {
  RegistryKey key = RegistryKey::user;
  RefreshOn refresh_on = RefreshOn::connect;
  Duration refresh_interval = std::chrono::seconds(60);  ///< of RefreshOn::throttled
  UnknownPing unknown_ping = UnknownPing::pong;
  std::optional<Distribution> registration_delay = Distribution{};  ///< absent: never registered
  std::optional<Duration> check_timeout = std::chrono::minutes(5);
  std::optional<Duration> cleanup_timeout = std::chrono::seconds(60);
  Duration cleanup_interval = std::chrono::seconds(30);
  std::optional<Duration> cleanup_phase = {};  ///< absent: random within the interval
  StaleWhen stale_when = StaleWhen::older_than_timeout;
  bool close_on_eviction = false;
};

struct RestSettings {
  Duration handling = std::chrono::milliseconds(2);
  Duration timeout = std::chrono::seconds(60);  ///< of the phone, for an answer
};

struct DispatcherSettings {
  Distribution delay = Duration{0};
};

struct WorkerSettings {
  std::optional<std::uint32_t> count = {};  ///< absent: as many as there are jobs
  Distribution processing_time = Distribution::uniform(std::chrono::seconds(20), std::chrono::seconds(30));
  double failure_probability = 0;
};

struct NotifierSettings {
  OnMissing on_missing = OnMissing::skip;
  Duration keep_for = std::chrono::hours(1);
  std::uint32_t keep_count = 100;                               ///< per user
  Distribution publish_latency = std::chrono::milliseconds(2);  ///< to another instance
  Distribution push_latency = Distribution::parse("lognormal(median=1s, p95=10s)");
  double push_loss = 0;
};

struct PollingSettings {
  bool enabled = true;
  Duration interval = std::chrono::seconds(5);
  PollingStart starts_on = PollingStart::submission;
  PollingStop stops_when = PollingStop::done;
  bool adaptive = false;
  Duration interval_max = std::chrono::seconds(30);
};

struct Settings {
  SessionSettings session;
  JobSettings jobs;
  ViewSettings view;
  OutboxSettings outbox;
  NetworkSettings network;
  OutageSettings outage;
  BackgroundSettings background;
  ProxySettings proxy;
  HandshakeSettings handshake;
  ConnectionSettings connection;
  PingSettings ping;
  GatewaySettings gateway;
  ServerSettings server;
  RegistrySettings registry;
  RestSettings rest;
  DispatcherSettings dispatcher;
  WorkerSettings worker;
  NotifierSettings notifier;
  PollingSettings polling;
  SharedList<Fault> faults;  ///< scripted; those of rates come on top
};

}  // namespace lastseen::models
