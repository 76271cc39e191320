// Ties and edges: what happens in the very instant in which something falls due, and which of two goes first (session.ties).
// Other edges stand beside what they belong to: staleness and throttling in registry_rules_test.cpp, the end of keeping in
// notifier_test.cpp, patience with an outage in fault_script_test.cpp, deadlines against pings in tests/race.
#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;

constexpr TieOrder both_orders[] = {TieOrder::messages_first, TieOrder::timers_first};

// Goal: a job that is ready in the instant of the cleanup. Method: registered at 0.6 s; ticks at 30.6, 60.6 and 90.6 s; a
// processing that ends at 90.6 s. Both are timers, so the one set first goes first: the tick, set 30 s before, while the
// processing of 25 s was set at 65.6 s.
TEST(Boundary, ATickThatWasSetBeforeTheProcessingGoesFirst) {
  for (const TieOrder ties : both_orders) {
    Settings settings = scripted(65'558ms);
    settings.registry.cleanup_phase = 600ms;
    settings.session.ties = ties;
    Session session(settings);
    session.run();
    EXPECT_EQ(session.when(Kind::processing_completed), "90.6s");
    EXPECT_EQ(session.when(Kind::stale), "90.6s");
    EXPECT_EQ(session.when(Kind::skipped), "90.6s");
  }
}

// Goal: the wait for a connection that comes in its last instant. Method: submitted at 0 s, waiting 1.04 s, connected at
// 0.4 + 0.6 + 0.04 = 1.04 s: uploaded once, whoever goes first.
TEST(Boundary, AConnectionInTheLastInstantOfTheWaitUploadsOnce) {
  for (const TieOrder ties : both_orders) {
    Settings settings = scripted(0s);
    settings.connection.owner = ConnectionOwner::view;
    settings.connection.opens_at = std::nullopt;
    settings.outbox.wait_for_connection = 1'040ms;
    settings.session.ties = ties;
    Session session(settings);
    session.run();
    EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("1.04s"));
    EXPECT_EQ(kind_of(session.cause_of(Kind::upload_sent)),
              ties == TieOrder::messages_first ? Kind::connected : Kind::waiting_for_connection);
  }
}

// Goal: a pong in the last instant of the wait for it. Method: pings at 30.64 s, answered 80 ms later; a wait of 80 ms.
TEST(Boundary, APongInTheLastInstantSavesTheConnectionWhenMessagesGoFirst) {
  for (const TieOrder ties : both_orders) {
    Settings settings = scripted(100s);
    settings.connection.pong_timeout = 80ms;
    settings.session.ties = ties;
    Session session(settings);
    session.run_until(40s);
    EXPECT_EQ(session.when(Kind::disconnected, Role::supervision),
              ties == TieOrder::messages_first ? "never" : "30.72s");
  }
}

// Goal: an answer in the last instant of the wait for it. Method: an upload at 10 s, answered at 10.082 s; a wait of 82 ms.
// The answer confirms it either way; when it comes second, the attempt was given up.
TEST(Boundary, AnAnswerInTheLastInstantIsInTimeWhenMessagesGoFirst) {
  for (const TieOrder ties : both_orders) {
    Settings settings = scripted(10s);
    settings.rest.timeout = 82ms;
    settings.polling.enabled = false;
    settings.session.ties = ties;
    Session session(settings);
    session.run();
    EXPECT_EQ(session.when(Kind::upload_failed), ties == TieOrder::messages_first ? "never" : "10.082s");
    EXPECT_EQ(session.when(Kind::upload_confirmed), "10.082s");
    EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s"));
  }
}

// Goal: the app goes to the background in the instant in which the notification arrives, and returns in such an instant. A
// fault goes before everything: what arrives waits; a return goes before everything too: what arrives is read.
TEST(Boundary, GoingToTheBackgroundComesBeforeWhatArrivesAndSoDoesTheReturn) {
  const auto received = [](Duration from, Duration to) {
    Settings settings = scripted(10s);  // the notification arrives at 35.082 s
    settings.faults = {{.kind = FaultKind::background, .at = from, .lasts = to - from}};
    Session session(settings);
    session.run();
    return session.when(Kind::notification_received);
  };
  EXPECT_EQ(received(35'082ms, 50s), "50s");
  EXPECT_EQ(received(Duration{35'082ms} + 1ns, 50s), "35.082s");
  EXPECT_EQ(received(20s, 35'082ms), "35.082s");
  EXPECT_EQ(received(20s, 35'083ms), "35.083s");
}

// Goal: the socket of an app that returns in the very instant in which it would be taken. Method: away for exactly 30 s.
TEST(Boundary, AnAppThatReturnsInTheInstantOfTheTakingKeepsItsSocket) {
  for (const Duration away : {Duration{30s}, Duration{30s} + 1ns}) {
    Settings settings = scripted(100s);
    settings.faults = {{.kind = FaultKind::background, .at = 10s, .lasts = away}};
    Session session(settings);
    session.run_until(50s);
    EXPECT_EQ(session.count(Kind::connection_died), away == 30s ? 0U : 1U);
  }
}

// Goal: a restart in the instant of the job's completion, and one in the instant in which the server is back. Faults go first.
TEST(Boundary, ARestartInTheInstantOfCompletionComesFirst) {
  Settings settings = fixed(scripted(10s));  // ready at 35.042 s
  settings.faults = {{.kind = FaultKind::restart, .at = 35'042ms, .lasts = 1s}};
  EXPECT_EQ(fate(settings), "restart");
  settings.faults.edit()[0].at = settings.faults[0].at.constant_value() + 1ns;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::notification_sent), "35.042s") << "and is under way when the server goes";
}

// Goal: a server is back in the instant in which a handshake needs it: at its first packet, or, behind a load balancer, at the
// upgrade.
TEST(Boundary, AServerThatIsBackInTheInstantOfTheHandshakeTakesIt) {
  for (const auto& [when_down, needed_at] :
       {std::pair(WhenDown::refused, 40ms), std::pair(WhenDown::bad_gateway, 600ms)}) {
    for (const Duration late : {Duration{0}, Duration{1}}) {
      Settings settings = scripted(100s);
      settings.server.when_down = when_down;
      settings.faults = {{.kind = FaultKind::restart, .at = 0s, .lasts = needed_at + late}};
      Session session(settings);
      session.run_until(1s);
      EXPECT_EQ(session.count(Kind::registered), late == Duration{0} ? 1U : 0U);
    }
  }
}

// Goal: an outage of no length holds nothing up.
TEST(Boundary, AnOutageOfNoLengthHoldsNothingUp) {
  Settings settings = scripted(10s);
  settings.faults = {{.kind = FaultKind::outage, .at = 10s, .lasts = 0s}};
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::accepted), "10.042s");
}

// Goal: what is sent in the instant in which an outage ends is not held up. Method: from 5 s to 10 s, the upload at 10 s.
TEST(Boundary, AnOutageIsOverInTheInstantOfItsEnd) {
  Settings settings = scripted(10s);
  settings.faults = {{.kind = FaultKind::outage, .at = 5s, .lasts = 5s}};
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::accepted), "10.042s");
}

// Goal: the run ends with its duration, and the drain is no longer than it says: what falls due in its last instant happens.
// Method: a job ready and notified at 35.082 s, in a session of 20 s.
TEST(Boundary, WhatHappensInTheLastInstantOfTheDrainHappens) {
  for (const Duration drain : {Duration{15'082ms}, Duration{15'082ms} - 1ns}) {
    Settings settings = scripted(10s);
    settings.session.duration = 20s;
    settings.session.drain = drain;
    settings.polling.enabled = false;
    EXPECT_EQ(fate(settings), drain == 15'082ms ? "delivered" : "half-open");
  }
}

// Goal: an app that is away when it would connect does so at its return. Method: away from 20 to 40 s.
TEST(Boundary, AnAppThatIsAwayWhenItWouldConnectDoesSoAtItsReturn) {
  for (const Duration opens_at : std::initializer_list<Duration>{30s, 40s, 41s}) {
    Settings settings = scripted(100s);
    settings.connection.opens_at = opens_at;
    settings.faults = {{.kind = FaultKind::background, .at = 20s, .lasts = 20s}};
    Session session(settings);
    session.run_until(50s);
    EXPECT_THAT(session.times(Kind::connecting), ElementsAre(opens_at == 41s ? "41s" : "40s"));
  }
}

}  // namespace
}  // namespace lastseen::models
