// What the app does to know its connection better: the health check, the status check; and what it makes of messages that
// come twice or by another way.
#include <gmock/gmock.h>

#include <lastseen/models/supervision.hpp>
#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Checks each 20 s from 0.64 s on, pings each 15 s; the socket dies silently at 41 s.
Settings checked(std::optional<Duration> health_check = 20s) {
  Settings settings = scripted(170s);
  settings.connection.health_check = health_check;
  settings.ping.interval = 15s;
  settings.faults = {{.kind = FaultKind::network_switch, .at = 41s}};
  return settings;
}

// Goal: silence since the last check is noticed by the next. Method: pongs at 15.72 and 30.72 s, none for the ping of
// 45.64 s; the checks of 20.64 and 40.64 s pass, that of 60.64 s does not.
TEST(HealthCheck, ConnectsAnewWhenNothingWasHeardSinceTheLastOne) {
  Session session(checked());
  session.run_until(70s);
  EXPECT_THAT(session.times(Kind::health_check_failed), ElementsAre("60.64s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("60.64s"));
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "60.64s"));
  EXPECT_THAT(session.times(Kind::connected, Role::supervision), ElementsAre("640ms", "61.28s"));
}

TEST(HealthCheck, IsNotMadeUnlessItIsSet) {
  Session session(checked(std::nullopt));
  session.run_until(100s);
  EXPECT_THAT(session.all(Kind::health_check_failed), IsEmpty());
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s"));
}

// Goal: anything that comes through the socket counts. Method: the app does not ping, but the server does, each 15 s.
TEST(HealthCheck, CountsPingsOfTheServer) {
  Settings settings = checked();
  settings.faults.clear();
  settings.ping.interval = 10min;
  settings.gateway.ping_interval = 15s;
  Session session(settings);
  session.run_until(150s);
  EXPECT_THAT(session.all(Kind::health_check_failed), IsEmpty());
}

// Method: nobody pings; the notification of 30.082 s saves the check of 30.64 s, and nothing that of 60.64 s.
TEST(HealthCheck, CountsNotifications) {
  Settings settings = checked(30s);
  settings.faults.clear();
  settings.ping.interval = 10min;
  settings.jobs.at = {5s};
  Session session(settings);
  session.run_until(100s);
  EXPECT_THAT(session.times(Kind::notification_received), ElementsAre("30.082s"));
  EXPECT_EQ(session.when(Kind::health_check_failed), "60.64s");
}

/// Asks at 0.64 s, is answered at 0.722 s: that it is registered, or never will be.
Settings asking(bool registered) {
  Settings settings = scripted(100s);
  settings.connection.status_check = true;
  if (!registered) settings.registry.registration_delay = std::nullopt;
  return settings;
}

TEST(StatusCheck, KeepsAConnectionThatTheServerKnows) {
  Session session(asking(true));
  session.run_until(20s);
  EXPECT_THAT(session.times(Kind::status_asked), ElementsAre("640ms"));
  EXPECT_THAT(session.times(Kind::status_received), ElementsAre("722ms"));
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s"));
}

// Goal: without a reconnect rule it comes back at once, but not in a tight loop: 1 s from one attempt to the next.
TEST(StatusCheck, ConnectsAnewWhenTheServerDoesNotKnowTheConnection) {
  Session session(asking(false));
  session.run_until(2'500ms);
  EXPECT_THAT(session.times(Kind::unknown_received), ElementsAre("722ms", "1.722s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("722ms", "1.722s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::gateway), ElementsAre("762ms", "1.762s"));
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "1s", "2s"));
}

TEST(StatusCheck, WaitsAsLongAsItIsToldBetweenTwoAttempts) {
  Settings settings = asking(false);
  settings.connection.status_retry_after = 3s;
  Session session(settings);
  session.run_until(7s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "3s", "6s"));
}

TEST(StatusCheck, ConnectsAnewAtOnceWhenTheHandshakeTookLongEnough) {
  Settings settings = asking(false);
  settings.handshake.duration = 2s;
  Session session(settings);
  session.run_until(4s);
  EXPECT_THAT(session.times(Kind::unknown_received), ElementsAre("2.122s"));
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "2.122s"));
}

TEST(StatusCheck, ConnectsAnewByTheReconnectRule) {
  Settings settings = asking(false);
  settings.connection.reconnect_after = 5s;
  Session session(settings);
  session.run_until(8s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "5.722s"));
}

TEST(StatusCheck, AsksNothingUnlessItIsSet) {
  Settings settings = asking(false);
  settings.connection.status_check = false;
  Session session(settings);
  session.run_until(20s);
  EXPECT_THAT(session.all(Kind::status_asked), IsEmpty());
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s"));
}

// Goal: an answer after the timeout is none. Method: it comes at 10.722 s instead of by 5.64 s.
TEST(StatusCheck, IgnoresAnAnswerThatComesTooLate) {
  Settings settings = asking(false);
  settings.rest.timeout = 5s;
  settings.faults = {{.kind = FaultKind::delay, .packet = PacketKind::status_reply, .by = 10s}};
  Session session(settings);
  session.run_until(20s);
  EXPECT_THAT(session.times(Kind::status_asked), ElementsAre("640ms"));
  EXPECT_THAT(session.all(Kind::unknown_received), IsEmpty());
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s"));
}

// Goal: a notification that comes twice is one. Method: the network delivers it again 1 s later.
TEST(Duplicate, OfANotificationIsNotShownAgain) {
  Settings settings = scripted(10s);
  settings.polling.enabled = false;
  settings.faults = {{.kind = FaultKind::duplicate, .packet = PacketKind::notification, .by = 1s}};
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::notification_received), ElementsAre("35.082s"));
  EXPECT_THAT(session.times(Kind::duplicate_received), ElementsAre("36.082s"));
  EXPECT_THAT(session.times(Kind::screen_updated), ElementsAre("35.082s"));
}

// Goal: nor does it end the polling for another job at once. Method: the loop of the job of 35.5 s looks at its socket when it
// wakes, at 40.5 s, and finds it proved.
TEST(Duplicate, OfANotificationIsNoNewsToPolling) {
  Settings settings = scripted(10s);
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 35'500ms};
  settings.polling.stops_when = PollingStop::verified;
  settings.faults = {{.kind = FaultKind::duplicate, .packet = PacketKind::notification, .by = 1s}};
  Session session(settings);
  session.run_until(45s);
  EXPECT_THAT(session.times(Kind::duplicate_received), ElementsAre("36.082s"));
  EXPECT_THAT(session.times(Kind::polling_stopped), ElementsAre("35.082s", "40.5s"));
}

TEST(Duplicate, IsNotThereWithoutOne) {
  Session session(scripted(10s));
  session.run();
  EXPECT_THAT(session.all(Kind::duplicate_received), IsEmpty());
}

/// No connection at all: two jobs done at 35.042 and 37.042 s, each told by a push message 1 s later.
Settings pushed() {
  Settings settings = scripted(10s);
  settings.connection.opens_at = std::nullopt;
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 12s};
  settings.notifier.on_missing = OnMissing::push;
  settings.notifier.push_latency = Duration(1s);
  settings.polling.interval = 5min;
  return settings;
}

// Goal: a push message shows the job; it ends polling when all is seen, but proves no socket, whatever the stop rule.
TEST(Push, ShowsTheJobWithoutProvingTheSocket) {
  for (const PollingStop rule : {PollingStop::done, PollingStop::connected, PollingStop::verified}) {
    Settings settings = pushed();
    settings.polling.stops_when = rule;
    Session session(settings);
    session.run();
    EXPECT_THAT(session.times(Kind::push_received), ElementsAre("36.042s", "38.042s"));
    EXPECT_THAT(session.times(Kind::screen_updated), ElementsAre("36.042s", "38.042s"));
    EXPECT_THAT(session.times(Kind::polling_stopped), ElementsAre("38.042s"));
  }
}

TEST(Push, DoesNotComeWhenTheNotifierSkips) {
  Settings settings = pushed();
  settings.notifier.on_missing = OnMissing::skip;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.all(Kind::push_received), IsEmpty());
  EXPECT_THAT(session.all(Kind::screen_updated), IsEmpty());
}

}  // namespace
}  // namespace lastseen::models
