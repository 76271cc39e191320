// The monitor: what it says of each job and of the session, and that it changes nothing. Which cause it names
// for a lost notification is tested in monitor_causes_test.cpp. The script is that of session.hpp.
#include <lastseen/models/monitor.hpp>

#include <gmock/gmock.h>

#include "tests/models/random_settings.hpp"
#include "tests/race/session.hpp"
#include "tests/scale.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;

std::string at(sim::Instant instant) {
  return instant == sim::never ? "never" : sim::to_text(instant - sim::run_start);
}

// Goal: each instant of a delivered job. Method: submitted at 10 s; 42 ms to be accepted, 25 s, one latency.
TEST(Monitor, TellsTheInstantsOfADeliveredJob) {
  Session session(scripted(10s));
  session.run();
  const JobResult job = session.job(1);
  EXPECT_EQ(at(job.submitted), "10s");
  EXPECT_EQ(at(job.accepted), "10.042s");
  EXPECT_EQ(at(job.completed), "35.042s");
  EXPECT_EQ(at(job.sent), "35.042s");
  EXPECT_EQ(at(job.skipped), "never");
  EXPECT_EQ(at(job.received), "35.082s");
  EXPECT_EQ(at(job.shown), "35.082s");
  EXPECT_EQ(job.connection_age, Duration{35'042ms - 600ms});
  EXPECT_TRUE(job.started_polling);
  EXPECT_EQ(job.cause, std::nullopt);
}

TEST(Monitor, TellsTheInstantsOfASkippedJob) {
  Session session(scripted(65s));
  session.run();
  const JobResult job = session.job(1);
  EXPECT_EQ(at(job.completed), "90.042s");
  EXPECT_EQ(at(job.sent), "never");
  EXPECT_EQ(at(job.skipped), "90.042s");
  EXPECT_EQ(at(job.received), "never");
  EXPECT_EQ(at(job.shown), "90.41s");
  EXPECT_EQ(job.connection_age, Duration{90'042ms - 600ms});
}

TEST(Monitor, TellsNothingOfWhatHasNotHappenedYet) {
  Session session(scripted(10s));
  session.run_until(20s);
  const JobResult job = session.job(1);
  EXPECT_TRUE(job.was_submitted());
  EXPECT_FALSE(job.was_completed());
  EXPECT_FALSE(job.was_shown());
  EXPECT_EQ(at(job.accepted), "10.042s");
  EXPECT_EQ(at(job.completed), "never");
  EXPECT_EQ(job.connection_age, Duration{-1});
}

TEST(Monitor, CountsAFailedJobAsDone) {
  Settings settings = scripted(10s);
  settings.worker.failure_probability = 1;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::processing_failed), 1U);
  EXPECT_EQ(at(session.job(1).completed), "35.042s");
  EXPECT_EQ(at(session.job(1).received), "35.082s") << "notified like a completed one";
}

TEST(Monitor, HasNoConnectionAgeForAUserWhoWasNeverRegistered) {
  Settings settings = scripted(10s);
  settings.connection.opens_at = std::nullopt;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.job(1).connection_age, Duration{-1});
}

// Goal: persistence is registration -> entry gone. Method: registered at 0.6 s, stale at 90 s; and by the
// deadline.
TEST(Monitor, MeasuresTheLifeOfAnEntry) {
  Session stale(scripted(100s));
  stale.run();
  EXPECT_THAT(stale.result().entry_lifetimes, ElementsAre(EntryLifetime{89'400ms, false}));

  Settings settings = scripted(100s);
  settings.gateway.read_deadline = 20s;
  Session ended(settings);
  ended.run();
  EXPECT_THAT(ended.result().entry_lifetimes, ElementsAre(EntryLifetime{20s, false}));

  Session kept(fixed(scripted(100s)));
  kept.run();
  EXPECT_THAT(kept.result().entry_lifetimes, ElementsAre(EntryLifetime{179'400ms, true}))
      << "it has not gone";
}

TEST(Monitor, MeasuresTheLifeOfEachEntryFromItsOwnRegistration) {
  Settings settings = scripted(170s);
  settings.registry.close_on_eviction = true;
  settings.connection.reconnect_after = 2s;
  settings.session.duration = 5min;
  Session session(settings);
  session.run();
  // Registered at 0.6, evicted at 90, back after 0.04 + 2 + 0.6 s at 92.64, evicted at 180, back at 182.64 s,
  // ...
  EXPECT_THAT(session.result().entry_lifetimes,
              ElementsAre(EntryLifetime{89'400ms, false}, EntryLifetime{87'360ms, false},
                          EntryLifetime{87'360ms, false}, EntryLifetime{27'360ms, true}));
}

// Goal: polling time runs from start to stop, and up to the end where it does not stop. Method: the loop of a
// job that is never seen, 170 s of 180 s.
TEST(Monitor, MeasuresThePollingThatStillRunsAtTheEnd) {
  Settings settings = scripted(10s);
  settings.connection.opens_at = std::nullopt;
  settings.worker.processing_time = 1h;
  settings.session.drain = 0s;
  Session session(settings);
  session.run_until(3min);
  EXPECT_EQ(session.result().polling_time, Duration{170s});
  EXPECT_EQ(session.result().polls, 33U);  // at 15 + 5.082 k s, k = 0 ... 32
}

TEST(Monitor, CountsPingsAndConnections) {
  Session session(scripted(10s));
  session.run_until(3min);
  EXPECT_EQ(session.result().pings, 5U);  // at 30.64 + 30 k s
  EXPECT_EQ(session.result().connections_attempted, 1U);
  EXPECT_EQ(session.result().connections_established, 1U);
}

// Goal: watching changes nothing. Method: 100 random worlds with a recording and a monitor, and without
// anything.
TEST(Monitor, ChangesNoFingerprint) {
  const auto worlds = scaled(std::uint64_t{100}, "worlds");
  for (std::uint64_t draw = 0; draw < worlds; ++draw) {
    const Settings settings = random_settings(draw);
    Session watched(settings);
    watched.run();
    const sim::Chance chance(1, 0);
    World alone(settings, chance);
    alone.run();
    EXPECT_EQ(watched.world().fingerprint(), alone.fingerprint()) << "random_settings(" << draw << ")";
    EXPECT_EQ(watched.world().events(), alone.events());
  }
}

// Goal: the price on a battery: the radio sleeps 10 s after its last use, and each use after that wakes it. Method: an
// ordinary session without polling: connecting at 0 s, answered at 0.64 s; pings at 30.64 s and each 30 s, five of them, each
// answered 80 ms later; the upload at 10.64 s wakes it as well (exactly 10 s after the 101), its confirmation 82 ms later
// does not; nor does the notification of 35.722 s, 5.002 s after a pong.
TEST(Monitor, CountsTheWakeUpsOfTheRadio) {
  Settings settings = scripted(10'640ms);
  settings.polling.enabled = false;
  Session session(settings);
  session.run_until(3min);
  EXPECT_EQ(session.result().radio_wakeups, 7U);

  settings.jobs.at = {Duration{10'640ms} - 1ns};
  Session sooner(settings);
  sooner.run_until(3min);
  EXPECT_EQ(sooner.result().radio_wakeups, 6U) << "a nanosecond less than 10 s of silence";
}

// Goal: pings each 9 s keep the radio awake. Method: connecting, and the first ping 9 s after the 101.
TEST(Monitor, CountsNoWakeUpOfARadioThatIsAwake) {
  Settings settings = scripted(10s);
  settings.ping.interval = 9s;
  Session session(settings);
  session.run_until(3min);
  EXPECT_EQ(session.result().radio_wakeups, 1U);
}

// Goal: each outcome, from a session in which there is no doubt.
TEST(Monitor, GivesAJobItsOutcome) {
  const auto outcome = [](const Settings& settings, Duration until) {
    Session session(settings);
    session.run_until(until);
    return std::string(name(session.job(1).outcome));
  };
  EXPECT_EQ(outcome(scripted(10s), 9s), "not_submitted");
  EXPECT_EQ(outcome(scripted(10s), 30s), "unfinished");
  EXPECT_EQ(outcome(scripted(10s), 36s), "delivered");
  EXPECT_EQ(outcome(scripted(65s), 100s), "skipped");
  EXPECT_EQ(outcome(scripted(10s), 35'050ms), "lost") << "under way until 35.082 s";
  Settings settings = scripted(65s);
  settings.notifier.on_missing = OnMissing::keep;
  EXPECT_EQ(outcome(settings, 100s), "kept");
  settings.notifier.keep_for = 1s;
  EXPECT_EQ(outcome(settings, 100s), "kept") << "in vain";
  settings.notifier.on_missing = OnMissing::push;
  settings.notifier.push_loss = 1;
  EXPECT_EQ(outcome(settings, 100s), "lost");
  settings.notifier.push_loss = 0;
  settings.notifier.push_latency = Duration(1s);
  EXPECT_EQ(outcome(settings, 100s), "delivered");
}

// Goal: sent and lost is not sent and read. Method: a socket that died at 12 s; the notification of 35.042 s.
TEST(Monitor, CountsNotificationsIntoTheVoid) {
  Settings settings = scripted(10s);
  Session alive(settings);
  alive.run();
  EXPECT_EQ(alive.result().notifications_sent, 1U);
  EXPECT_EQ(alive.result().notifications_into_void, 0U);
  settings.faults = {{.kind = FaultKind::network_switch, .at = 12s}};
  Session dead(settings);
  dead.run();
  EXPECT_EQ(dead.result().notifications_sent, 1U);
  EXPECT_EQ(dead.result().notifications_into_void, 1U);
}

// Goal: one notification counts once, however many copies of it are lost. Method: a socket that
// died at 12 s; each packet comes twice.
TEST(Monitor, CountsANotificationOnceHoweverManyCopiesAreLost) {
  Settings settings = scripted(10s);
  settings.registry.key = RegistryKey::connection;
  settings.network.duplicate_down = 1;
  settings.faults = {{.kind = FaultKind::network_switch, .at = 12s}};
  Session session(settings);
  session.run();
  EXPECT_EQ(session.result().notifications_sent, 1U);
  EXPECT_EQ(session.result().notifications_into_void, 1U);
}

// Goal: the last word stands. Method: kept at 90.042 s, sent when the ping of 90.68 s registers again - into a socket that
// has died, in the twin.
TEST(Monitor, LetsTheLastDecisionStand) {
  Settings settings = scripted(65s);
  settings.notifier.on_missing = OnMissing::keep;
  settings.registry.unknown_ping = UnknownPing::re_register;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::kept), "90.042s");
  EXPECT_EQ(at(session.job(1).received), "90.72s");
  EXPECT_EQ(session.job(1).cause, std::nullopt);

  settings.faults = {{.kind = FaultKind::network_switch, .at = 90'660ms}};
  Session lost(settings);
  lost.run();
  EXPECT_EQ(lost.when(Kind::notification_sent), "90.68s");
  EXPECT_EQ(name(lost.job(1).outcome), "lost");
  EXPECT_EQ(lost.job(1).cause, Mechanism::half_open);
}

}  // namespace
}  // namespace lastseen::models
