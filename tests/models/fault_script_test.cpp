// Faults by the script and by chance: what they do to a session, at which instant, and to whom. The script of the session is
// that of session.hpp: latency 40 ms, connected at 0.64 s, pings at 30.64 s, 60.64 s ...
#include <lastseen/models/fault_script.hpp>

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Settings script_with(std::vector<Fault> faults) {
  Settings settings = fixed(scripted(100s));
  settings.faults = std::move(faults);
  return settings;
}

TEST(FaultScript, StrikesOneUserOrAll) {
  Settings settings = script_with({{.kind = FaultKind::network_switch, .at = 10s, .user = 1},
                                   {.kind = FaultKind::background, .at = 20s, .lasts = 5s}});
  settings.session.users = 3;
  Session session(settings);
  session.run_until(1min);
  ASSERT_EQ(session.count(Kind::network_switched), 1U);
  EXPECT_EQ(session.first(Kind::network_switched).subject.owner, 1U);
  EXPECT_THAT(session.times(Kind::backgrounded), ElementsAre("20s", "20s", "20s"));
}

// Goal: a fault goes before everything else of its instant. Method: an outage of 5 s at the very instant
// of a ping, which TCP sends again after 8.68 s (retransmission_test.cpp).
TEST(FaultScript, ComesFirstAtItsInstant) {
  Session session(script_with({{.kind = FaultKind::outage, .at = 30'640ms, .lasts = 5s}}));
  session.run_until(50s);
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("30.64s"));
  EXPECT_THAT(session.times(Kind::ping_received), ElementsAre("39.36s"));
}

// Goal: nothing gets through in an outage, and what waited does after it. Method: from 30 to 40 s in one direction; the ping of
// 30.64 s and the pong of 30.68 s are sent again 8.68 and 17.64 s later.
TEST(Outage, HoldsUpWhatIsSentInItsDirection) {
  const auto pong_of = [](Direction direction) {
    Session session(
        script_with({{.kind = FaultKind::outage, .at = 30s, .lasts = 10s, .direction = direction}}));
    session.run_until(50s);
    EXPECT_THAT(session.times(Kind::outage_began), ElementsAre("30s"));
    EXPECT_THAT(session.times(Kind::outage_ended), ElementsAre("40s"));
    return session.when(Kind::ping_received) + ", " + session.when(Kind::pong_received);
  };
  EXPECT_EQ(pong_of(Direction::up), "48.32s, 48.36s");
  EXPECT_EQ(pong_of(Direction::down), "30.68s, 48.36s");
  EXPECT_EQ(pong_of(Direction::both), "48.32s, 48.36s");
}

TEST(Outage, LetsThroughWhatWasUnderWayBefore) {
  Session session(
      script_with({{.kind = FaultKind::outage, .at = 30'650ms, .lasts = 10s, .direction = Direction::up}}));
  session.run_until(50s);
  EXPECT_THAT(session.times(Kind::ping_received), ElementsAre("30.68s"));
}

// Goal: patience ends. Method: TCP gives up what is not acknowledged for 8 s, such as the ping of 30.64 s.
TEST(Outage, EndsAConnectionWhoseSideCannotWaitSoLong) {
  Settings settings = script_with({{.kind = FaultKind::outage, .at = 30s, .lasts = 30s}});
  settings.connection.tcp_user_timeout = 8s;
  Session session(settings);
  session.run_until(1min);
  EXPECT_THAT(session.times(Kind::connection_died), ElementsAre("38.64s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::connection_died)), Kind::outage_began);
  EXPECT_THAT(session.times(Kind::packet_lost), ElementsAre("38.64s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::packet_lost)), Kind::connection_died);
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("38.64s"));
}

// Goal: exactly as long as its patience is not too long. Method: the outage ends at 60 s; the ping
// of 30.64 s is sent again 35.56 s after it.
TEST(Outage, IsOutlivedByAConnectionWhosePatienceIsJustLongEnough) {
  for (const Duration patience : {35'560ms, 35'559ms}) {
    Settings settings = script_with({{.kind = FaultKind::outage, .at = 30s, .lasts = 30s}});
    settings.connection.tcp_user_timeout = patience;
    Session session(settings);
    session.run_until(70s);
    EXPECT_EQ(session.count(Kind::packet_lost) == 0, patience == Duration{35'560ms});
  }
}

TEST(Outage, ComesByChanceSoOftenAndSoLong) {
  Settings settings = script_with({});
  settings.outage.every = Duration(20s);
  settings.outage.lasts = Duration(10s);
  Session session(settings);
  session.run_until(1min);
  EXPECT_THAT(session.times(Kind::outage_began), ElementsAre("20s", "50s"));
  EXPECT_THAT(session.times(Kind::outage_ended), ElementsAre("30s", "1min"));
}

// Goal: half-open, and each side learns only by sending. Method: dead at 40 s; the ping of 60.64 s is not acknowledged for
// 10 s; the server sends the notification of 125.042 s and gives up 20 s later.
TEST(NetworkSwitch, IsLearntByEachSideSomeTimeAfterItSends) {
  Settings settings = script_with({{.kind = FaultKind::network_switch, .at = 40s}});
  settings.connection.tcp_user_timeout = 10s;
  settings.gateway.tcp_user_timeout = 20s;
  settings.registry.cleanup_timeout = std::nullopt;
  settings.session.duration = 4min;
  Session session(settings);
  session.run_until(4min);
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("70.64s"));
  EXPECT_THAT(session.times(Kind::notification_sent), ElementsAre("125.042s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::gateway), ElementsAre("145.042s"));
  EXPECT_THAT(session.times(Kind::unregistered), ElementsAre("145.042s"));
}

TEST(NetworkSwitch, LeavesThePhoneWithoutANetworkForItsGap) {
  Settings settings = script_with({{.kind = FaultKind::network_switch, .at = 100s, .lasts = 3s}});
  Session session(settings);
  session.run_until(2min);
  EXPECT_THAT(session.times(Kind::outage_began), ElementsAre("100s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::outage_began)), Kind::network_switched);
  EXPECT_EQ(session.when(Kind::accepted), "104.242s") << "submitted at 100 s, and sent again at 104.2 s";
}

TEST(NetworkSwitch, ComesByChanceSoOften) {
  Settings settings = script_with({});
  settings.network.switch_every = Duration(50s);
  Session session(settings);
  session.run_until(2min);
  EXPECT_THAT(session.times(Kind::network_switched), ElementsAre("50s", "100s"));
  EXPECT_THAT(session.times(Kind::connection_died), ElementsAre("50s")) << "there is no other to die";
}

// Goal: clocks. Method: the server's clock jumps a minute ahead at 65 s: LastSeen, set at 60.68 s by the old clock, is 89.32 s
// old at the tick of 90 s.
TEST(ClockSkew, OfTheServerMakesAnEntryOlder) {
  Settings settings = script_with({{.kind = FaultKind::clock_skew, .at = 65s, .by = 1min}});
  settings.ping.interval = 60s;
  settings.ping.first_after = 60s;
  Session session(settings);
  session.run_until(2min);
  EXPECT_THAT(session.times(Kind::clock_jumped), ElementsAre("65s"));
  EXPECT_THAT(session.times(Kind::stale), ElementsAre("90s"));
}

TEST(ClockSkew, BackwardsMakesAnEntryYounger) {
  Settings settings = scripted(150s);  // without the fix: gone at 90 s, 89.4 s old
  settings.faults = {{.kind = FaultKind::clock_skew, .at = 65s, .by = -30s}};
  Session session(settings);
  session.run_until(2min);
  EXPECT_THAT(session.times(Kind::stale), ElementsAre("2min")) << "59.4 s old by its clock at 90 s";
}

TEST(ClockSkew, OfThePhoneChangesNothingButItsLog) {
  Session session(script_with({{.kind = FaultKind::clock_skew, .at = 65s, .by = 1h, .server_side = false}}));
  session.run();
  EXPECT_THAT(session.times(Kind::clock_jumped), ElementsAre("65s"));
  EXPECT_EQ(role_of(session.first(Kind::clock_jumped)), Role::view);
  EXPECT_EQ(session.when(Kind::notification_received), "125.082s");
}

// Goal: a rolling restart takes each instance in turn. Method: three instances, 10 s each, from 20 s on; the user's, the
// first, is back at 30 s.
TEST(RollingRestart, TakesTheInstancesOneAfterTheOther) {
  Settings settings =
      script_with({{.kind = FaultKind::rolling_restart, .at = 20s, .lasts = 10s, .graceful = true}});
  settings.server.instances = 3;
  settings.server.routing = Routing::sticky;
  settings.connection.reconnect_after = 1s;
  Session session(settings);
  session.run_until(1min);
  EXPECT_THAT(session.times(Kind::restarted), ElementsAre("20s", "30s", "40s"));
  EXPECT_THAT(session.times(Kind::started), ElementsAre("30s", "40s", "50s"));
  // Told at 20.04 s, back at instance 1 at 21.64 s; told again at 30.04 s, by then instance 0 is up, registered at 31.64 s.
  EXPECT_THAT(session.times(Kind::registered), ElementsAre("600ms", "21.64s", "31.64s"));
  EXPECT_THAT(session.all(Kind::connection_failed), IsEmpty());
}

/// The share of jobs that are delivered, where they come with an outage of 30 s that begins at about this instant.
double delivered_around(Duration outage) {
  Settings settings = fixed(scripted(0s));
  settings.session.duration = 6min;
  settings.jobs.at = {Distribution::uniform(outage - 20s, outage + 40s)};
  settings.connection.opens_at = Distribution::uniform(0s, 30s);
  settings.connection.reconnect_after = 1s;
  settings.connection.pong_timeout = 10s;
  settings.registry.cleanup_phase = std::nullopt;
  settings.faults = {{.kind = FaultKind::outage, .at = outage, .lasts = 30s}};
  int delivered = 0;
  for (std::uint32_t replication = 0; replication < 1000; ++replication) {
    Session session(settings, 1, replication);
    session.run();
    delivered += session.job(1).was_delivered() ? 1 : 0;
  }
  return delivered / 1000.0;
}

// Goal: no phase is an accident. Method: an outage and the jobs around it are moved together by less than a ping interval; with the
// opening drawn over one, the share stays, give or take 4 standard deviations of a difference, 0.022 at most.
TEST(Outage, StrikesAtAnyPhaseOfThePings) {
  const double share = delivered_around(300s);
  EXPECT_NEAR(delivered_around(301s), share, 0.09);
  EXPECT_NEAR(delivered_around(305s), share, 0.09);
}

TEST(ScriptedFault, IsDrawnOnceForAllUsers) {
  Settings settings = fixed(scripted(0s));
  settings.session.users = 2;
  settings.faults = {{.kind = FaultKind::outage,
                      .at = Distribution::uniform(30s, 60s),
                      .lasts = Distribution::uniform(5s, 10s)}};
  Session session(settings);
  session.run_until(2min);
  const auto began = session.all(Kind::outage_began);
  const auto ended = session.all(Kind::outage_ended);
  ASSERT_EQ(began.size(), 2U);
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(began[0].time, began[1].time);
  EXPECT_EQ(ended[0].time, ended[1].time);
  EXPECT_GE(Session::since_start(began[0]), 30s);
  EXPECT_LE(Session::since_start(began[0]), 60s);
  EXPECT_GE(ended[0].time - began[0].time, 5s);
  EXPECT_LE(ended[0].time - began[0].time, 10s);
}

// Goal: a restart of one of four instances strikes a quarter of the users, whichever it is. Method: 400 sessions with a job after
// the restart; 300 delivered, give or take 4 standard deviations of 8.7.
TEST(Restart, StrikesTheUsersWhoseInstanceItIs) {
  for (const std::uint32_t instance : {0U, 1U}) {
    Settings settings = fixed(script_with({{.kind = FaultKind::restart, .at = 40s, .instance = instance}}));
    settings.server.instances = 4;
    settings.server.routing = Routing::sticky;
    settings.session.drain = 10s;
    int delivered = 0;
    for (std::uint32_t replication = 0; replication < 400; ++replication) {
      Session session(settings, 1, replication);
      session.run();
      delivered += session.job(1).was_delivered() ? 1 : 0;
    }
    EXPECT_NEAR(delivered, 300, 35) << instance;
  }
}

}  // namespace
}  // namespace lastseen::models
