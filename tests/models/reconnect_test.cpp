// How the app notices that a connection did not come about or is gone, and how long it waits before the next.
#include <gmock/gmock.h>

#include <lastseen/models/supervision.hpp>
#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The handshake's packet of this kind is lost, and the app waits 5 s for the answer and 4 s before trying again.
Settings lost_in_the_handshake(PacketKind packet) {
  Settings settings = scripted(100s);
  settings.handshake.timeout = 5s;
  settings.connection.reconnect_after = 4s;
  settings.faults = {{.kind = FaultKind::drop, .packet = packet}};
  return settings;
}

// Goal: each user opens the app at an instant of its own. Method: two users, within half a minute.
TEST(AppStart, IsDrawnForEachUser) {
  Settings settings = scripted(100s);
  settings.session.users = 2;
  settings.connection.opens_at = Distribution::uniform(0s, 30s);
  Session session(settings);
  session.run_until(40s);
  const auto connecting = session.all(Kind::connecting);
  ASSERT_EQ(connecting.size(), 2U);
  EXPECT_NE(connecting[0].time, connecting[1].time);
  for (const sim::Record& record : connecting) EXPECT_LE(Session::since_start(record), 30s);
}

TEST(HandshakeTimeout, EndsAnAttemptWhoseRequestIsLost) {
  Session session(lost_in_the_handshake(PacketKind::upgrade));
  session.run_until(20s);
  EXPECT_THAT(session.times(Kind::connection_failed), ElementsAre("5s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::connection_failed)), Kind::connecting);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "9s"));
  EXPECT_THAT(session.times(Kind::connected, Role::supervision), ElementsAre("9.64s"));
}

// Goal: the server, which had the request, is told. Method: its answer of 0.6 s is lost; what it sends on that connection
// is not read, because the app never heard that it is open.
TEST(HandshakeTimeout, TellsTheServerWhoseAnswerIsLost) {
  Settings settings = lost_in_the_handshake(PacketKind::upgrade_reply);
  settings.gateway.ping_interval = 2s;
  Session session(settings);
  session.run_until(8s);
  EXPECT_THAT(session.times(Kind::connected, Role::gateway), ElementsAre("600ms"));
  EXPECT_THAT(session.times(Kind::connection_failed), ElementsAre("5s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::gateway), ElementsAre("5.04s"));
  EXPECT_THAT(session.all(Kind::pong_received, Role::gateway), IsEmpty());
}

// Goal: nothing is read from a connection that the app has not heard to be open. Method: the job of 0 s is done, and its
// notification sent, at 3.042 s.
TEST(HandshakeTimeout, LeavesUnreadWhatComesWithoutAnAnswer) {
  Settings settings = lost_in_the_handshake(PacketKind::upgrade_reply);
  settings.jobs.at = {0s};
  settings.worker.processing_time = 3s;
  Session session(settings);
  session.run_until(4s);
  EXPECT_THAT(session.times(Kind::notification_sent), ElementsAre("3.042s"));
  EXPECT_THAT(session.all(Kind::notification_received), IsEmpty());
}

// Goal: the server never hears of a connection that was given up before the request has left. Method: the request of a handshake
// of 10 s leaves 40 ms before its end; the phone gives up just before and at that instant.
TEST(HandshakeTimeout, LeavesTheServerUnawareBeforeTheRequestHasLeft) {
  Settings settings = scripted(100s);
  settings.handshake.duration = 10s;
  for (const Duration timeout : {Duration{5s}, Duration{9'960ms - 1ns}, Duration{9'960ms}}) {
    settings.handshake.timeout = timeout;
    Session session(settings);
    session.run_until(20s);
    EXPECT_EQ(session.count(Kind::connection_failed), 1U);
    const bool has_left = timeout == 9'960ms;
    EXPECT_EQ(session.count(Kind::connected), has_left ? 1U : 0U) << sim::to_text(timeout);
    EXPECT_EQ(session.count(Kind::registered), has_left ? 1U : 0U);
    EXPECT_EQ(session.count(Kind::unregistered), has_left ? 1U : 0U) << "the end follows the request";
  }
}

// Goal: so does a view that goes, or a socket that dies, before that. Method: the view of job 2 drops at 5.3 s the connection that
// is being made since 0.4 s; the network is switched at 5 s.
TEST(Handshake, DoesNotReachTheServerOnceItsConnectionIsGone) {
  Settings settings = scripted(0s);
  settings.handshake.duration = 10s;
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  settings.jobs.count = 2;
  settings.jobs.at = {0s, 5s};
  Session dropped(settings);
  dropped.run_until(20s);
  EXPECT_THAT(dropped.times(Kind::registered), ElementsAre("15.4s")) << "connection 2 alone";

  settings = scripted(100s);
  settings.handshake.duration = 10s;
  settings.faults = {{.kind = FaultKind::network_switch, .at = 5s}};
  Session died(settings);
  died.run_until(20s);
  EXPECT_THAT(died.all(Kind::registered), IsEmpty());
  EXPECT_THAT(died.times(Kind::packet_lost), ElementsAre("5s")) << "the upgrade";
}

TEST(HandshakeTimeout, DoesNothingWhenTheAnswerComesInTime) {
  Settings settings = scripted(100s);
  settings.handshake.timeout = 641ms;
  Session session(settings);
  session.run_until(20s);
  EXPECT_THAT(session.all(Kind::connection_failed), IsEmpty());
  EXPECT_THAT(session.times(Kind::connected, Role::supervision), ElementsAre("640ms"));
}

/// A server that refuses every upgrade: the app knows 0.64 s after each attempt.
Settings refused() {
  Settings settings = scripted(100s);
  settings.handshake.failure_probability = 1;
  settings.connection.reconnect_after = 1s;
  return settings;
}

// Goal: each attempt in a row waits longer, up to the longest. Method: waits of 1, 2, 4, 5 and 5 s.
TEST(Reconnect, WaitsLongerWithEachAttemptInARow) {
  Settings settings = refused();
  settings.connection.reconnect_factor = 2;
  settings.connection.reconnect_after_max = 5s;
  Session session(settings);
  session.run_until(21s);
  EXPECT_THAT(session.times(Kind::connecting),
              ElementsAre("0s", "1.64s", "4.28s", "8.92s", "14.56s", "20.2s"));
}

TEST(Reconnect, WaitsTheSameEachTimeWithoutBackoff) {
  Session session(refused());
  session.run_until(6s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "1.64s", "3.28s", "4.92s"));
}

/// A server that ends each connection 10 s after opening it, at 0.6 s; the app knows at 10.64 s.
Settings short_lived() {
  Settings settings = scripted(100s);
  settings.gateway.read_deadline = 10s;
  settings.connection.reconnect_after = 5s;
  return settings;
}

// Goal: a connection that was made ends the row. Method: each turn is 10.64 + 5 s, whatever the factor.
TEST(Reconnect, BeginsAnewOnceItWasConnected) {
  Settings settings = short_lived();
  settings.connection.reconnect_factor = 3;
  Session session(settings);
  session.run_until(40s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "15.64s", "31.28s"));
}

// Goal: jitter shortens each wait by its own luck. Method: with a jitter of a half the wait is 5 s x (1 - u / 2), where u is
// the uniform of the connection that was lost.
TEST(Reconnect, ShortensEachWaitByItsLuck) {
  Settings settings = short_lived();
  settings.connection.reconnect_jitter = 0.5;
  Session session(settings, 7);
  session.run_until(40s);
  const auto attempts = session.all(Kind::connecting);
  ASSERT_GE(attempts.size(), 3U);
  const sim::Chance chance(7, 0);
  for (std::uint32_t lost = 1; lost <= 2; ++lost) {
    const Duration turn = attempts[lost].time - attempts[lost - 1].time;
    const double luck =
        chance.uniform(label(0, Purpose::reconnect_jitter, Origin(Root(RootKind::app_start), lost - 1)));
    EXPECT_NEAR(sim::to_seconds(turn - 10'640ms), 5 * (1 - luck / 2), 2e-9);
  }
  EXPECT_NE(attempts[1].time - attempts[0].time, attempts[2].time - attempts[1].time);
}

/// The socket dies silently at 20 s; the first frame into it is the ping of 30.64 s.
Settings dead_socket(Duration tcp_user_timeout) {
  Settings settings = scripted(170s);
  settings.connection.tcp_user_timeout = tcp_user_timeout;
  settings.connection.reconnect_after = 5s;
  settings.polling.starts_on = PollingStart::connection_failure;
  settings.faults = {{.kind = FaultKind::network_switch, .at = 20s}};
  return settings;
}

TEST(DeadSocket, IsReplacedWhenThePhonesTcpGivesUp) {
  Session session(dead_socket(15s));
  session.run_until(60s);
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("45.64s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::disconnected)), Kind::connection_died);
  EXPECT_THAT(session.times(Kind::polling_started), ElementsAre("45.64s"));
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "50.64s"));
}

TEST(DeadSocket, IsTrustedUntilThen) {
  Session session(dead_socket(924'600ms));
  session.run_until(170s);
  EXPECT_THAT(session.all(Kind::disconnected), IsEmpty());
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s"));
}

// Goal: a suspended app hears of it when it is back.
TEST(DeadSocket, IsReplacedAfterTheReturnOfASuspendedApp) {
  Settings settings = dead_socket(15s);
  settings.background.socket_lives = std::nullopt;
  settings.faults.push_back({.kind = FaultKind::background, .at = 40s, .lasts = 15s});
  Session session(settings);
  session.run_until(70s);
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("55s"));
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "1min"));
}

// Goal: what gave up is a connection of before. Method: a pong timeout replaces it at 35.64 s; TCP gives up at 45.64 s.
TEST(DeadSocket, IsNoNewsOnceItIsReplaced) {
  Settings settings = dead_socket(15s);
  settings.connection.pong_timeout = 5s;
  Session session(settings);
  session.run_until(60s);
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("35.64s"));
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "40.64s"));
}

}  // namespace
}  // namespace lastseen::models
