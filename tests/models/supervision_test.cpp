// The client's side of the connection: what the app says of its socket, its pings, and how it comes back.
#include <lastseen/models/supervision.hpp>

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;

TEST(Supervision, SaysConnectedWhenTheUpgradeIsConfirmed) {
  Session session(scripted(10s));
  session.run();
  EXPECT_EQ(session.when(Kind::connecting), "0s");
  EXPECT_EQ(session.when(Kind::connected, Role::gateway), "600ms");
  EXPECT_EQ(session.when(Kind::connected, Role::supervision), "640ms");
}

// Goal: the app may say so late (1 s later in the field's timeline); its pings count from the socket's
// opening.
TEST(Supervision, SaysConnectedLateWhenItsConfirmationIsDelayed) {
  Settings settings = scripted(10s);
  settings.connection.confirm_delay = 1s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::connected, Role::supervision), "1.64s");
  EXPECT_EQ(session.when(Kind::ping_sent), "30.64s");
}

// Goal: a message before the app has said "connected" does not swallow that line, or the connection would
// never count as established. Method: the line is due 60 s after the 101, the notification comes at 35.082 s.
TEST(Supervision, StillSaysConnectedWhenAMessageCameFirst) {
  Settings settings = scripted(10s);
  settings.connection.confirm_delay = 1min;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::notification_received), "35.082s");
  EXPECT_THAT(session.times(Kind::connected, Role::supervision), ElementsAre("60.64s"));
  EXPECT_EQ(session.result().connections_established, 1U);
}

TEST(Supervision, PingsAtItsIntervalFromTheOpeningOfTheSocket) {
  Settings settings = scripted(10s);
  settings.ping.first_after = 1s;
  settings.ping.interval = 20s;
  settings.session.duration = 45s;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("1.64s", "21.64s", "41.64s"));
  EXPECT_THAT(session.times(Kind::pong_received), ElementsAre("1.72s", "21.72s", "41.72s"));
  EXPECT_EQ(session.all(Kind::ping_sent)[2].subject, connection_subject(0, 1, 3));
}

/// Views that own their connections, submissions at 10 and 40.69 s: the second view drops connection 2 at
/// 40.99 s.
Settings views() {
  Settings settings = scripted(0s);
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 40'690ms};
  return settings;
}

TEST(Supervision, MakesANewConnectionWithEachViewThatOwnsIt) {
  Session session(views());
  session.run();
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("10.4s", "41.09s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("40.99s"));
}

TEST(Supervision, KeepsTheConnectionThatTheAppOwns) {
  Settings settings = views();
  settings.connection.owner = ConnectionOwner::app;
  settings.connection.opens_at = 0s;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s"));
}

// Goal: what arrives at a socket that the client has closed is not read. Method: the ping of connection 1
// leaves at 10.4 + 0.64 + 29.92 = 40.96 s, its pong arrives at 41.04 s, and the view has closed the socket at
// 40.99 s.
TEST(Supervision, ReadsNoPongFromASocketThatItHasClosed) {
  Settings settings = views();
  settings.ping.first_after = 29'920ms;
  Session session(settings);
  session.run_until(41'080ms);
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("40.96s"));
  EXPECT_THAT(session.times(Kind::pong_sent), ElementsAre("41s"));
  EXPECT_EQ(session.count(Kind::pong_received), 0U);
}

/// A server that ends each connection 10 s after opening it.
Settings closed_by_the_server() {
  Settings settings = scripted(0s);
  settings.gateway.read_deadline = 10s;
  settings.connection.reconnect_after = 5s;
  settings.session.duration = 40s;
  return settings;
}

// Goal: connect, lose, wait, connect. Method: each turn is 0.6 + 10 + 0.04 + 5 s.
TEST(Supervision, ConnectsAgainAfterTheWaitWhenTheServerClosedTheSocket) {
  Session session(closed_by_the_server());
  session.run_until(40s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "15.64s", "31.28s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("10.64s", "26.28s"));
}

TEST(Supervision, StaysAwayWhenItIsNotToReconnect) {
  Settings settings = closed_by_the_server();
  settings.connection.reconnect_after = std::nullopt;
  Session session(settings);
  session.run_until(40s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s"));
}

// Goal: a wait belongs to the loss that began it. Method: lost at 10.64 s, so it would connect at 40.64 s; a
// view connects at 12.4 s instead and is lost at 12.4 + 10.64 = 23.04 s; the wait of 30 s now ends at 53.04
// s.
TEST(Supervision, DoesNotReconnectForALossThatANewConnectionHasMadeGood) {
  Settings settings = closed_by_the_server();
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.reconnect_after = 30s;
  settings.jobs.at = {12s};
  Session session(settings);
  session.run_until(60s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "12.4s", "53.04s"));
}

}  // namespace
}  // namespace lastseen::models
