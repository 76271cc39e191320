// Settings at random, for properties that must hold under all of them. The same number gives the same
// settings.
#pragma once

#include <random>
#include <vector>

#include "models/settings.hpp"

namespace lastseen::models {

class SettingsDice {
 public:
  explicit SettingsDice(std::uint64_t draw) : bits_(draw * 7919 + 1) {}

  bool coin() { return bits_() % 2 == 0; }
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(bits_() % n); }
  template <class T>
  T one_of(std::vector<T> values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }
  /// A constant (so that ties happen) or something random around it.
  Distribution around(Duration value) {
    if (value == Duration::zero() || coin()) return value;
    return coin() ? Distribution::uniform(0s, 2 * value) : Distribution::exponential(value);
  }

 private:
  std::mt19937_64 bits_;
};

/// Any policy with any other, round times (many ties), one to three users.
inline Settings random_settings(std::uint64_t draw) {
  SettingsDice dice(draw);
  const auto duration = [&](std::initializer_list<Duration> values) { return dice.one_of<Duration>(values); };
  const auto duration_or_none = [&](std::initializer_list<Duration> values) -> std::optional<Duration> {
    if (dice.below(4) == 0) return std::nullopt;
    return dice.one_of<Duration>(values);
  };
  Settings s;
  s.session.users = 1 + dice.below(3);
  s.session.duration = duration({1min, 3min, 5min});
  s.session.ties = dice.one_of<TieOrder>({TieOrder::messages_first, TieOrder::timers_first});
  s.jobs.count = 1 + dice.below(6);
  s.jobs.at = {dice.coin() ? Distribution::uniform(0s, s.session.duration) : Distribution::uniform(0s, 10s)};
  s.outbox.delay = dice.coin() ? Distribution{} : dice.around(5s);
  s.outbox.failure_probability = dice.one_of<double>({0, 0, 0.3, 0.7});
  s.network.latency = dice.around(duration({1ms, 40ms, 500ms}));
  s.handshake.duration = dice.around(600ms);
  s.handshake.failure_probability = dice.one_of<double>({0, 0, 0.3});
  s.connection.owner = dice.one_of<ConnectionOwner>({ConnectionOwner::view, ConnectionOwner::app});
  s.connection.opens_at = duration_or_none({0s, 1s, 30s});
  s.connection.confirm_delay = dice.coin() ? Distribution{} : dice.around(1s);
  s.connection.reconnect_after = duration_or_none({500ms, 5s});
  s.ping.interval = duration({1s, 10s, 30s});
  s.ping.first_after = duration_or_none({0s, 1s});
  s.gateway.read_deadline = duration_or_none({10s, 30s, 10min});
  s.gateway.idle_timeout = duration_or_none({20s, 60s, 5min});
  s.registry.refresh_on = dice.one_of<RefreshOn>({RefreshOn::connect, RefreshOn::ping});
  if (dice.below(6) == 0) {
    s.registry.registration_delay = std::nullopt;
  } else if (dice.coin()) {
    s.registry.registration_delay = dice.around(2s);
  }
  s.registry.check_timeout = duration_or_none({30s, 60s, 5min});
  s.registry.cleanup_timeout = duration_or_none({10s, 30s, 60s});
  s.registry.cleanup_interval = duration({1s, 30s, 60s});
  s.registry.cleanup_phase = duration_or_none({0s, 600ms, 10s});
  s.registry.close_on_eviction = dice.coin();
  s.registry.key =
      dice.one_of<RegistryKey>({RegistryKey::user, RegistryKey::connection, RegistryKey::generation});
  s.rest.handling = duration({0s, 2ms, 1s});
  s.dispatcher.delay = dice.coin() ? Distribution{} : dice.around(10s);
  s.worker.processing_time = dice.around(duration({0s, 500ms, 7s, 25s}));
  s.worker.failure_probability = dice.one_of<double>({0, 0.2, 1});
  s.polling.enabled = dice.below(4) != 0;
  s.polling.interval = duration({1s, 5s});
  s.polling.starts_on = dice.one_of<PollingStart>(
      {PollingStart::submission, PollingStart::connection_failure, PollingStart::either});
  s.polling.stops_when =
      dice.one_of<PollingStop>({PollingStop::done, PollingStop::connected, PollingStop::verified});
  return s;
}

}  // namespace lastseen::models
