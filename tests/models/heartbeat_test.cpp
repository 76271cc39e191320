// The phone's part of pings: its own, answered or not in time, and its answers to those of the server. The script is that of
// session.hpp: the socket opens at 0.64 s, pings at 30.64 s and each 30 s from then on, pongs 80 ms later.
#include <lastseen/models/heartbeat.hpp>

#include <gmock/gmock.h>

#include "tests/models/bench.hpp"
#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Fault packet_fault(FaultKind kind, PacketKind packet, std::uint32_t nth = 1, Duration by = 0s) {
  return {.kind = kind, .packet = packet, .nth = nth, .by = by};
}

// Goal: the phone does the same whether its pings are messages or control frames.
TEST(Heartbeat, PingsAlikeByMessageAndByControlFrame) {
  for (const PingKind kind : {PingKind::message, PingKind::control}) {
    Settings settings = scripted(10s);
    settings.ping.kind = kind;
    Session session(settings);
    session.run_until(80s);
    EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("30.64s", "60.64s"));
    EXPECT_THAT(session.times(Kind::pong_received, Role::supervision), ElementsAre("30.72s", "60.72s"));
  }
}

// Goal: the library answers the server's pings at once. Method: the server pings 20 s after opening at 0.6 s; there and
// back takes 80 ms.
TEST(Heartbeat, AnswersThePingsOfTheServerAtOnce) {
  Settings settings = scripted(10s);
  settings.gateway.ping_interval = 20s;
  Session session(settings);
  session.run_until(50s);
  EXPECT_THAT(session.times(Kind::ping_sent, Role::gateway), ElementsAre("20.6s", "40.6s"));
  EXPECT_THAT(session.times(Kind::pong_received, Role::gateway), ElementsAre("20.68s", "40.68s"));
}

TEST(Heartbeat, AnswersNoPingOfAServerThatSendsNone) {
  Session session(scripted(10s));
  session.run_until(50s);
  EXPECT_THAT(session.all(Kind::pong_received, Role::gateway), IsEmpty());
}

struct Sent {
  void send(Packet packet) { packets.push_back(packet); }
  std::vector<Packet> packets;
};

// Goal: what arrives through another connection, or one that the app has closed, is not answered. Method: the heartbeat
// alone, with connection 2.
TEST(Heartbeat, AnswersNoPingThroughASocketThatIsNotOpen) {
  Bench bench(scripted(10s));
  Heartbeat heartbeat(bench.context);
  Sent sent;
  heartbeat.send.connect<&Sent::send>(sent);
  const auto ping_arrives = [&](std::uint32_t connection) {
    heartbeat.server_ping_arrived(
        {.kind = PacketKind::server_ping, .user = 0, .number = connection, .part = 7});
  };
  heartbeat.start(0, 2, sim::no_record);
  ping_arrives(1);
  EXPECT_THAT(sent.packets, IsEmpty());
  ping_arrives(2);
  ASSERT_EQ(sent.packets.size(), 1U);
  EXPECT_EQ(sent.packets[0].kind, PacketKind::client_pong);
  EXPECT_EQ(sent.packets[0].number, 2U);
  EXPECT_EQ(sent.packets[0].part, 7U);
  heartbeat.stop(0);
  ping_arrives(2);
  EXPECT_EQ(sent.packets.size(), 1U);
}

/// The socket dies silently at 20 s.
Settings unanswered_pings(std::optional<Duration> pong_timeout) {
  Settings settings = scripted(170s);
  settings.connection.pong_timeout = pong_timeout;
  settings.faults = {{.kind = FaultKind::network_switch, .at = 20s}};
  return settings;
}

// Goal: a ping without a pong ends the connection. Method: the ping of 30.64 s waits 10 s.
TEST(PongTimeout, EndsAConnectionWhosePingHasNoPong) {
  Settings settings = unanswered_pings(10s);
  settings.connection.reconnect_after = 5s;
  Session session(settings);
  session.run_until(60s);
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("40.64s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::disconnected)), Kind::ping_sent);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "45.64s"));
}

TEST(PongTimeout, IsNotThereUnlessItIsSet) {
  Session session(unanswered_pings(std::nullopt));
  session.run_until(60s);
  EXPECT_THAT(session.all(Kind::disconnected), IsEmpty());
}

TEST(PongTimeout, LeavesAConnectionAloneWhosePingsAreAnswered) {
  Settings settings = scripted(170s);
  settings.connection.pong_timeout = 10s;
  Session session(settings);
  session.run_until(150s);
  EXPECT_THAT(session.all(Kind::disconnected), IsEmpty());
}

// Goal: the boundary. Method: the pong comes exactly at the end of the wait; which goes first is the tie rule's.
TEST(PongTimeout, LeavesATieToTheTieRule) {
  Settings settings = scripted(170s);
  settings.connection.pong_timeout = 80ms;
  Session messages_first(settings);
  messages_first.run_until(40s);
  EXPECT_THAT(messages_first.all(Kind::disconnected), IsEmpty());
  settings.session.ties = TieOrder::timers_first;
  Session timers_first(settings);
  timers_first.run_until(40s);
  EXPECT_THAT(timers_first.times(Kind::disconnected, Role::supervision), ElementsAre("30.72s"));
}

// Goal: a later pong proves the connection as well. Method: the second pong is lost, the third comes at 90.72 s, before
// the second ping's wait ends at 60.64 + 45 s.
TEST(PongTimeout, ForgivesALostPongWhenALaterOneComesInTime) {
  Settings settings = scripted(170s);
  settings.connection.pong_timeout = 45s;
  settings.faults = {packet_fault(FaultKind::drop, PacketKind::pong, 2)};
  Session session(settings);
  session.run_until(150s);
  EXPECT_THAT(session.times(Kind::pong_received), ElementsAre("30.72s", "90.72s", "120.72s"));
  EXPECT_THAT(session.all(Kind::disconnected), IsEmpty());
}

// Goal: an earlier pong does not excuse a later ping. Method: the socket dies at 61 s, after the second pong; the third
// ping leaves at 90.64 s, and its wait ends at 135.64 s.
TEST(PongTimeout, CountsForEachPing) {
  Settings settings = scripted(170s);
  settings.connection.pong_timeout = 45s;
  settings.faults = {{.kind = FaultKind::network_switch, .at = 61s}};
  Session session(settings);
  session.run_until(150s);
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("135.64s"));
}

// Goal: a wait belongs to its connection. Method: connection 1 is open at 11.04 s, pings at 40.96 s, and is closed by the next
// view at 40.99 s; connection 2 is untouched when the wait ends, at 50.96 s.
TEST(PongTimeout, EndsNoOtherConnection) {
  Settings settings = scripted(10s);
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  settings.connection.pong_timeout = 10s;
  settings.ping.first_after = 29'920ms;
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 40'690ms};
  Session session(settings);
  session.run_until(1min);
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("40.96s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("40.99s"));
}

}  // namespace
}  // namespace lastseen::models
