// The server's end of the sockets: what ends a connection, what keeps it, and what a closed one does with
// frames. The script is that of session.hpp: opened at 0.6 s, first ping at 30.64 s, 40 ms of latency.
#include "models/gateway.hpp"

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;

TEST(Gateway, EndsAConnectionWithoutPingsAtItsReadDeadline) {
  Settings settings = scripted(100s);
  settings.ping.interval = 1h;
  settings.gateway.read_deadline = 20s;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::disconnected, Role::gateway), ElementsAre("20.6s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("20.64s")) << "it is told";
  EXPECT_THAT(session.times(Kind::unregistered), ElementsAre("20.6s"));
}

// Goal: each ping pushes the deadline to 25 s after its arrival. Method: one ping at 20.64 s, arriving at
// 20.68 s, and none after it.
TEST(Gateway, PushesTheReadDeadlineForwardWithEachPing) {
  Settings settings = scripted(100s);
  settings.ping.first_after = 20s;
  settings.ping.interval = 1h;
  settings.gateway.read_deadline = 25s;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::disconnected, Role::gateway), ElementsAre("45.68s"));
}

TEST(Gateway, KeepsAConnectionThatPingsInTimeForEver) {
  Settings settings = scripted(100s);
  settings.ping.interval = 24s;
  settings.gateway.read_deadline = 25s;
  settings.session.duration = 2h;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::disconnected), 0U);
  EXPECT_EQ(session.count(Kind::ping_received), 299U);  // (7200 - 0.68) / 24, rounded down
}

// Goal: only reading counts for the read deadline. Method: a notification written at 10.042 s changes
// nothing.
TEST(Gateway, DoesNotPushTheReadDeadlineForwardByWriting) {
  Settings settings = scripted(0s);
  settings.worker.processing_time = 10s;
  settings.ping.interval = 1h;
  settings.gateway.read_deadline = 20s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::notification_sent), "10.042s");
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "20.6s");
}

TEST(Gateway, PushesTheIdleTimeoutForwardByWriting) {
  Settings settings = scripted(0s);
  settings.worker.processing_time = 10s;
  settings.ping.interval = 1h;
  settings.gateway.idle_timeout = 20s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "30.042s");
}

TEST(Gateway, PushesTheIdleTimeoutForwardByReading) {
  Settings settings = scripted(100s);
  settings.ping.first_after = 10s;
  settings.ping.interval = 1h;
  settings.gateway.idle_timeout = 20s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "30.68s");
}

// Goal: whichever limit comes first ends the connection. Method: each in turn is the shorter.
TEST(Gateway, EndsAConnectionAtTheFirstOfTwoLimits) {
  for (const bool idle_first : {false, true}) {
    Settings settings = scripted(100s);
    settings.ping.interval = 1h;
    settings.gateway.read_deadline = idle_first ? 50s : 10s;
    settings.gateway.idle_timeout = idle_first ? 10s : 50s;
    Session session(settings);
    session.run();
    EXPECT_THAT(session.times(Kind::disconnected, Role::gateway), ElementsAre("10.6s"));
  }
}

// Goal: a limit pushed forward by a nanosecond lasts a nanosecond longer. Method: without latency the ping
// arrives 1 ns after the opening.
TEST(Gateway, EndsAConnectionToTheNanosecond) {
  Settings settings = scripted(100s);
  settings.network.latency = 0s;
  settings.ping.first_after = 1ns;
  settings.ping.interval = 1h;
  settings.gateway.read_deadline = 20s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.first(Kind::disconnected).time, sim::run_start + 20'600ms + 1ns);
}

TEST(Gateway, NeverEndsAConnectionWithoutLimits) {
  Settings settings = scripted(100s);
  settings.ping.interval = 10h;
  settings.session.duration = 9h;
  settings.gateway.read_deadline = std::nullopt;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::disconnected), 0U);
}

// Goal: a frame that arrives at a closed socket is lost. Method: the ping of 30.64 s is under way when the
// connection is ended at 30.65 s, and arrives at 30.68 s.
TEST(Gateway, LosesAPingThatArrivesAtAClosedSocket) {
  Settings settings = scripted(100s);
  settings.gateway.read_deadline = 30'050ms;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "30.65s");
  EXPECT_EQ(session.count(Kind::ping_sent), 1U);
  EXPECT_EQ(session.count(Kind::ping_received), 0U);
  EXPECT_EQ(session.count(Kind::pong_sent), 0U);
}

// Goal: a refused upgrade is no connection. Method: all are refused; the client comes back 2 s after each
// refusal, which it learns 600 + 40 ms after connecting.
TEST(Gateway, RegistersNothingWhenItRefusesTheUpgrade) {
  Settings settings = scripted(0s);
  settings.handshake.failure_probability = 1;
  settings.connection.reconnect_after = 2s;
  settings.session.duration = 6s;
  Session session(settings);
  session.run_until(6s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "2.64s", "5.28s"));
  EXPECT_THAT(session.times(Kind::connection_failed), ElementsAre("640ms", "3.28s", "5.92s"));
  EXPECT_EQ(session.count(Kind::connected), 0U);
  EXPECT_EQ(session.count(Kind::registered), 0U);
  EXPECT_EQ(session.result().connections_attempted, 3U);
  EXPECT_EQ(session.result().connections_established, 0U);
}

// Goal: the client's own close ends the server's side a latency later, and is not answered by another close.
TEST(Gateway, FollowsTheClientsClose) {
  Settings settings = scripted(10s);
  settings.connection.owner = ConnectionOwner::view;
  Session session(settings);
  session.run_until(12s);
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("10.3s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::gateway), ElementsAre("10.34s"));
  EXPECT_EQ(role_of(session.recording().at(session.all(Kind::disconnected, Role::gateway)[0].cause)),
            Role::supervision);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "10.4s"));
}

}  // namespace
}  // namespace lastseen::models
