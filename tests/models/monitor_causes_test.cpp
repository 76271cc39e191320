// Why a job was not delivered: each cause that the monitor can name, from a session in which there is no
// doubt.
#include <gtest/gtest.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

std::string cause(const Settings& settings, std::uint32_t job = 1) {
  Session session(settings);
  session.run();
  const JobResult result = session.job(job);
  if (result.was_delivered()) return "delivered";
  return result.cause ? std::string(name(*result.cause)) : "none";
}

/// Views that own their connections, submissions at 0 and 5 s: connection 1 is registered from 1 s, dropped
/// by the client at 5.3 s, ended at the server a latency later; connection 2 is registered at 6 s.
Settings two_views(Duration latency, Duration processing) {
  Settings settings = scripted(0s);
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  settings.jobs.count = 2;
  settings.jobs.at = {0s, 5s};
  settings.network.latency = latency;
  settings.worker.processing_time = processing;
  return settings;
}

TEST(Cause, IsNoneForADeliveredJob) { EXPECT_EQ(cause(scripted(10s)), "delivered"); }

TEST(Cause, IsNoneForAJobThatIsNotDoneYet) {
  Settings settings = scripted(10s);
  settings.worker.processing_time = 1h;
  EXPECT_EQ(cause(settings), "none");
}

TEST(Cause, IsNoRefreshWhenTheCleanupForgotAUserWhoPinged) { EXPECT_EQ(cause(scripted(65s)), "no-refresh"); }

TEST(Cause, IsNoRefreshWhenTheCheckRefusesAUserWhoPinged) {
  Settings settings = scripted(65s);
  settings.registry.cleanup_timeout = std::nullopt;
  settings.registry.check_timeout = 60s;
  EXPECT_EQ(cause(settings), "no-refresh");
}

// Goal: without a ping since, no refresh could have helped. Method: pings an hour apart, with the fix and
// without.
TEST(Cause, IsShortTimeoutWhenTheUserHadNoOccasionToPing) {
  for (const Settings& base : {scripted(65s), fixed(scripted(65s))}) {
    Settings settings = base;
    settings.ping.interval = 1h;
    EXPECT_EQ(cause(settings), "short-timeout");
    settings.registry.cleanup_timeout = std::nullopt;
    settings.registry.check_timeout = 60s;
    EXPECT_EQ(cause(settings), "short-timeout") << "refused by the check";
  }
}

TEST(Cause, IsConnectRaceWhenTheJobIsDoneBeforeTheHandshake) {
  Settings settings = scripted(0s);
  settings.worker.processing_time = 500ms;
  EXPECT_EQ(cause(settings), "connect-race");
}

// Goal: the second view's connection is not there yet, the first view's has gone. Method: job 1 ready at
// 5.542 s.
TEST(Cause, IsConnectRaceBetweenTwoConnectionsOfTheClientsMaking) {
  EXPECT_EQ(cause(two_views(40ms, 5500ms)), "connect-race");
}

TEST(Cause, IsNeverRegisteredWhenAnOpenConnectionHasNoEntry) {
  Settings settings = scripted(10s);
  settings.registry.registration_delay = std::nullopt;
  EXPECT_EQ(cause(settings), "never-registered");
  settings.registry.registration_delay = 1min;
  EXPECT_EQ(cause(settings), "never-registered") << "not yet";
}

TEST(Cause, IsShortDeadlineWhenTheServerEndedAHealthyConnection) {
  Settings deadline = scripted(10s);
  deadline.gateway.read_deadline = 20s;
  EXPECT_EQ(cause(deadline), "short-deadline");
  Settings idle = scripted(10s);
  idle.gateway.idle_timeout = 20s;
  EXPECT_EQ(cause(idle), "short-deadline");
}

// Goal: the end of connection 1 removed the entry of connection 2. Method: a latency of 1 s; ended at 6.3 s.
TEST(Cause, IsLateCloseWhenAnOldConnectionTookTheEntryAway) {
  EXPECT_EQ(cause(two_views(1s, 25s)), "late-close");
  Settings settings = two_views(1s, 25s);
  settings.registry.key = RegistryKey::generation;
  EXPECT_EQ(cause(settings), "delivered");
}

// Goal: sent into a socket that the client has left. Method: job 1 is ready at 1.002 + 4.5 s, while the close
// of 5.3 s is under way until 6.3 s.
TEST(Cause, IsHalfOpenWhenTheNotificationWentIntoALeftSocket) {
  EXPECT_EQ(cause(two_views(1s, 4500ms)), "half-open");
}

// Goal: the latest reason counts. Method: evicted at 90 s, back at 92.64 s, forgotten again at 180 s; jobs
// ready at 100.042 s (delivered) and 185.042 s without close on eviction.
TEST(Cause, IsThatOfTheLatestEntry) {
  Settings settings = scripted(0s);
  settings.session.duration = 5min;
  settings.jobs.count = 2;
  settings.jobs.at = {75s, 155'500ms};
  settings.registry.close_on_eviction = true;
  settings.connection.reconnect_after = 2s;
  EXPECT_EQ(cause(settings, 1), "delivered");
  EXPECT_EQ(cause(settings, 2), "no-refresh") << "ready at 180.542 s, between eviction and reconnection";
}

// Goal: each end of a connection is laid at the door of who ended it, also when the client closes two in a
// row, faster than the news travels. Method: latency 300 ms; submissions at 0, 5 and 5.2 s. The client drops
// connection 1 at 5.3 and connection 2, still connecting since 5.4 s, at 5.5 s; the server ends connection 1
// at 5.6 s, after both. Job 1 is ready at 0.302 + 5.4 = 5.702 s, before connection 2 arrives (6.0 s).
TEST(Cause, IsConnectRaceWhenTheClientClosedTwoConnectionsInARow) {
  Settings settings = two_views(300ms, 5400ms);
  settings.jobs.count = 3;
  settings.jobs.at = {0s, 5s, 5200ms};
  Session session(settings);
  session.run();
  EXPECT_EQ(session.times(Kind::disconnected, Role::supervision), (std::vector<std::string>{"5.3s", "5.5s"}));
  EXPECT_EQ(session.when(Kind::unregistered), "5.6s");
  EXPECT_EQ(session.when(Kind::skipped), "5.702s");
  EXPECT_EQ(cause(settings), "connect-race") << "the server ended nothing by itself";
}

// Goal: no deadline is blamed when the phone gave up connecting. Method: the 101 is lost; the phone gives up after 60 s and
// tells the server; the job is ready at 125.042 s.
TEST(Cause, IsHalfOpenWhenTheUpgradesAnswerWasLost) {
  Settings settings = scripted(100s);
  settings.faults = {{.kind = FaultKind::drop, .packet = PacketKind::upgrade_reply}};
  EXPECT_EQ(cause(settings), "half-open");
}

// Goal: who registers a connection that is dead already has a ghost from the beginning, and what killed it is to blame. Method:
// without pings the proxy drops the connection 20 s after its last frame, of 0.6 s; registered at 25.6 s, stale at 90 s.
TEST(Cause, IsTheProxyThatDroppedAConnectionBeforeItsRegistration) {
  Settings settings = scripted(70s);
  settings.ping.interval = 1h;
  settings.proxy.idle_timeout = 20s;
  settings.registry.registration_delay = 25s;
  EXPECT_EQ(cause(settings), "idle-proxy");
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::connection_died), "20.6s");
  EXPECT_EQ(session.result().ghost_time, Duration{90s - 25'600ms});
}

// Goal: an end before the registration is the cause, not the registration. Method: a read deadline of 20 s, a registration
// after 40 s; the job is ready at 95.042 s.
TEST(Cause, IsShortDeadlineWhenTheConnectionEndedBeforeItsRegistration) {
  Settings settings = scripted(70s);
  settings.gateway.read_deadline = 20s;
  settings.registry.registration_delay = 40s;
  EXPECT_EQ(cause(settings), "short-deadline");
}

// Goal: a notification that waits for a sleeping app is not lost in a socket. Method: ready at 35.042 s, the app in the
// background from 30 s until after the end; its socket stays.
TEST(Cause, IsBackgroundWhenTheAppSleepsUntilTheEnd) {
  Settings settings = scripted(10s);
  settings.background.socket_lives = std::nullopt;
  settings.faults = {{.kind = FaultKind::background, .at = 30s, .lasts = 1h}};
  EXPECT_EQ(cause(settings), "background");
  Session session(settings);
  session.run();
  EXPECT_EQ(session.result().notifications_into_void, 0U);
}

}  // namespace
}  // namespace lastseen::models
