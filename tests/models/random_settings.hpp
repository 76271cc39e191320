// Settings at random, for properties that must hold under all of them. The same number gives the same
// settings.
#pragma once

#include <random>
#include <vector>

#include <lastseen/models/settings.hpp>

namespace lastseen::models {

using namespace std::chrono_literals;

class SettingsDice {
 public:
  explicit SettingsDice(std::uint64_t draw) : bits_(draw * 7919 + 1) {}

  bool coin() { return bits_() % 2 == 0; }
  bool one_in(std::uint32_t n) { return below(n) == 0; }
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(bits_() % n); }
  template <class T>
  T one_of(std::vector<T> values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }
  Duration duration(std::initializer_list<Duration> values) { return one_of<Duration>(values); }
  /// None in one of n cases.
  std::optional<Duration> duration_or_none(std::uint32_t n, std::initializer_list<Duration> values) {
    const Duration value = duration(values);
    if (one_in(n)) return std::nullopt;
    return value;
  }
  /// None in all but one of n cases.
  std::optional<Duration> none_or_duration(std::uint32_t n, std::initializer_list<Duration> values) {
    const Duration value = duration(values);
    if (one_in(n)) return value;
    return std::nullopt;
  }
  /// A constant (so that ties happen) or something random around it.
  Distribution around(Duration value) {
    if (value == Duration::zero() || coin()) return value;
    return coin() ? Distribution::uniform(0s, 2 * value) : Distribution::exponential(value);
  }
  /// Faults that come about so often, in one of n cases.
  Interarrival faults(std::uint32_t n, Duration every) {
    const Distribution gap = around(every);
    if (one_in(n)) return gap;
    return std::nullopt;
  }

 private:
  std::mt19937_64 bits_;
};

namespace dice {

inline void phone(SettingsDice& dice, Settings& s) {
  s.outbox.delay = dice.coin() ? Distribution{} : dice.around(5s);
  s.outbox.failure_probability = dice.one_of<double>({0, 0, 0.3, 0.7});
  s.outbox.retry_delay = dice.duration({500ms, 2s});
  s.outbox.retry_delay_max = dice.duration({2s, 1min});
  s.outbox.wait_for_connection = dice.none_or_duration(4, {1s, 5s, 1min});
  s.background.every = dice.faults(4, 1min);
  s.background.lasts = dice.around(dice.duration({5s, 30s, 90s}));
  s.background.timers =
      dice.one_of<BackgroundTimers>({BackgroundTimers::stop, BackgroundTimers::slow, BackgroundTimers::run});
  s.background.slowdown = dice.one_of<std::uint32_t>({1, 2, 10});
  s.background.socket_lives = dice.faults(2, dice.duration({0s, 5s, 30s}));
  s.connection.owner = dice.one_of<ConnectionOwner>({ConnectionOwner::view, ConnectionOwner::app});
  s.connection.opens_at = dice.duration_or_none(4, {0s, 1s, 30s});
  if (s.connection.opens_at && dice.one_in(4)) s.connection.opens_at = Distribution::uniform(0s, 30s);
  s.connection.confirm_delay = dice.coin() ? Distribution{} : dice.around(1s);
  s.connection.reconnect_after = dice.duration_or_none(4, {500ms, 5s});
  s.connection.reconnect_factor = dice.one_of<double>({1, 1.5, 2});
  s.connection.reconnect_after_max = dice.duration({1s, 1min});
  s.connection.reconnect_jitter = dice.one_of<double>({0, 0.5, 1});
  s.connection.pong_timeout = dice.none_or_duration(3, {500ms, 5s});
  s.connection.health_check = dice.none_or_duration(3, {5s, 1min});
  s.connection.status_check = dice.one_in(4);
  s.connection.status_retry_after = dice.duration({10ms, 1s, 10s});
  s.connection.tcp_user_timeout = dice.duration({5s, 30s, 924'600ms});
  s.ping.interval = dice.duration({1s, 10s, 30s});
  s.ping.first_after = dice.duration_or_none(4, {0s, 1s});
  s.ping.kind = dice.one_in(4) ? PingKind::control : PingKind::message;
  s.polling.enabled = !dice.one_in(4);
  s.polling.interval = dice.duration({1s, 5s});
  s.polling.starts_on = dice.one_of<PollingStart>(
      {PollingStart::submission, PollingStart::connection_failure, PollingStart::either});
  s.polling.stops_when =
      dice.one_of<PollingStop>({PollingStop::done, PollingStop::connected, PollingStop::verified});
  s.polling.adaptive = dice.coin();
  s.polling.interval_max = dice.duration({6s, 30s});
}

inline void between(SettingsDice& dice, Settings& s) {
  s.network.latency = dice.around(dice.duration({1ms, 40ms, 500ms}));
  s.network.extra_delay = dice.around(2s);
  if (dice.one_in(4)) {
    const std::vector<double> probabilities = {0, 0.05, 0.2};
    for (double* const probability :
         {&s.network.loss_up, &s.network.delay_up, &s.network.duplicate_up, &s.proxy.swallows_up,
          &s.network.loss_down, &s.network.delay_down, &s.network.duplicate_down, &s.proxy.swallows_down}) {
      *probability = dice.one_of(probabilities);
    }
  }
  s.network.rto_min = dice.duration({1ms, 200ms, 1s});
  s.network.rto_initial = dice.duration({100ms, 1s, 3s});
  s.network.rto_max = dice.duration({3s, 60s, 120s});
  s.network.switch_every = dice.faults(5, 1min);
  s.network.switch_gap = dice.duration({0s, 5s});
  s.outage.every = dice.faults(5, 30s);
  s.outage.lasts = dice.around(dice.duration({2s, 20s}));
  s.proxy.idle_timeout = dice.none_or_duration(6, {5s, 20s, 1min});
  s.proxy.max_age = dice.none_or_duration(6, {30s, 2min});
  s.proxy.graceful_close = dice.coin();
}

inline void gateway(SettingsDice& dice, Settings& s) {
  s.handshake.duration = dice.around(600ms);
  s.handshake.failure_probability = dice.one_of<double>({0, 0, 0.3});
  s.handshake.failure_after_log_probability = dice.one_of<double>({0, 0, 0, 0.3});
  s.handshake.timeout = dice.duration({700ms, 5s, 1min});
  s.gateway.read_deadline = dice.duration_or_none(4, {10s, 30s, 10min});
  s.gateway.idle_timeout = dice.duration_or_none(4, {20s, 60s, 5min});
  s.gateway.read_deadline_reset_by = static_cast<DeadlineReset>(dice.below(4));
  s.gateway.idle_timeout_reset_by = static_cast<DeadlineReset>(dice.below(4));
  s.gateway.max_age = dice.none_or_duration(6, {10s, 1min});
  s.gateway.ping_interval = dice.none_or_duration(3, {5s, 30s});
  s.gateway.tcp_user_timeout = dice.duration({5s, 30s, 924'600ms});
  s.gateway.handler_returns = dice.one_in(8);
  s.server.instances = dice.one_of<std::uint32_t>({1, 1, 2, 3});
  s.server.routing = dice.one_of<Routing>({Routing::random, Routing::sticky, Routing::apart});
  s.server.restart_every = dice.faults(6, 1min);
  s.server.restart_lasts = dice.duration({0s, 5s, 20s});
  s.server.graceful_restart = dice.coin();
  s.server.when_down = dice.coin() ? WhenDown::refused : WhenDown::bad_gateway;
}

inline void registry(SettingsDice& dice, Settings& s) {
  s.registry.key = dice.one_of<RegistryKey>({RegistryKey::user, RegistryKey::user, RegistryKey::connection,
                                             RegistryKey::generation, RegistryKey::unfenced_generation});
  s.registry.refresh_on = static_cast<RefreshOn>(dice.below(static_cast<int>(RefreshOn::copy) + 1));
  s.registry.refresh_interval = dice.duration({0s, 10s, 60s});
  s.registry.unknown_ping = static_cast<UnknownPing>(dice.below(static_cast<int>(UnknownPing::close) + 1));
  if (dice.one_in(6)) {
    s.registry.registration_delay = std::nullopt;
  } else if (dice.coin()) {
    s.registry.registration_delay = dice.around(2s);
  }
  s.registry.check_timeout = dice.duration_or_none(4, {30s, 60s, 5min});
  s.registry.cleanup_timeout = dice.duration_or_none(4, {10s, 30s, 60s});
  s.registry.cleanup_interval = dice.duration({1s, 30s, 60s});
  s.registry.cleanup_phase = dice.duration_or_none(4, {0s, 600ms, 10s});
  s.registry.stale_when = dice.coin() ? StaleWhen::older_than_timeout : StaleWhen::as_old_as_timeout;
  s.registry.close_on_eviction = dice.coin();
}

inline void work(SettingsDice& dice, Settings& s) {
  s.rest.handling = dice.duration({0s, 2ms, 1s});
  s.rest.timeout = dice.duration({3s, 60s});
  s.dispatcher.delay = dice.coin() ? Distribution{} : dice.around(10s);
  s.worker.processing_time = dice.around(dice.duration({0s, 500ms, 7s, 25s}));
  s.worker.failure_probability = dice.one_of<double>({0, 0.2, 1});
  if (dice.one_in(3)) s.worker.count = 1 + dice.below(2);
  s.notifier.on_missing = static_cast<OnMissing>(dice.below(static_cast<int>(OnMissing::push) + 1));
  s.notifier.keep_for = dice.duration({5s, 1h});
  s.notifier.keep_count = dice.one_of<std::uint32_t>({1, 100});
  s.notifier.publish_latency = dice.around(dice.duration({0s, 2ms, 1s}));
  s.notifier.push_latency = dice.around(1s);
  s.notifier.push_loss = dice.one_of<double>({0, 0.5});
}

/// Something scripted, at a round instant.
inline Fault fault(SettingsDice& dice, const Settings& s) {
  Fault fault;
  fault.kind = static_cast<FaultKind>(dice.below(fault_kind_count));
  fault.at = dice.duration({0s, 600ms, 10s, 30s, 45s, 60s, 61s});
  if (dice.coin()) fault.user = dice.below(s.session.users);
  fault.lasts = dice.duration({0s, 1s, 5s, 20s, 60s});
  fault.direction = dice.one_of<Direction>({Direction::both, Direction::up, Direction::down});
  fault.instance = dice.below(s.server.instances);
  if (dice.one_in(4)) fault.at = Distribution::uniform(0s, 60s);
  if (dice.one_in(4)) fault.lasts = Distribution::exponential(10s);
  fault.graceful = dice.coin();
  fault.packet = static_cast<PacketKind>(dice.below(packet_kind_count));
  fault.nth = 1 + dice.below(3);
  fault.by = dice.duration({10ms, 1s, 20s});
  if (fault.kind == FaultKind::clock_skew && dice.coin()) fault.by = -fault.by;
  fault.server_side = dice.coin();
  return fault;
}

}  // namespace dice

/// Any policy with any other, any fault, round times (many ties), one to three users.
inline Settings random_settings(std::uint64_t draw) {
  SettingsDice dice(draw);
  Settings s;
  s.session.users = 1 + dice.below(3);
  s.session.duration = dice.duration({30s, 1min, 2min});
  s.session.drain = dice.duration({10s, 1min});
  s.session.ties = dice.one_of<TieOrder>({TieOrder::messages_first, TieOrder::timers_first});
  s.jobs.count = 1 + dice.below(5);
  s.jobs.at = {dice.coin() ? SubmissionTime::parse("uniform(0s, session.duration)")
                           : Distribution::uniform(0s, 10s)};
  dice::phone(dice, s);
  dice::between(dice, s);
  dice::gateway(dice, s);
  dice::registry(dice, s);
  dice::work(dice, s);
  if (dice.coin()) {
    for (std::uint32_t count = dice.below(4); count > 0; --count) s.faults.push_back(dice::fault(dice, s));
  }
  return s;
}

}  // namespace lastseen::models
