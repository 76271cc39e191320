// What the monitor makes of the notifier's answers, and of what goes over the phone's radio. The script is that of session.hpp.
#include <lastseen/models/monitor.hpp>

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;

/// "not connected" and "given up", of job 1.
std::string answers(const Settings& settings) {
  Session session(settings);
  session.run();
  const JobResult job = session.job(1);
  return std::string(job.not_connected ? "not connected" : "connected") + (job.given_up ? ", given up" : "") +
         (job.was_delivered() ? ", delivered" : "");
}

// Goal: the first answer counts, whatever follows; given up is what nothing followed. Method: the user is known until 90 s; the
// job is done at 35 or at 90.042 s; who reconnects is back before 3 min.
TEST(Answers, TellTheFirstOneFromTheLast) {
  EXPECT_EQ(answers(scripted(10s)), "connected, delivered");
  Settings settings = scripted(65s);
  EXPECT_EQ(answers(settings), "not connected, given up");
  settings.notifier.on_missing = OnMissing::push;
  EXPECT_EQ(answers(settings), "not connected, delivered");
  settings.notifier.push_loss = 1;
  EXPECT_EQ(answers(settings), "not connected") << "lost, not given up";
  settings.notifier.on_missing = OnMissing::keep;
  EXPECT_EQ(answers(settings), "not connected, given up") << "never sent";
  settings.notifier.keep_for = 1s;
  EXPECT_EQ(answers(settings), "not connected, given up") << "kept too long";
  settings.notifier.keep_for = 10min;
  settings.registry.close_on_eviction = true;
  settings.connection.reconnect_after = 2s;
  EXPECT_EQ(answers(settings), "not connected, delivered") << "registered again at 92.64 s";
  settings = scripted(10s);
  settings.server.instances = 2;
  settings.server.routing = Routing::apart;
  settings.notifier.on_missing = OnMissing::publish;
  EXPECT_EQ(answers(settings), "not connected, delivered") << "by the other instance";
  settings.connection.opens_at = std::nullopt;
  EXPECT_EQ(answers(settings), "not connected, given up") << "by all instances";
}

// Goal: a notification is lost in a dead socket though another has died since. Method: records made by hand.
TEST(DeadSockets, AreAllThatHaveDied) {
  Monitor monitor(scripted(0s));
  sim::RecordId id = sim::no_record;
  const auto write = [&](Role role, Kind kind, sim::Subject subject, sim::RecordId cause = sim::no_record) {
    ++id;
    monitor.observe({.time = sim::run_start + Duration{id * 1s},
                     .id = id,
                     .cause = cause,
                     .actor = {static_cast<std::uint16_t>(role), 0},
                     .kind = static_cast<std::uint16_t>(kind),
                     .subject = subject});
    return id;
  };
  write(Role::view, Kind::submitted, job_subject(0, 1));
  const auto died = write(Role::network, Kind::connection_died, connection_subject(0, 1));
  write(Role::network, Kind::connection_died, connection_subject(0, 2));
  write(Role::notifier, Kind::notification_sent, job_subject(0, 1));
  write(Role::network, Kind::packet_lost, job_subject(0, 1), died);
  EXPECT_EQ(monitor.result(sim::run_start + Duration{1min}).notifications_into_void, 1U);
}

/// A job at 0 s that the phone hears of at once, and then silence: connected at 0.64 s, pings after the end.
Settings silent() {
  Settings settings = fixed(scripted(0s));
  settings.worker.processing_time = 10ms;
  settings.polling.enabled = false;
  settings.ping.interval = 1h;
  settings.registry.cleanup_timeout = std::nullopt;
  settings.gateway.read_deadline = std::nullopt;
  return settings;
}
std::uint64_t wakeups(const Settings& settings) {
  Session session(settings);
  session.run_until(3min);
  return session.result().radio_wakeups;
}

// Goal: everything that the phone sends or receives wakes its radio. Method: after one use at 0 s there is one more thing.
TEST(Radio, IsWokenByWhatTheServerSends) {
  EXPECT_EQ(wakeups(silent()), 1U);
  Settings settings = silent();
  settings.gateway.ping_interval = 100s;
  EXPECT_EQ(wakeups(settings), 2U) << "a ping of the server, and the phone's pong";
  settings = silent();
  settings.gateway.max_age = 100s;
  EXPECT_EQ(wakeups(settings), 2U) << "the server's close";
  settings = silent();
  settings.proxy.max_age = 100s;
  EXPECT_EQ(wakeups(settings), 1U) << "a proxy that tells nobody";
  settings.proxy.graceful_close = true;
  EXPECT_EQ(wakeups(settings), 2U) << "the proxy's close";
  settings = silent();
  settings.handshake.duration = 100s;
  settings.handshake.timeout = 150s;
  EXPECT_EQ(wakeups(settings), 2U) << "the 101 at 100.04 s";
  settings.handshake.failure_probability = 1;
  EXPECT_EQ(wakeups(settings), 2U) << "the refusal at 100.04 s";
}

TEST(Radio, IsWokenByTheClosesThatThePhoneSends) {
  Settings settings = silent();
  settings.connection.health_check = 100s;
  Session session(settings);
  session.run_until(3min);
  EXPECT_THAT(session.times(Kind::close_sent), ElementsAre("100.64s"));
  // Closes, and connects again at once; the next check is due after the end.
  EXPECT_EQ(session.result().radio_wakeups, 2U);
  settings.handshake.failure_probability = 1;
  EXPECT_EQ(wakeups(settings), 1U) << "nothing to close";
}

// Goal: what comes too late was received all the same. Method: the handshake's request leaves
// at 100 s, the phone gives up at 110 s, and the 101 comes at 140 s.
TEST(Radio, IsWokenByWhatThePhoneIgnores) {
  Settings settings = silent();
  settings.network.latency = 20s;
  settings.handshake.duration = 120s;
  settings.handshake.timeout = 110s;
  Session session(settings);
  session.run_until(3min);
  EXPECT_THAT(session.times(Kind::ignored), ElementsAre("140s"));
  EXPECT_THAT(session.times(Kind::close_sent), ElementsAre("110s"));
  EXPECT_EQ(session.result().radio_wakeups, 4U) << "and once by the answer to the upload at 40 s";
}

}  // namespace
}  // namespace lastseen::models
