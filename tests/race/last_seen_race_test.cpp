// The bug, in one minute. The app is connected and exchanging pings, and the server says it is not.
//
//   app       connect                ping    pong              ping    pong
//              0 s                 30.64    30.72             60.64    60.72      job ready at 90.042 s
//   server   register               "pong!"                   "pong!"            is the user connected?
//              0.6 s  LastSeen=0.6   LastSeen=0.6 still        LastSeen=0.6 still      |
//   cleanup                     30 s               60 s                   90 s: 89.4 s > 60 s, forget
//
// The ping handler answers, but never says "I have seen this user". The remedy is one line in it. Each test
// of the defect has its twin with that line.
#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Goal: show the bug. Method: a job submitted 65 s after connecting is ready at 65 + 0.04 + 0.002 + 25 =
// 90.042 s.
TEST(LastSeenRace, ForgetsAUserWhoIsConnectedAndPinging) {
  Session session(scripted(65s));

  session.run_until(90s - 1ns);
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("30.64s", "60.64s"));
  EXPECT_THAT(session.times(Kind::pong_received), ElementsAre("30.72s", "60.72s")) << "both were answered";
  EXPECT_TRUE(session.registry_knows());

  session.run_until(90s);
  EXPECT_FALSE(session.registry_knows()) << "the cleanup has removed a user who is there";
  EXPECT_EQ(session.count(Kind::disconnected), 0U) << "and nobody has disconnected";

  session.run();
  EXPECT_EQ(session.when(Kind::processing_completed), "90.042s");
  EXPECT_EQ(session.when(Kind::skipped), "90.042s") << "'user not connected'";
  EXPECT_EQ(session.count(Kind::notification_sent), 0U);
  EXPECT_EQ(kind_of(session.cause_of(Kind::skipped)), Kind::stale);
  EXPECT_EQ(kind_of(session.cause_of(Kind::stale)), Kind::registered) << "nothing has set LastSeen since";
  EXPECT_EQ(session.job(1).cause, Mechanism::no_refresh);
}

// The twin: the same session, and pings set LastSeen. The notification takes one latency, 40 ms.
TEST(LastSeenRace, DeliversWithinOneLatencyWhenPingsRefreshLastSeen) {
  Session session(fixed(scripted(65s)));
  session.run();
  EXPECT_THAT(session.times(Kind::refreshed),
              ElementsAre("30.68s", "60.68s", "90.68s", "120.68s", "150.68s"));
  EXPECT_EQ(session.count(Kind::stale), 0U);
  EXPECT_EQ(session.when(Kind::notification_sent), "90.042s");
  EXPECT_EQ(session.when(Kind::notification_received), "90.082s");
  EXPECT_EQ(session.when(Kind::screen_updated), "90.082s");
  EXPECT_EQ(session.count(Kind::skipped), 0U);
  EXPECT_EQ(session.job(1).cause, std::nullopt);
}

// Goal: polling saves the day, late. Method: the loop starts at 65 s, sleeps 5 s, and needs 40 + 2 + 40 ms
// for each fetch: polls at 70, 75.082, 80.164, 85.246, 90.328 s; the last is answered at 90.328 + 0.082 s.
TEST(LastSeenRace, LeavesTheScreenToThePolling) {
  Session session(scripted(65s));
  session.run();
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("70s", "75.082s", "80.164s", "85.246s", "90.328s"));
  EXPECT_EQ(session.when(Kind::screen_updated), "90.41s");
  EXPECT_EQ(kind_of(session.cause_of(Kind::screen_updated)), Kind::poll_answered);
  EXPECT_EQ(session.when(Kind::polling_stopped), "90.41s") << "nothing is left to wait for";
}

// Goal: the bug's signature is a cliff. Method: the same job, ready just before and just after the cleanup at
// 90 s.
TEST(LastSeenRace, DeliversUntilTheCleanupAndNeverAfter) {
  for (const Duration job_at : std::initializer_list<Duration>{1s, 30s, 60s, 64957ms}) {
    Session session(scripted(job_at));
    session.run();
    EXPECT_EQ(session.count(Kind::notification_received), 1U) << sim::to_text(job_at);
  }
  for (const Duration job_at : std::initializer_list<Duration>{64959ms, 70s, 100s, 150s}) {
    Session session(scripted(job_at));
    session.run();
    EXPECT_EQ(session.count(Kind::notification_received), 0U) << sim::to_text(job_at);
    EXPECT_EQ(session.job(1).cause, Mechanism::no_refresh) << sim::to_text(job_at);
  }
}

TEST(LastSeenRace, HasNoCliffWhenPingsRefreshLastSeen) {
  for (const Duration job_at :
       std::initializer_list<Duration>{1s, 30s, 60s, 64957ms, 64959ms, 70s, 100s, 150s}) {
    Session session(fixed(scripted(job_at)));
    session.run();
    EXPECT_EQ(session.count(Kind::notification_received), 1U) << sim::to_text(job_at);
  }
}

// Goal: the client that trusts its socket is worse off. Method: its polling stops as soon as the socket looks
// connected; the socket is connected, so the loop ends at its first wake-up, and nobody ever looks again.
TEST(LastSeenRace, LeavesTheScreenStaleForEverWhenPollingTrustsAConnectedSocket) {
  Settings settings = scripted(65s);
  settings.polling.stops_when = PollingStop::connected;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::polling_stopped), "70s") << "'WebSocket connected, stopping polling'";
  EXPECT_EQ(session.count(Kind::poll_sent), 0U);
  EXPECT_EQ(session.count(Kind::skipped), 1U);
  EXPECT_THAT(session.all(Kind::screen_updated), IsEmpty());
  EXPECT_FALSE(session.job(1).was_shown());
}

TEST(LastSeenRace, UpdatesTheScreenOfATrustingClientWhenPingsRefreshLastSeen) {
  Settings settings = fixed(scripted(65s));
  settings.polling.stops_when = PollingStop::connected;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::screen_updated), "90.082s");
}

// Goal: another cure of the stale screen: only a message proves the socket.
TEST(LastSeenRace, UpdatesTheScreenByPollingWhenOnlyAMessageProvesTheSocket) {
  Settings settings = scripted(65s);
  settings.polling.stops_when = PollingStop::verified;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::notification_received), 0U);
  EXPECT_EQ(session.when(Kind::screen_updated), "90.41s");
}

// Goal: without a cleanup the check's own timeout does the same, later. Method: 5 min after registering (0.6
// s) the entry is refused; jobs ready at exactly 300.6 s and one nanosecond later.
TEST(LastSeenRace, RefusesAnEntryOlderThanTheCheckTimeoutThoughItIsStillThere) {
  Settings settings = scripted(275'558ms);
  settings.session.duration = 6min;
  settings.registry.cleanup_timeout = std::nullopt;
  Session in_time(settings);
  in_time.run();
  EXPECT_EQ(in_time.when(Kind::notification_sent), "300.6s") << "exactly as old as the timeout still counts";

  settings.jobs.at = {Duration{275'558ms} + 1ns};
  Session too_late(settings);
  too_late.run();
  EXPECT_EQ(too_late.count(Kind::skipped), 1U);
  EXPECT_TRUE(too_late.registry_knows());
  EXPECT_EQ(kind_of(too_late.cause_of(Kind::skipped)), Kind::registered);
  EXPECT_EQ(too_late.job(1).cause, Mechanism::no_refresh);

  Session twin(fixed(settings));
  twin.run();
  EXPECT_EQ(twin.count(Kind::notification_received), 1U);
}

}  // namespace
}  // namespace lastseen::models
