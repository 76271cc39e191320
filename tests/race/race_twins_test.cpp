// Ways to lose the notification that no fault is needed for, each beside its twin, and the ties on which some of them hang.
// The script is that of session.hpp. The missing refresh is in last_seen_race_test.cpp, what needs a fault or another
// server in mechanisms_test.cpp.
#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;

// Goal: a job can be done before the connection exists. Method: the view connects 0.4 s after submitting and
// is registered 0.6 s later, at 1 s; the job is ready at processing + 42 ms.
TEST(ConnectRace, LosesAJobThatIsDoneBeforeTheConnectionIsRegistered) {
  Settings settings = fixed(scripted(0s));
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  settings.worker.processing_time = 957ms;
  EXPECT_EQ(fate(settings), "connect-race") << "ready at 0.999 s; the fix does not help";
  settings.worker.processing_time = 959ms;
  EXPECT_EQ(fate(settings), "delivered") << "ready at 1.001 s";
}

// The twin: the app owns the connection and made it before.
TEST(ConnectRace, DoesNotHappenWhenTheAppConnectedBefore) {
  Settings settings = scripted(10s);
  settings.worker.processing_time = 957ms;
  EXPECT_EQ(fate(settings), "delivered");
}

TEST(NeverRegistered, LosesAJobThatIsDoneBeforeALateRegistration) {
  Settings settings = fixed(scripted(5s));
  settings.registry.registration_delay = 1min;
  EXPECT_EQ(fate(settings), "never-registered");
  settings.jobs.at = {40s};
  EXPECT_EQ(fate(settings), "delivered") << "registered at 60.6 s, ready at 65 s";
}

TEST(NeverRegistered, LosesEveryJobWhenThereIsNoRegistration) {
  Settings settings = fixed(scripted(100s));
  settings.registry.registration_delay = std::nullopt;
  EXPECT_EQ(fate(settings), "never-registered");
}

TEST(NeverRegistered, DoesNotHappenWhenRegistrationIsImmediate) {
  EXPECT_EQ(fate(fixed(scripted(5s))), "delivered");
  EXPECT_EQ(fate(fixed(scripted(100s))), "delivered");
}

// Goal: the fix can be defeated by a timeout below the ping interval. Method: seen at 0.6 s, forgotten at
// 30 s.
TEST(ShortTimeout, LosesAJobBetweenTwoPingsThoughPingsRefresh) {
  Settings settings = fixed(scripted(65s));
  settings.registry.cleanup_timeout = 25s;
  EXPECT_EQ(fate(settings), "short-timeout");
}

TEST(ShortTimeout, DoesNotHappenWhenTheTimeoutExceedsIntervalAndLatency) {
  Settings settings = fixed(scripted(65s));
  settings.registry.cleanup_timeout = 31s;
  EXPECT_EQ(fate(settings), "delivered");
}

// Goal: a read deadline below the ping interval ends a healthy connection. Method: opened at 0.6 s, ended at
// 25.6 s.
TEST(ShortDeadline, EndsAHealthyConnectionBetweenTwoPings) {
  Settings settings = fixed(scripted(10s));
  settings.gateway.read_deadline = 25s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "25.6s");
  EXPECT_EQ(session.when(Kind::disconnected, Role::supervision), "25.64s");
  EXPECT_EQ(session.when(Kind::skipped), "35.042s");
  EXPECT_EQ(session.job(1).cause, Mechanism::short_deadline);
  EXPECT_EQ(session.count(Kind::ping_sent), 0U) << "the client knows, and pings no more";
}

TEST(ShortDeadline, DoesNotEndAConnectionThatPingsInTime) {
  Settings settings = fixed(scripted(10s));
  settings.gateway.read_deadline = 31s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::disconnected), 0U);
  EXPECT_TRUE(session.job(1).was_delivered());
}

/// Two submissions of a client whose views own their connections, the second 5 s after the first. Its view
/// drops connection 1 at 5.3 s and is registered with connection 2 at 6 s; but the close of connection 1
/// reaches the server only when `latency` has passed.
Settings two_views(Duration latency) {
  Settings settings = fixed(scripted(0s));
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  settings.jobs.count = 2;
  settings.jobs.at = {0s, 5s};
  settings.network.latency = latency;
  return settings;
}

// Goal: the end of an old connection removes the new one's entry. Method: a latency of 1 s, so that
// connection 1 is closed at the server at 6.3 s, after the registration of connection 2 at 5.4 + 0.6 s.
TEST(LateClose, OfAnOldConnectionEvictsTheNewOneWhenItRemovesTheUsersEntry) {
  Settings settings = two_views(1s);
  settings.registry.key = RegistryKey::user;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::registered), ElementsAre("1s", "6s"));
  EXPECT_EQ(session.when(Kind::unregistered), "6.3s");
  EXPECT_EQ(session.first(Kind::unregistered).subject, connection_subject(0, 2))
      << "the entry of the new one";
  EXPECT_EQ(session.cause_of(Kind::unregistered).subject, connection_subject(0, 1)) << "by the old one's end";
  EXPECT_EQ(session.job(1).cause, Mechanism::late_close);
  EXPECT_EQ(session.job(2).cause, Mechanism::late_close);
  EXPECT_EQ(session.count(Kind::refreshed), 0U);
  EXPECT_GT(session.count(Kind::refresh_missed), 0U) << "later pings find nothing to refresh";
}

TEST(LateClose, LeavesTheNewConnectionAloneWhenItRemovesOnlyItsOwnEntry) {
  Settings settings = two_views(1s);
  settings.registry.key = RegistryKey::generation;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::unregistered), 0U);
  EXPECT_TRUE(session.job(1).was_delivered());
  EXPECT_TRUE(session.job(2).was_delivered());
}

/// Views that own their connections, and a first ping that is 10 s late: connection 1 is registered at 1 s and pings at 31.04 s;
/// connection 2 replaces it at 32 s; the ping arrives at 41.08 s and asks for an entry. Job 2 is done at 51 s.
Settings late_ping(RegistryKey key) {
  Settings settings = fixed(scripted(0s));
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  settings.jobs.count = 2;
  settings.jobs.at = {0s, 31s};
  settings.worker.processing_time = 20s;
  settings.registry.unknown_ping = UnknownPing::re_register;
  settings.registry.key = key;
  settings.faults.push_back({.kind = FaultKind::delay, .packet = PacketKind::ping, .by = 10s});
  return settings;
}

TEST(LatePing, TakesTheEntryOfTheNewConnectionWithoutAFence) {
  Session session(late_ping(RegistryKey::unfenced_generation));
  session.run();
  EXPECT_THAT(session.times(Kind::registered), ElementsAre("1s", "32s", "41.08s", "62.08s"));
  EXPECT_FALSE(session.job(2).was_delivered());
}

TEST(LatePing, ChangesNothingWhenTheGenerationIsAFence) {
  Session session(late_ping(RegistryKey::generation));
  session.run();
  EXPECT_EQ(session.count(Kind::registered), 2U);
  EXPECT_EQ(session.count(Kind::fenced), 1U);
  EXPECT_TRUE(session.job(2).was_delivered());
}

TEST(LateClose, IsHarmlessWhenItIsNotLate) {
  Settings settings = two_views(40ms);
  settings.registry.key = RegistryKey::user;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::unregistered), "5.34s");
  EXPECT_TRUE(session.job(1).was_delivered());
  EXPECT_TRUE(session.job(2).was_delivered());
}

// Goal: a cleanup that closes the socket tells the client, which comes back: evicted at 90 s, known to the
// client at 90.04 s, connecting after 2 s, registered at 92.64 s. A job ready at 90.042 s is still lost, one
// at 95.042 s not.
TEST(Eviction, IsHealedByReconnectingWhenItClosesTheSocket) {
  Settings settings = scripted(0s);
  settings.registry.close_on_eviction = true;
  settings.connection.reconnect_after = 2s;
  settings.jobs.count = 2;
  settings.jobs.at = {65s, 70s};
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::stale), "90s");
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "90s");
  EXPECT_EQ(session.when(Kind::disconnected, Role::supervision), "90.04s");
  EXPECT_THAT(session.times(Kind::registered), ElementsAre("600ms", "92.64s"));
  EXPECT_EQ(session.job(1).cause, Mechanism::no_refresh);
  EXPECT_TRUE(session.job(2).was_delivered());
}

TEST(Eviction, LosesEverythingAfterItWhenTheSocketStaysOpen) {
  Settings settings = scripted(0s);
  settings.connection.reconnect_after = 2s;
  settings.jobs.count = 2;
  settings.jobs.at = {65s, 70s};
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::disconnected), 0U) << "the client never learns, so it never comes back";
  EXPECT_EQ(session.job(1).cause, Mechanism::no_refresh);
  EXPECT_EQ(session.job(2).cause, Mechanism::no_refresh);
}

// Goal: `>`, not `>=`. Method: registered at 0.6 s, timeout 60 s, a cleanup tick at exactly 60.6 s and then 1
// ns later.
TEST(Boundary, AnEntryExactlyAsOldAsTheCleanupTimeoutStays) {
  Settings settings = scripted(0s);
  settings.registry.cleanup_interval = 60'600ms;  // ticks at 0 and 60.6 s
  Session session(settings);
  session.run_until(60'600ms);
  EXPECT_TRUE(session.registry_knows());

  settings.registry.cleanup_phase = 1ns;  // and now at 60.600000001 s
  Session later(settings);
  later.run_until(60'601ms);
  EXPECT_FALSE(later.registry_knows());
}

/// Pings that reach the server exactly when its deadline of 30 s passes: the client hears of its connection
/// 40 ms late, and a ping needs 40 ms, so the first ping leaves 30 s - 80 ms after the 101.
Settings pings_on_the_deadline(TieOrder ties) {
  Settings settings = fixed(scripted(65s));
  settings.gateway.read_deadline = 30s;
  settings.ping.first_after = 30s - 80ms;
  settings.session.ties = ties;
  return settings;
}

// Goal: 30 s pings against a 30 s deadline are decided by which of two simultaneous events goes first.
TEST(Boundary, PingsOnTheVeryDeadlineKeepTheConnectionWhenMessagesGoFirst) {
  Session session(pings_on_the_deadline(TieOrder::messages_first));
  session.run();
  EXPECT_EQ(session.when(Kind::ping_received), "30.6s");
  EXPECT_EQ(session.count(Kind::disconnected), 0U);
  EXPECT_TRUE(session.job(1).was_delivered());
}

TEST(Boundary, PingsOnTheVeryDeadlineComeTooLateWhenTimersGoFirst) {
  Session session(pings_on_the_deadline(TieOrder::timers_first));
  session.run();
  EXPECT_EQ(session.when(Kind::disconnected, Role::gateway), "30.6s");
  EXPECT_EQ(session.count(Kind::ping_received), 0U) << "it arrives at a closed socket";
  EXPECT_EQ(session.job(1).cause, Mechanism::short_deadline);
}

// Goal: equal settings on both sides are not a tie in practice: the ping is always two latencies late.
TEST(Boundary, PingsOfTheDeadlinesLengthAreTooLateByTwoLatencies) {
  for (const TieOrder ties : {TieOrder::messages_first, TieOrder::timers_first}) {
    Settings settings = pings_on_the_deadline(ties);
    settings.ping.first_after = std::nullopt;  // 30 s, as the interval
    EXPECT_EQ(fate(settings), "short-deadline");
  }
}

// Goal: a ping that arrives with the cleanup tick that would evict. Method: seen at 0.6 s; ticks at 0.6 and
// 61.6 s, and the first ping arrives at 61.6 s.
TEST(Boundary, APingAtTheTickThatWouldEvictSavesTheEntryWhenMessagesGoFirst) {
  Settings settings = fixed(scripted(65s));
  settings.registry.cleanup_phase = 600ms;
  settings.registry.cleanup_interval = 61s;
  settings.ping.first_after = 61s - 80ms;
  EXPECT_EQ(fate(settings), "delivered");
  settings.session.ties = TieOrder::timers_first;
  EXPECT_EQ(fate(settings), "short-timeout");
}

}  // namespace
}  // namespace lastseen::models
