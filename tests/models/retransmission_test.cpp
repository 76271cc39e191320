// TCP in an outage: what is sent into it is sent again at intervals that double, and goes through the first time that both
// directions are there; what is sent behind it waits.
//
// A network of 40 ms each way, so the first timeout is 200 + 80 ms: after k retransmissions 0.28 (2^k - 1) s have passed.
#include <lastseen/models/retransmission_timer.hpp>

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// When what was sent at 0 s is sent again, up to an instant.
std::vector<std::string> instants(const NetworkSettings& network, PacketKind kind, Duration until) {
  const RetransmissionTimer timer(network);
  std::vector<std::string> texts;
  sim::Instant at = timer.next(kind, sim::run_start, sim::run_start);
  for (; at <= sim::run_start + until; at = timer.next(kind, sim::run_start, at)) {
    texts.push_back(sim::to_text(at - sim::run_start));
  }
  return texts;
}

// Goal: RFC 6298, 5.5. Method: 0.2, 0.6, 1.4 ... s for a round trip of no time; 1, 3, 7 ... s for a SYN.
TEST(RetransmissionTimer, DoublesEachTime) {
  NetworkSettings network;
  network.latency = Duration{0};
  EXPECT_THAT(instants(network, PacketKind::ping, 30s),
              ElementsAre("200ms", "600ms", "1.4s", "3s", "6.2s", "12.6s", "25.4s"));
  EXPECT_THAT(instants(network, PacketKind::upgrade, 70s),
              ElementsAre("1s", "3s", "7s", "15s", "31s", "63s"));
}

TEST(RetransmissionTimer, AddsTheRoundTrip) {
  NetworkSettings network;
  network.latency = Distribution::uniform(0s, 8ms);
  EXPECT_THAT(instants(network, PacketKind::ping, 1500ms), ElementsAre("208ms", "624ms", "1.456s"));
}

TEST(RetransmissionTimer, DoublesUpToItsMaximum) {
  NetworkSettings network;
  network.latency = Duration{0};
  network.rto_min = 1s;
  network.rto_max = 5s;
  EXPECT_THAT(instants(network, PacketKind::ping, 20s), ElementsAre("1s", "3s", "7s", "12s", "17s"));
}

/// Connected from 0.6 s on, and an outage from 20 s on.
Settings with_outage(Duration lasts, Direction direction = Direction::both) {
  Settings settings = fixed(scripted(1s));
  settings.faults = {{.kind = FaultKind::outage, .at = 20s, .lasts = lasts, .direction = direction}};
  return settings;
}

// Goal: the anchor, a job of a real backend that was done at 30.8 s in an outage from 30 s to 90 s, and shown at 137.8 s: TCP's
// timeout there was 208 ms, and 30.8 + 0.208 (2^9 - 1) = 137.088. Method: 4 ms each way.
TEST(Retransmission, ShowsAJobLateInAnOutageOf60s) {
  Settings settings = fixed(scripted(Duration{30'800ms} - 25s - 6ms));
  settings.session.duration = 150s;
  settings.network.latency = 4ms;
  settings.ping.interval = 5min;
  settings.registry.cleanup_timeout = std::nullopt;
  settings.polling.enabled = false;
  settings.faults = {{.kind = FaultKind::outage, .at = 30s, .lasts = 1min}};
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::notification_sent), "30.8s");
  EXPECT_THAT(session.times(Kind::retransmitted),
              ElementsAre("31.008s", "31.424s", "32.256s", "33.92s", "37.248s", "43.904s", "57.216s",
                          "83.84s", "137.088s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::retransmitted)), Kind::notification_sent);
  EXPECT_EQ(session.when(Kind::screen_updated), "137.092s");
}

// Goal: frames behind it go with it, and not before. Method: pings each second, of which that of 20.64 s goes through 4.2 s
// later; the outage is over at 23 s.
TEST(Retransmission, HoldsUpTheFramesBehindIt) {
  Settings settings = with_outage(3s, Direction::up);
  settings.jobs.count = 0;
  settings.jobs.at = {};
  settings.ping.interval = 1s;
  Session session(settings);
  session.run_until(27s);
  EXPECT_THAT(session.times(Kind::retransmitted), ElementsAre("20.92s", "21.48s", "22.6s", "24.84s"));
  const auto pings = session.times(Kind::ping_received);
  EXPECT_THAT(std::vector<std::string>(pings.begin() + 19, pings.begin() + 25),
              ElementsAre("24.88s", "24.88s", "24.88s", "24.88s", "24.88s", "25.68s"));
}

// Goal: data needs its direction and no other; the acknowledgement needs the other. Method: the server's frame of 26.042 s is
// sent again at 0.28 (2^k - 1) s after it until both are there, at 34.722 s, since the outage is over at 30.5 s.
TEST(Retransmission, NeedsTheAcknowledgementAsWell) {
  for (const Direction direction : {Direction::up, Direction::down, Direction::both}) {
    Settings settings = with_outage(10'500ms, direction);
    settings.polling.enabled = false;
    settings.ping.interval = 5min;
    Session session(settings);
    session.run_until(1min);
    EXPECT_EQ(session.when(Kind::notification_sent), "26.042s");
    EXPECT_THAT(session.times(Kind::retransmitted),
                ElementsAre("26.322s", "26.882s", "28.002s", "30.242s", "34.722s"));
    EXPECT_EQ(session.when(Kind::notification_received), direction == Direction::up ? "26.082s" : "34.762s");
  }
}

// Goal: a sender whose data arrives gives up all the same when no acknowledgement does. Method: the outage of the phone's
// direction outlasts the server's 10 s of patience.
TEST(Retransmission, GivesUpWithoutAnAcknowledgement) {
  Settings settings = with_outage(1min, Direction::up);
  settings.polling.enabled = false;
  settings.ping.interval = 5min;
  settings.gateway.tcp_user_timeout = 10s;
  Session session(settings);
  session.run_until(1min);
  EXPECT_EQ(session.when(Kind::notification_received), "26.082s");
  EXPECT_EQ(session.when(Kind::connection_died), "36.042s");
  EXPECT_EQ(kind_of(session.cause_of(Kind::connection_died)), Kind::outage_began);
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "36.042s");
  EXPECT_THAT(session.all(Kind::packet_lost), IsEmpty());
}

// Goal: each request travels by itself, and only in its own direction. Method: polls of 21 s (its answer 42 ms later) in an
// outage of 5 s, in which one direction is out.
TEST(Retransmission, OfARequestNeedsItsOwnDirectionAlone) {
  const auto polled = [](Direction direction) {
    Settings settings = with_outage(5s, direction);
    settings.jobs.at = {16s};
    Session session(settings);
    session.run_until(26s);
    EXPECT_EQ(session.times(Kind::poll_sent).front(), "21s");
    return std::vector{session.when(Kind::poll_served), session.when(Kind::poll_answered)};
  };
  // Each is sent again 4.2 s after it was sent.
  EXPECT_THAT(polled(Direction::up), ElementsAre("25.242s", "25.282s"));
  EXPECT_THAT(polled(Direction::down), ElementsAre("21.042s", "25.282s"));
}

// Goal: a handshake needs both directions, and begins again after 1, 3 and 7 s. Method: opened at 21 s, in an outage until 25 s
// of either direction or both: its SYN gets through at 28 s.
TEST(Retransmission, OfAHandshakeNeedsBothDirections) {
  for (const Direction direction : {Direction::up, Direction::down, Direction::both}) {
    Settings settings = with_outage(5s, direction);
    settings.jobs.at = {2min};
    settings.connection.opens_at = 21s;
    Session session(settings);
    session.run_until(40s);
    EXPECT_THAT(session.times(Kind::retransmitted), ElementsAre("22s", "24s", "28s"));
    EXPECT_THAT(session.times(Kind::registered), ElementsAre("28.6s"));
  }
}

// Goal: a handshake that has not left when the phone gives it up never leaves, and registers nobody. Method: given up at 23 s.
TEST(Retransmission, OfAHandshakeEndsWhenThePhoneGivesItUp) {
  Settings settings = with_outage(5s);
  settings.jobs.at = {2min};
  settings.connection.opens_at = 21s;
  settings.handshake.timeout = 2s;
  Session session(settings);
  session.run_until(1min);
  EXPECT_THAT(session.times(Kind::connection_failed), ElementsAre("23s"));
  EXPECT_THAT(session.times(Kind::retransmitted), ElementsAre("22s"));
  EXPECT_EQ(session.count(Kind::connected), 0U);
}

// Goal: a connection that dies while something waits loses it, and its sender learns when its patience is over, counted from
// the sending. Method: the network switches at 30 s.
TEST(Retransmission, EndsWithTheConnection) {
  Settings settings = with_outage(1min);
  settings.faults.edit().push_back({.kind = FaultKind::network_switch, .at = 30s});
  settings.polling.enabled = false;
  settings.ping.interval = 5min;
  settings.gateway.tcp_user_timeout = 10s;
  Session session(settings);
  session.run_until(1min);
  EXPECT_THAT(session.times(Kind::packet_lost), ElementsAre("30s"));
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "36.042s");
  EXPECT_EQ(session.job(1).cause, Mechanism::half_open);
}

}  // namespace
}  // namespace lastseen::models
