// The server's end of the sockets: what ends a connection, what keeps it, and what a closed one does with
// frames. The script is that of session.hpp: opened at 0.6 s, first ping at 30.64 s, 40 ms of latency.
#include <lastseen/models/gateway.hpp>

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

// Goal: any limit of age ends a connection, however busy. Method: opened at 0.6 s, pings each second.
TEST(Gateway, EndsAConnectionAtItsMaximumAge) {
  Settings settings = scripted(100s);
  settings.ping.interval = 1s;
  settings.gateway.max_age = 20s;
  Session session(settings);
  session.run_until(30s);
  EXPECT_THAT(session.times(Kind::deadline_passed), ElementsAre("20.6s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::deadline_passed)), Kind::connected);
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("20.64s"));
}

// Goal: the server may ping as well. Method: each 10 s from 0.6 s on; the phone's library answers, and the answer pushes the
// read deadline of 12 s forward.
TEST(Gateway, PingsThePhoneAndTakesItsAnswerForASignOfLife) {
  Settings settings = scripted(100s);
  settings.ping.interval = 1h;
  settings.gateway.ping_interval = 10s;
  settings.gateway.read_deadline = 12s;
  Session session(settings);
  session.run_until(25s);
  EXPECT_THAT(session.times(Kind::ping_sent, Role::gateway), ElementsAre("10.6s", "20.6s"));
  EXPECT_THAT(session.times(Kind::pong_received, Role::gateway), ElementsAre("10.68s", "20.68s"));
  EXPECT_EQ(session.count(Kind::disconnected), 0U);
}

TEST(Gateway, RefreshesByThePhonesAnswerWhenTheRuleSaysSo) {
  Settings settings = scripted(100s);
  settings.gateway.ping_interval = 10s;
  settings.registry.refresh_on = RefreshOn::pong;
  Session session(settings);
  session.run_until(25s);
  EXPECT_THAT(session.times(Kind::refreshed), ElementsAre("10.68s", "20.68s"));
}

TEST(Gateway, PingsNobodyWhoIsGone) {
  Settings settings = scripted(100s);
  settings.gateway.ping_interval = 10s;
  settings.gateway.max_age = 15s;
  Session session(settings);
  session.run_until(1min);
  EXPECT_THAT(session.times(Kind::ping_sent, Role::gateway), ElementsAre("10.6s"));
}

// Goal: the library's answer runs no code of the handler. Method: control pings do not push a read deadline of 40 s forward,
// but they keep the idle timeout away.
TEST(Gateway, LetsControlPingsPushTheIdleTimeoutAndNotTheReadDeadline) {
  for (const bool idle : {false, true}) {
    Settings settings = scripted(100s);
    settings.ping.kind = PingKind::control;
    if (idle) {
      settings.gateway.idle_timeout = 40s;
    } else {
      settings.gateway.read_deadline = 40s;
    }
    Session session(settings);
    session.run_until(65s);
    EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), idle ? "never" : "40.6s");
  }
}

/// Which of pings, messages, reads, reads-and-writes keep a limit of 40 s, which the opening at 0.6 s has set, from passing.
std::string kept_by(Settings settings, std::optional<Duration> GatewaySettings::*limit,
                    DeadlineReset GatewaySettings::*reset_by) {
  std::string kept;
  for (const DeadlineReset rule : {DeadlineReset::pings, DeadlineReset::messages, DeadlineReset::reads,
                                   DeadlineReset::reads_and_writes}) {
    settings.gateway.*limit = 40s;
    settings.gateway.*reset_by = rule;
    Session session(settings);
    session.run_until(65s);
    kept += session.when(Kind::disconnected, Role::gateway) == "40.6s" ? "no " : "yes ";
  }
  return kept;
}

// Goal: each rule counts what it names, for both limits. Method: once before 40.6 s there is a ping that is answered, one that is
// ignored, a control ping, a pong of the phone, or nothing but a notification that the server writes.
TEST(Gateway, MovesALimitByWhatItsRuleCounts) {
  const Settings pings = scripted(100s);
  Settings ignored = scripted(100s);
  ignored.registry.registration_delay = std::nullopt;
  ignored.registry.unknown_ping = UnknownPing::silence;
  Settings control = scripted(100s);
  control.ping.kind = PingKind::control;
  Settings pongs = scripted(100s);
  pongs.ping.interval = 1h;
  pongs.gateway.ping_interval = 25s;
  Settings writes = scripted(5s);
  writes.ping.interval = 1h;
  const auto check = [&](std::optional<Duration> GatewaySettings::*limit,
                         DeadlineReset GatewaySettings::*reset_by) {
    EXPECT_EQ(kept_by(pings, limit, reset_by), "yes yes yes yes ");
    EXPECT_EQ(kept_by(ignored, limit, reset_by), "no yes yes yes ");
    EXPECT_EQ(kept_by(control, limit, reset_by), "no no yes yes ");
    EXPECT_EQ(kept_by(pongs, limit, reset_by), "yes no yes yes ");
    EXPECT_EQ(kept_by(writes, limit, reset_by), "no no no yes ");
  };
  check(&GatewaySettings::read_deadline, &GatewaySettings::read_deadline_reset_by);
  check(&GatewaySettings::idle_timeout, &GatewaySettings::idle_timeout_reset_by);
}

/// Never registered: the ping of 30.64 s comes from a user without an entry.
Settings unknown(UnknownPing rule) {
  Settings settings = scripted(100s);
  settings.registry.registration_delay = std::nullopt;
  settings.registry.unknown_ping = rule;
  return settings;
}

TEST(PingHandler, AnswersAnUnknownUserOrNotAsTheRuleSays) {
  const auto answers = [](UnknownPing rule) {
    Session session(unknown(rule));
    session.run_until(50s);
    EXPECT_THAT(session.times(Kind::ping_received), ElementsAre("30.68s"));
    return session.when(Kind::pong_received) + ", " + session.when(Kind::registered) + ", " +
           session.when(Kind::disconnected, Role::gateway);
  };
  EXPECT_EQ(answers(UnknownPing::pong), "30.72s, never, never");
  EXPECT_EQ(answers(UnknownPing::silence), "never, never, never");
  EXPECT_EQ(answers(UnknownPing::re_register), "30.72s, 30.68s, never");
  EXPECT_EQ(answers(UnknownPing::close), "never, never, 30.68s");
}

// Goal: silence pushes no deadline either. Method: a deadline of 40 s since the opening.
TEST(PingHandler, PushesTheDeadlineOnlyOfWhomItAnswers) {
  for (const UnknownPing rule : {UnknownPing::pong, UnknownPing::silence}) {
    Settings settings = unknown(rule);
    settings.gateway.read_deadline = 40s;
    Session session(settings);
    session.run_until(60s);
    EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), rule == UnknownPing::pong ? "never" : "40.6s");
  }
}

// Goal: a server that goes in order says so. Method: a restart at 10 s.
TEST(Gateway, ClosesItsSocketsInOrderWhenARestartTellsClients) {
  for (const bool tells : {false, true}) {
    Settings settings = scripted(100s);
    settings.faults = {{.kind = FaultKind::restart, .at = 10s, .lasts = 1s, .graceful = tells}};
    Session session(settings);
    session.run_until(20s);
    EXPECT_EQ(session.when(Kind::disconnected, Role::supervision), tells ? "10.04s" : "never");
    EXPECT_EQ(session.when(Kind::unregistered), "never") << "nothing that was deferred runs";
    EXPECT_FALSE(session.registry_knows());
  }
}

// Goal: writing to a closed socket loses the frame, and says so. Method: the handler that returned leaves an entry by the
// ping of 30.68 s; the connection ends at 40.6 s and removes nothing; the notification of 50.042 s finds no socket.
TEST(Gateway, LosesAFrameThatIsWrittenToAClosedSocket) {
  Settings settings = scripted(25s);
  settings.gateway.handler_returns = true;
  settings.gateway.max_age = 40s;
  settings.registry.unknown_ping = UnknownPing::re_register;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "40.6s");
  EXPECT_EQ(session.when(Kind::notification_sent), "50.042s");
  EXPECT_EQ(session.when(Kind::packet_lost), "50.042s");
  EXPECT_EQ(session.job(1).cause, Mechanism::half_open);
}

}  // namespace
}  // namespace lastseen::models
