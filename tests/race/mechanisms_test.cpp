// Ways to lose the notification that come from the server's wiring, from a fault, or from something in between; each beside
// its twin. The script is that of session.hpp (registered at 0.6 s, pings at 30.64 s, 60.64 s ...), with the fix, which
// cures none of them. A job is ready 25.042 s after its submission.
#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The fixed session, with one fault.
Settings with_fault(Duration job_at, const Fault& fault) {
  Settings settings = fixed(scripted(job_at));
  settings.faults = {fault};
  return settings;
}

// Goal: a fix that does nothing. Method: pings at 30.68 and 60.68 s set LastSeen of a copy; the entry of 0.6 s goes at the
// tick of 90 s, the job is ready at 90.042 s.
TEST(RefreshOfACopy, LosesWhatTheFixWouldSave) {
  Settings settings = scripted(65s);
  settings.registry.refresh_on = RefreshOn::copy;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::copy_refreshed), ElementsAre("30.68s", "60.68s"));
  EXPECT_THAT(session.all(Kind::refreshed), IsEmpty());
  EXPECT_EQ(session.when(Kind::stale), "90s");
  EXPECT_EQ(session.when(Kind::refresh_missed), "90.68s") << "and then there is nothing to copy";
  EXPECT_EQ(session.when(Kind::skipped), "90.042s");
  EXPECT_EQ(session.job(1).cause, Mechanism::refresh_of_a_copy);
}

TEST(RefreshOfACopy, DoesNotHappenWhenTheEntryItselfIsRefreshed) {
  EXPECT_EQ(fate(fixed(scripted(65s))), "delivered");
}

// Goal: status 000 after `connected` was logged. Method: the server logs at 0.6 s, refuses in the same instant, and the
// phone hears of it at 0.64 s.
TEST(FailedUpgrade, IsLoggedAsConnectedAndNeverRegistered) {
  Settings settings = fixed(scripted(5s));
  settings.handshake.failure_after_log_probability = 1;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::connected), ElementsAre("600ms")) << "the server's log alone says so";
  EXPECT_EQ(session.when(Kind::upgrade_failed), "600ms");
  EXPECT_EQ(session.when(Kind::connection_failed), "640ms");
  EXPECT_THAT(session.all(Kind::registered), IsEmpty());
  EXPECT_EQ(session.when(Kind::skipped), "30.042s");
  EXPECT_EQ(session.job(1).cause, Mechanism::failed_upgrade);
}

TEST(FailedUpgrade, DoesNotHappenWhenTheUpgradeSucceeds) {
  EXPECT_EQ(fate(fixed(scripted(5s))), "delivered");
}

// Goal: the user is there, but in another process's memory. Method: connections of user 0 at instance 0, jobs at instance 1.
TEST(OtherInstance, DoesNotKnowTheUser) {
  Settings settings = fixed(scripted(5s));
  settings.server.instances = 2;
  settings.server.routing = Routing::apart;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.first(Kind::registered).actor.index, 0U);
  EXPECT_EQ(session.first(Kind::skipped).actor.index, 1U);
  EXPECT_EQ(session.when(Kind::skipped), "30.042s");
  EXPECT_TRUE(session.registry_knows());
  EXPECT_EQ(session.job(1).cause, Mechanism::other_instance);
}

TEST(OtherInstance, IsNotAskedWhenJobsGoWhereTheConnectionIs) {
  Settings settings = fixed(scripted(5s));
  settings.server.instances = 2;
  settings.server.routing = Routing::sticky;
  EXPECT_EQ(fate(settings), "delivered");
  settings.server.instances = 1;
  settings.server.routing = Routing::apart;
  EXPECT_EQ(fate(settings), "delivered") << "there is no other";
}

// Goal: the registry lives in one process's memory. Method: a restart at 40 s that nobody is told of; the app pings on, into
// nothing; the job is ready at 55.042 s.
TEST(Restart, EmptiesTheRegistryAndTheClientDoesNotKnow) {
  Session session(with_fault(30s, {.kind = FaultKind::restart, .at = 40s, .lasts = 5s}));
  session.run();
  EXPECT_EQ(session.when(Kind::restarted), "40s");
  EXPECT_EQ(session.when(Kind::started), "45s");
  EXPECT_EQ(session.when(Kind::skipped), "55.042s");
  EXPECT_EQ(kind_of(session.cause_of(Kind::skipped)), Kind::restarted);
  EXPECT_THAT(session.all(Kind::disconnected), IsEmpty()) << "the app believes that it is connected";
  EXPECT_THAT(session.times(Kind::ping_received), ElementsAre("30.68s")) << "the ping of 60.64 s is lost";
  EXPECT_EQ(session.job(1).cause, Mechanism::restart);
}

TEST(Restart, OfAServerThatDidNotHappenLosesNothing) { EXPECT_EQ(fate(fixed(scripted(30s))), "delivered"); }

// Goal: who is told comes back. Method: told at 40.04 s, connecting 2 s later; refused after a round trip, twice, since
// the server is not back before 45 s; again at 46.2 s, registered at 46.8 s.
TEST(Restart, IsHealedWhenClientsAreToldAndComeBack) {
  Settings settings = with_fault(30s, {.kind = FaultKind::restart, .at = 40s, .lasts = 5s, .graceful = true});
  settings.connection.reconnect_after = 2s;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "42.04s", "44.12s", "46.2s"));
  EXPECT_THAT(session.times(Kind::connection_failed), ElementsAre("42.12s", "44.2s"));
  EXPECT_THAT(session.times(Kind::registered), ElementsAre("600ms", "46.8s"));
  EXPECT_EQ(session.when(Kind::notification_received), "55.082s");
}

// Goal: the server sends into the void. Method: the network switches at 40 s and the socket dies without a word; its entry
// is fresh, so the notification is sent at 55.042 s, and lost.
TEST(HalfOpen, SocketSwallowsTheNotification) {
  Session session(with_fault(30s, {.kind = FaultKind::network_switch, .at = 40s}));
  session.run();
  EXPECT_EQ(session.when(Kind::connection_died), "40s");
  EXPECT_EQ(kind_of(session.cause_of(Kind::connection_died)), Kind::network_switched);
  EXPECT_EQ(session.when(Kind::notification_sent), "55.042s");
  EXPECT_THAT(session.all(Kind::skipped), IsEmpty()) << "the server believes that the user is there";
  EXPECT_THAT(session.all(Kind::disconnected), IsEmpty()) << "and so does the app";
  EXPECT_EQ(session.job(1).outcome, Outcome::lost);
  EXPECT_EQ(session.job(1).cause, Mechanism::half_open);
  EXPECT_EQ(session.result().notifications_into_void, 1U);
}

TEST(HalfOpen, SocketDoesNotComeOfANetworkThatStays) { EXPECT_EQ(fate(fixed(scripted(30s))), "delivered"); }

// Goal: a client that trusts a dead socket stops looking. Method: its polling ends at the first wake-up, 35 s.
TEST(HalfOpen, SocketThatTheClientTrustsLeavesTheScreenStaleForEver) {
  Settings settings = with_fault(30s, {.kind = FaultKind::network_switch, .at = 33s});
  settings.polling.stops_when = PollingStop::connected;
  Session trusting(settings);
  trusting.run();
  EXPECT_EQ(trusting.when(Kind::polling_stopped), "35s");
  EXPECT_FALSE(trusting.job(1).was_shown());

  settings.polling.stops_when = PollingStop::verified;
  Session doubting(settings);
  doubting.run();
  // Polls at 35 + 5.082 k s; the one of 55.328 s is the first after 55.042 s, and answered 82 ms later.
  EXPECT_EQ(doubting.when(Kind::screen_updated), "55.41s");
}

// Goal: something in between is less patient than both ends. Method: the answer to the upgrade, at 0.6 s, is the last frame
// before the ping of 30.64 s.
TEST(IdleProxy, CutsTheConnectionBetweenTwoPings) {
  Settings settings = fixed(scripted(5s));
  settings.proxy.idle_timeout = 20s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::connection_died), "20.6s");
  EXPECT_EQ(role_of(session.first(Kind::connection_died)), Role::proxy);
  EXPECT_EQ(session.when(Kind::notification_sent), "30.042s");
  EXPECT_EQ(session.job(1).cause, Mechanism::idle_proxy);
}

TEST(IdleProxy, LeavesAConnectionAloneThatPingsInTime) {
  Settings settings = fixed(scripted(5s));
  settings.proxy.idle_timeout = 31s;
  EXPECT_EQ(fate(settings), "delivered");
}

TEST(IdleProxy, CutsTheConnectionAtItsMaximumAge) {
  Settings settings = fixed(scripted(5s));
  settings.proxy.max_age = 25s;
  EXPECT_EQ(fate(settings), "idle-proxy");
  settings.proxy.max_age = 10min;
  EXPECT_EQ(fate(settings), "delivered");
}

/// In the background from 10 s on.
Settings in_background(Duration lasts, std::optional<Distribution> socket_lives) {
  Settings settings = with_fault(5s, {.kind = FaultKind::background, .at = 10s, .lasts = lasts});
  settings.background.socket_lives = socket_lives;
  return settings;
}

// Goal: what arrives for a suspended app waits, and goes with its socket. Method: the notification arrives at 30.082 s, the
// socket is taken at 40 s, the app returns at 110 s.
TEST(Background, LosesANotificationThatWasNotReadWhenTheSocketIsTaken) {
  Session session(in_background(100s, 30s));
  session.run();
  EXPECT_EQ(session.when(Kind::notification_sent), "30.042s");
  EXPECT_EQ(session.when(Kind::connection_died), "40s");
  EXPECT_EQ(session.when(Kind::packet_lost), "110s");
  EXPECT_EQ(session.when(Kind::disconnected, Role::supervision), "110s");
  EXPECT_EQ(session.job(1).outcome, Outcome::lost);
  EXPECT_EQ(session.job(1).cause, Mechanism::background);
  EXPECT_EQ(session.when(Kind::screen_updated), "110.082s") << "the poll of 10 s, made at the return";
}

TEST(Background, OnlyDelaysANotificationWhenTheSocketIsKept) {
  Session session(in_background(100s, std::nullopt));
  session.run();
  EXPECT_EQ(session.when(Kind::notification_received), "110s");
  EXPECT_EQ(session.job(1).outcome, Outcome::delivered);
}

// Goal: a suspended app does not ping. Method: its entry of 0.6 s goes at 90 s; the job is ready at 115.042 s.
TEST(Background, LetsTheEntryGoStale) {
  Settings settings = in_background(150s, std::nullopt);
  settings.worker.processing_time = 110s;
  EXPECT_EQ(fate(settings), "background");
  settings.background.timers = BackgroundTimers::run;
  EXPECT_EQ(fate(settings), "delivered") << "the twin pings on";
  settings.faults.clear();
  EXPECT_EQ(fate(settings), "delivered") << "and this one stays in front";
}

// Goal: pings that the fixed handler never sees. Method: the library answers at 30.68 and 60.68 s; the entry goes at 90 s.
TEST(ControlPing, IsAnsweredPastTheHandler) {
  Settings settings = fixed(scripted(65s));
  settings.ping.kind = PingKind::control;
  Session session(settings);
  session.run_until(90'500ms);
  EXPECT_THAT(session.times(Kind::pong_received), ElementsAre("30.72s", "60.72s"));
  EXPECT_THAT(session.all(Kind::ping_received), IsEmpty());
  EXPECT_THAT(session.all(Kind::refreshed), IsEmpty());
  EXPECT_EQ(session.when(Kind::skipped), "90.042s");
  EXPECT_EQ(session.job(1).cause, Mechanism::control_ping);
}

TEST(ControlPing, DoesNotHappenWhenPingsAreMessages) { EXPECT_EQ(fate(fixed(scripted(65s))), "delivered"); }

// Goal: a deferred removal that runs at once. Method: registered, and removed, at 0.6 s; the socket lives on.
TEST(HandlerReturns, RemovesTheEntryRightAfterTheUpgrade) {
  Settings settings = fixed(scripted(5s));
  settings.gateway.handler_returns = true;
  Session session(settings);
  session.run_until(31s);
  EXPECT_EQ(session.when(Kind::registered), "600ms");
  EXPECT_EQ(session.when(Kind::unregistered), "600ms");
  EXPECT_EQ(kind_of(session.cause_of(Kind::unregistered)), Kind::handler_returned);
  EXPECT_EQ(session.when(Kind::skipped), "30.042s");
  EXPECT_EQ(session.when(Kind::pong_received), "30.72s") << "pings are answered all the while";
  EXPECT_THAT(session.all(Kind::disconnected), IsEmpty()) << "no disconnect was ever logged";
  EXPECT_EQ(session.job(1).cause, Mechanism::handler_returns);
}

TEST(HandlerReturns, DoesNotHappenWhenTheHandlerStays) { EXPECT_EQ(fate(fixed(scripted(5s))), "delivered"); }

}  // namespace
}  // namespace lastseen::models
