// What is off, or cannot come into effect, changes nothing: the world has the fingerprint of the world without it.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

std::uint64_t fingerprint(const Settings& settings, std::uint32_t replication) {
  const sim::Chance chance(1, replication);
  World world(settings, chance);
  world.run();
  return world.fingerprint().value();
}

/// Settings that cannot come into effect in the session named, and why.
struct Unused {
  std::string why;
  std::function<void(Settings&)> set;
};

void expect_no_difference(const Settings& without, const std::vector<Unused>& features) {
  for (std::uint32_t replication = 0; replication < 5; ++replication) {
    const std::uint64_t expected = fingerprint(without, replication);
    for (const Unused& feature : features) {
      Settings with = without;
      feature.set(with);
      EXPECT_EQ(fingerprint(with, replication), expected) << feature.why << ", replication " << replication;
    }
  }
}

/// The default session lasts 16 min at most; nothing falls due after an hour.
const Distribution never_due = Duration(1h);

TEST(UnusedFeature, OfFaultsChangesNothing) {
  const auto nth = [](FaultKind kind) {
    return [kind](Settings& s) {
      for (std::size_t packet = 0; packet < packet_kind_count; ++packet) {
        s.faults.push_back(
            {.kind = kind, .packet = static_cast<PacketKind>(packet), .nth = 1'000'000, .by = 1s});
      }
    };
  };
  expect_no_difference(
      Settings{}, {
                      {"outages that come later", [](Settings& s) { s.outage.every = never_due; }},
                      {"the length of no outage", [](Settings& s) { s.outage.lasts = 1h; }},
                      {"switches that come later", [](Settings& s) { s.network.switch_every = never_due; }},
                      {"the gap of no switch", [](Settings& s) { s.network.switch_gap = 1min; }},
                      {"the delay of no packet", [](Settings& s) { s.network.extra_delay = 1h; }},
                      {"backgrounds that come later", [](Settings& s) { s.background.every = never_due; }},
                      {"what becomes of an app that stays in front",
                       [](Settings& s) {
                         s.background.lasts = 1h;
                         s.background.timers = BackgroundTimers::slow;
                         s.background.slowdown = 100;
                         s.background.socket_lives = 0s;
                       }},
                      {"restarts that come later", [](Settings& s) { s.server.restart_every = never_due; }},
                      {"what becomes of clients of a server that stays",
                       [](Settings& s) {
                         s.server.restart_lasts = 1h;
                         s.server.graceful_restart = true;
                         s.server.when_down = WhenDown::bad_gateway;
                       }},
                      {"scripted faults after the end",
                       [](Settings& s) {
                         for (int kind = 0; kind < fault_kind_count; ++kind) {
                           const auto of = static_cast<FaultKind>(kind);
                           if (!is_of_packets(of))
                             s.faults.push_back({.kind = of, .at = 1h, .lasts = 1s, .by = 1s});
                         }
                       }},
                      {"a drop of a packet that is not sent", nth(FaultKind::drop)},
                      {"a delay of a packet that is not sent", nth(FaultKind::delay)},
                      {"a duplicate of a packet that is not sent", nth(FaultKind::duplicate)},
                      {"a background of no length at the very end",
                       [](Settings& s) { s.faults = {{.kind = FaultKind::background, .at = 20min}}; }},
                  });
}

TEST(UnusedFeature, OfTheConnectionChangesNothing) {
  expect_no_difference(
      Settings{},
      {
          {"growing waits of an app that does not reconnect",
           [](Settings& s) {
             s.connection.reconnect_factor = 2;
             s.connection.reconnect_after_max = 2s;
             s.connection.reconnect_jitter = 1;
           }},
          {"reconnecting when nothing is lost", [](Settings& s) { s.connection.reconnect_after = 1s; }},
          {"patience with a socket that lives",
           [](Settings& s) {
             s.connection.tcp_user_timeout = 1s;
             s.gateway.tcp_user_timeout = 1s;
           }},
          {"a wait for pongs that come in time", [](Settings& s) { s.connection.pong_timeout = 29s; }},
          {"a health check of a connection with pongs",
           [](Settings& s) { s.connection.health_check = 1min; }},
          {"a longer handshake timeout", [](Settings& s) { s.handshake.timeout = 1h; }},
          {"a proxy that is more patient than the pings", [](Settings& s) { s.proxy.idle_timeout = 35s; }},
          {"a proxy that ends what is older than the run", [](Settings& s) { s.proxy.max_age = 1h; }},
          {"the telling of a proxy that is not there", [](Settings& s) { s.proxy.graceful_close = true; }},
          {"a deadline that pings push forward", [](Settings& s) { s.gateway.read_deadline = 35s; }},
          {"no deadline", [](Settings& s) { s.gateway.read_deadline = std::nullopt; }},
          {"an idle timeout that pings push forward", [](Settings& s) { s.gateway.idle_timeout = 35s; }},
          {"an age that no connection reaches", [](Settings& s) { s.gateway.max_age = 1h; }},
          {"pings of the server after the end", [](Settings& s) { s.gateway.ping_interval = 1h; }},
          {"the first ping after one interval", [](Settings& s) { s.ping.first_after = s.ping.interval; }},
          {"times of a view that owns no connection", [](Settings& s) { s.view.connect_delay = 10s; }},
      });
}

TEST(UnusedFeature, OfTheServerChangesNothing) {
  expect_no_difference(
      Settings{},
      {
          {"an interval that nothing throttles", [](Settings& s) { s.registry.refresh_interval = 1s; }},
          {"a user's own instance, which is the only one",
           [](Settings& s) { s.server.routing = Routing::sticky; }},
          {"routing to the only instance", [](Settings& s) { s.server.routing = Routing::apart; }},
          {"as many workers as jobs", [](Settings& s) { s.worker.count = s.jobs.count; }},
          {"what becomes of notifications that are not kept, published or pushed",
           [](Settings& s) {
             s.notifier.keep_for = 1s;
             s.notifier.keep_count = 1;
             s.notifier.publish_latency = Duration(1h);
             s.notifier.push_latency = Duration(1h);
             s.notifier.push_loss = 1;
           }},
          {"publishing to no other instance",
           [](Settings& s) { s.notifier.on_missing = OnMissing::publish; }},
          {"patience with answers that come", [](Settings& s) { s.rest.timeout = 30s; }},
          {"other keys for a user's only connection",
           [](Settings& s) { s.registry.key = RegistryKey::connection; }},
          {"generations of one", [](Settings& s) { s.registry.key = RegistryKey::generation; }},
          {"... without a fence", [](Settings& s) { s.registry.key = RegistryKey::unfenced_generation; }},
          {"patience of the handshake of a registered user", [](Settings& s) { s.handshake.timeout = 30s; }},
      });
}

// With the fix, in which nothing ever goes stale.
TEST(UnusedFeature, OfARegistryThatForgetsNobodyChangesNothing) {
  expect_no_difference(
      fixed(Settings{}),
      {
          {"the ping of an unknown user, left alone",
           [](Settings& s) { s.registry.unknown_ping = UnknownPing::silence; }},
          {"... who registers again",
           [](Settings& s) { s.registry.unknown_ping = UnknownPing::re_register; }},
          {"... whose socket is closed", [](Settings& s) { s.registry.unknown_ping = UnknownPing::close; }},
          {"the closing of evicted sockets", [](Settings& s) { s.registry.close_on_eviction = true; }},
          {"a longer timeout", [](Settings& s) { s.registry.cleanup_timeout = 5min; }},
          {"no cleanup", [](Settings& s) { s.registry.cleanup_timeout = std::nullopt; }},
          {"no check", [](Settings& s) { s.registry.check_timeout = std::nullopt; }},
          {"a comparison that is never a tie",
           [](Settings& s) { s.registry.stale_when = StaleWhen::as_old_as_timeout; }},
          {"refresh on any message, when pings are all there is",
           [](Settings& s) { s.registry.refresh_on = RefreshOn::message; }},
          {"a throttle that lets everything pass",
           [](Settings& s) {
             s.registry.refresh_on = RefreshOn::throttled;
             s.registry.refresh_interval = 0s;
           }},
          {"refresh on bytes, when pings are all there is",
           [](Settings& s) { s.registry.refresh_on = RefreshOn::bytes; }},
          {"polling that starts when a connection fails",
           [](Settings& s) { s.polling.starts_on = PollingStart::either; }},
      });
}

// With jobs that are submitted when the app is connected, and done after a few polls.
TEST(UnusedFeature, OfThePhoneChangesNothing) {
  Settings settings;
  settings.jobs.at = {Distribution::uniform(1min, 14min)};
  settings.jobs.count = 1;  // so that polls without news are few
  settings.worker.processing_time = 12s;
  expect_no_difference(
      settings,
      {
          {"the pre-connection check of an app that is connected",
           [](Settings& s) { s.outbox.wait_for_connection = 5s; }},
          {"retries of uploads that succeed",
           [](Settings& s) {
             s.outbox.retry_delay = 1s;
             s.outbox.retry_delay_max = 1s;
           }},
          {"the longest interval of steady polling", [](Settings& s) { s.polling.interval_max = 10s; }},
          {"adaptive polling up to three empty polls", [](Settings& s) { s.polling.adaptive = true; }},
      });
}

// Goal: this test can fail. Method: the same comparison finds a feature that is used.
TEST(UnusedFeature, IsToldFromOneThatIsUsed) {
  Settings settings;
  const std::uint64_t without = fingerprint(settings, 0);
  settings.connection.status_check = true;
  EXPECT_NE(fingerprint(settings, 0), without);
}

}  // namespace
}  // namespace lastseen::models
