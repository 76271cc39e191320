// Whom the monitor blames, from records alone. The script is that of session.hpp.
#include <lastseen/models/entry_watch.hpp>

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

/// The kind of the record that proves the cause of job 1, and the cause.
std::string proof(const Settings& settings) {
  Session session(settings);
  session.run();
  const JobResult job = session.job(1);
  if (!job.cause) return std::string(name(job.outcome));
  if (job.proof == sim::no_record) return std::string(name(*job.cause)) + ": nothing";
  return std::string(name(*job.cause)) + ": " + std::string(name(kind_of(session.recording().at(job.proof))));
}

// Goal: a cause names the record that shows it at work.
TEST(Proof, IsTheRecordThatShowsTheMechanismAtWork) {
  EXPECT_EQ(proof(scripted(65s)), "no-refresh: ping_received");
  Settings settings = scripted(65s);
  settings.registry.refresh_on = RefreshOn::copy;
  EXPECT_EQ(proof(settings), "refresh-of-a-copy: copy_refreshed");
  settings = fixed(scripted(65s));
  settings.ping.kind = PingKind::control;
  EXPECT_EQ(proof(settings), "control-ping: pong_sent");
  settings = fixed(scripted(65s));
  settings.registry.cleanup_timeout = 25s;
  EXPECT_EQ(proof(settings), "short-timeout: registered");
  settings = fixed(scripted(10s));
  settings.gateway.read_deadline = 20s;
  EXPECT_EQ(proof(settings), "short-deadline: deadline_passed");
  settings = scripted(10s);
  settings.registry.registration_delay = std::nullopt;
  EXPECT_EQ(proof(settings), "never-registered: not_registered");
  settings = scripted(10s);
  settings.handshake.failure_after_log_probability = 1;
  EXPECT_EQ(proof(settings), "failed-upgrade: upgrade_failed");
  settings = scripted(10s);
  settings.gateway.handler_returns = true;
  EXPECT_EQ(proof(settings), "handler-returns: handler_returned");
  settings = scripted(10s);
  settings.server.instances = 2;
  settings.server.routing = Routing::apart;
  EXPECT_EQ(proof(settings), "other-instance: registered");
  settings = scripted(0s);
  settings.worker.processing_time = 100ms;
  EXPECT_EQ(proof(settings), "connect-race: nothing") << "no connection had been there";
}

TEST(Proof, OfAFaultIsItsRecord) {
  EXPECT_EQ(proof(with(scripted(10s), {.kind = FaultKind::restart, .at = 12s, .lasts = 1s})),
            "restart: restarted");
  EXPECT_EQ(proof(with(scripted(10s), {.kind = FaultKind::network_switch, .at = 12s})),
            "half-open: connection_died");
  Settings settings = scripted(10s);
  settings.proxy.max_age = 12s;
  EXPECT_EQ(proof(settings), "idle-proxy: connection_died");
  settings = with(scripted(10s), {.kind = FaultKind::background, .at = 12s, .lasts = 100s});
  settings.worker.processing_time = 85s;  // ready at 95.042 s; the entry goes at 90 s
  EXPECT_EQ(proof(settings), "background: backgrounded");
}

// Goal: a connection that died is not to blame for the next one's fate. Method: the proxy drops connection 1 at 20 s; its ping
// of 20.64 s has no pong by 22.64 s, so connection 2 is registered at 24.24 s. The pong to its ping of 29.28 s (the fourth
// pong of all) is lost, so the app leaves it at 31.28 s; connection 3 is registered at 32.88 s. The job is ready at 32 s.
TEST(Blame, OfADeathEndsWithItsConnection) {
  Settings settings = fixed(scripted(6'958ms));
  settings.proxy.max_age = 20s;
  settings.ping.interval = 5s;
  settings.connection.pong_timeout = 2s;
  settings.connection.reconnect_after = 1s;
  settings.faults = {{.kind = FaultKind::drop, .packet = PacketKind::pong, .nth = 4}};
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision)[1], "31.28s");
  EXPECT_EQ(session.when(Kind::skipped), "32s");
  EXPECT_EQ(fate(settings), "half-open") << "not idle-proxy";
}

// Goal: when all instances were asked, none of them is the other one. Method: the entry of instance 0 is stale (the bug); the
// job of instance 1 asks instance 0, and instance 2 last.
TEST(Blame, IsNotTheOtherInstancesWhenAllWereAsked) {
  Settings settings = scripted(65s);
  settings.server.instances = 3;
  settings.server.routing = Routing::apart;
  settings.notifier.on_missing = OnMissing::publish;
  settings.registry.cleanup_timeout = std::nullopt;
  settings.registry.check_timeout = 1min;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.first(Kind::skipped).actor.index, 2U);
  EXPECT_EQ(fate(settings), "no-refresh");
}

}  // namespace
}  // namespace lastseen::models
