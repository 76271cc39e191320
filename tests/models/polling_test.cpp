// The polling loop: what starts it, how long a turn takes, and what ends it. The script is that of
// session.hpp: a turn is 5 s of sleep and 40 + 2 + 40 ms of fetching.
#include <lastseen/models/polling.hpp>

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The app has no connection at all: everything is up to the polling.
Settings without_connection(Duration job_at) {
  Settings settings = scripted(job_at);
  settings.connection.opens_at = std::nullopt;
  return settings;
}

// Goal: the period is interval + round trip + handling, because the loop sleeps after each answer.
TEST(Polling, SleepsTheIntervalAfterEachAnswer) {
  Session session(without_connection(10s));
  session.run();
  EXPECT_EQ(session.when(Kind::polling_started), "10s");
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("15s", "20.082s", "25.164s", "30.246s", "35.328s"));
  EXPECT_THAT(session.times(Kind::poll_answered),
              ElementsAre("15.082s", "20.164s", "25.246s", "30.328s", "35.41s"));
  EXPECT_EQ(session.when(Kind::processing_completed), "35.042s");
  EXPECT_EQ(session.when(Kind::screen_updated), "35.41s");
  EXPECT_THAT(session.times(Kind::polling_stopped), ElementsAre("35.41s"));
}

// Goal: an answer tells what was done when the server looked, not when it arrives. Method: the poll of 30.246
// s is served at 30.288 s; a job completed at 30.288 s + 1 ms waits for the next turn, one completed 1 ms
// before does not.
TEST(Polling, ShowsWhatWasDoneWhenTheServerLooked) {
  Settings settings = without_connection(10s);
  settings.worker.processing_time = 30'287ms - 10'042ms;
  Session before(settings);
  before.run();
  EXPECT_EQ(before.when(Kind::screen_updated), "30.328s");
  settings.worker.processing_time = 30'289ms - 10'042ms;
  Session after(settings);
  after.run();
  EXPECT_EQ(after.when(Kind::screen_updated), "35.41s");
}

TEST(Polling, DoesNothingWhenDisabled) {
  Settings settings = without_connection(10s);
  settings.polling.enabled = false;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::polling_started), 0U);
  EXPECT_FALSE(session.job(1).was_shown());
}

// Goal: one loop for all jobs, which goes on until the last is seen. Method: ready at 35.042 and 47.042 s.
TEST(Polling, GoesOnUntilAllSubmittedJobsAreSeen) {
  Settings settings = without_connection(10s);
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 22s};
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::polling_started), ElementsAre("10s"));
  EXPECT_THAT(session.times(Kind::screen_updated), ElementsAre("35.41s", "50.656s"));
  EXPECT_THAT(session.times(Kind::polling_stopped), ElementsAre("50.656s"));
  EXPECT_TRUE(session.job(1).started_polling);
  EXPECT_FALSE(session.job(2).started_polling) << "the loop ran already";
}

TEST(Polling, StartsAgainForALaterJob) {
  Settings settings = without_connection(10s);
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 40s};
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::polling_started), ElementsAre("10s", "40s"));
  EXPECT_EQ(session.all(Kind::polling_started)[1].subject, poll_subject(0, 2)) << "the second loop";
  EXPECT_TRUE(session.job(2).started_polling);
  // 25.41 s of the first loop; and of the second 40 + 25.41 s, as everything is the same 30 s later.
  EXPECT_EQ(session.result().polling_time, Duration{2 * 25'410ms});
  EXPECT_EQ(session.result().polls, 10U);
}

// Goal: a notification that shows the last job ends the loop at once, also in mid-sleep.
TEST(Polling, StopsWhenANotificationShowsTheLastJob) {
  Session session(scripted(10s));
  session.run();
  EXPECT_EQ(session.when(Kind::notification_received), "35.082s");
  EXPECT_EQ(session.when(Kind::polling_stopped), "35.082s");
}

// Goal: the answer to a poll of a loop that has ended means nothing. Method: the notification of 35.042 s
// overtakes the answer to the poll sent at 35 s: it was served at 35.042 s, before the job was done.
TEST(Polling, IgnoresTheAnswerToAPollOfALoopThatHasEnded) {
  Settings settings = scripted(10s);
  settings.polling.interval = 25s;
  settings.network.latency = 40ms;
  settings.worker.processing_time = 24'990ms;  // done at 35.032 s, received at 35.072 s
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("35s"));
  EXPECT_EQ(session.when(Kind::polling_stopped), "35.072s");
  EXPECT_THAT(session.all(Kind::poll_answered), IsEmpty());
  EXPECT_EQ(session.count(Kind::screen_updated), 1U);
}

// Goal: nor does it mean anything to the loop that has begun since. Method: as above, and a second submission
// between the end of the first loop and the answer (due at 35.082 s); the second loop must still sleep its 25
// s, undisturbed.
TEST(Polling, IgnoresTheAnswerToAPollOfTheLoopBeforeThisOne) {
  Settings settings = scripted(0s);
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 35'076ms};
  settings.polling.interval = 25s;
  settings.worker.processing_time = 24'990ms;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::polling_started), ElementsAre("10s", "35.076s"));
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("35s", "60.076s"));
  EXPECT_THAT(session.all(Kind::poll_answered), IsEmpty()) << "both loops were ended by a notification";
}

/// A job at 10 s, and a server that ends the connection at 0.6 + 20 s; the client knows at 20.64 s.
Settings connection_fails(PollingStart starts_on) {
  Settings settings = scripted(10s);
  settings.gateway.read_deadline = 20s;
  settings.polling.starts_on = starts_on;
  return settings;
}

TEST(Polling, StartsWhenTheConnectionFails) {
  Session session(connection_fails(PollingStart::connection_failure));
  session.run();
  EXPECT_THAT(session.times(Kind::polling_started), ElementsAre("20.64s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::polling_started)), Kind::disconnected);
  EXPECT_FALSE(session.job(1).started_polling) << "it was not the submission that started it";
  EXPECT_TRUE(session.job(1).was_shown());
}

TEST(Polling, DoesNotStartAtASubmissionWhenOnlyAFailureStartsIt) {
  Settings settings = without_connection(10s);
  settings.polling.starts_on = PollingStart::connection_failure;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::polling_started), 0U);
}

TEST(Polling, StartsOnWhateverComesFirstWhenEitherStartsIt) {
  Session session(connection_fails(PollingStart::either));
  session.run();
  EXPECT_THAT(session.times(Kind::polling_started), ElementsAre("10s"));
  Session submission(connection_fails(PollingStart::submission));
  submission.run();
  EXPECT_THAT(submission.times(Kind::polling_started), ElementsAre("10s"));
}

// Goal: the rule `connected` ends a running loop at the moment the client says "connected". Method: it says
// so 3 s after the 101 of 0.64 s, in mid-sleep.
TEST(Polling, StopsAtTheMomentOfConnectingWhenAConnectedSocketIsGoodEnough) {
  Settings settings = scripted(0s);
  settings.polling.stops_when = PollingStop::connected;
  settings.connection.confirm_delay = 3s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::connected, Role::supervision), "3.64s");
  EXPECT_EQ(session.when(Kind::polling_stopped), "3.64s");
}

// Goal: the rule `verified` counts a message, not the connection; and a message that came earlier counts for
// later jobs too. Method: job 1 is delivered at 35.082 s; the loop of job 2 ends at its first wake-up.
TEST(Polling, StopsForALaterJobOnceAMessageHasProvedTheSocket) {
  Settings settings = scripted(10s);
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 100s};
  settings.polling.stops_when = PollingStop::verified;
  Session session(settings);
  session.run();
  EXPECT_GT(session.all(Kind::poll_sent).size(), 0U);
  EXPECT_THAT(session.times(Kind::polling_stopped), ElementsAre("35.082s", "105s"));
  EXPECT_FALSE(session.job(2).was_shown()) << "the entry had gone stale: a proof of the past proves nothing";
  EXPECT_EQ(session.job(2).cause, Mechanism::no_refresh);
}

// Goal: adaptive polling sleeps longer with each answer without news after the third. Method: 5 s until the fourth empty
// answer (of 30.328 s), then 7.5, 11.25, 16.875, 25.3125 and, for 37.97, the longest, 30 s; a poll takes 82 ms.
TEST(AdaptivePolling, SleepsLongerAfterTheThirdEmptyAnswerInARow) {
  Settings settings = without_connection(10s);
  settings.polling.adaptive = true;
  settings.worker.processing_time = 10min;
  Session session(settings);
  session.run_until(152s);
  EXPECT_THAT(session.times(Kind::poll_sent),
              ElementsAre("15s", "20.082s", "25.164s", "30.246s", "37.828s", "49.16s", "66.117s", "91511.5ms",
                          "121593.5ms", "151675.5ms"));
}

TEST(AdaptivePolling, IsTheExceptionAndNotTheRule) {
  Settings settings = without_connection(10s);
  settings.worker.processing_time = 10min;
  Session session(settings);
  session.run_until(50s);
  EXPECT_THAT(session.times(Kind::poll_sent),
              ElementsAre("15s", "20.082s", "25.164s", "30.246s", "35.328s", "40.41s", "45.492s"));
}

// Goal: news bring the interval back. Method: the answer of 37.91 s tells that job 1 is done (at 35.042 s); job 2 is done at
// 52.042 s.
TEST(AdaptivePolling, SleepsAsAtFirstAfterNews) {
  Settings settings = without_connection(10s);
  settings.polling.adaptive = true;
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 27s};
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::poll_sent),
              ElementsAre("15s", "20.082s", "25.164s", "30.246s", "37.828s", "42.91s", "47.992s", "53.074s"));
}

// Goal: what a notification has shown is no news of a poll. Method: as before, with a connection: job 1 is shown at 35.082 s by
// its notification, and the answer of 37.91 s, which tells of it, is the fifth empty one.
TEST(AdaptivePolling, TakesNothingForNewsThatANotificationHasShown) {
  Settings settings = scripted(10s);
  settings.polling.adaptive = true;
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 27s};
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::screen_updated), ElementsAre("35.082s", "52.082s"));
  EXPECT_THAT(session.times(Kind::poll_sent),
              ElementsAre("15s", "20.082s", "25.164s", "30.246s", "37.828s", "49.16s"));
}

// Goal: so does a new start. Method: a notification ends the first loop after four empty answers; the second sleeps 5 s.
TEST(AdaptivePolling, SleepsAsAtFirstInANewLoop) {
  Settings settings = scripted(10s);
  settings.polling.adaptive = true;
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 40s};
  Session session(settings);
  session.run_until(46s);
  EXPECT_THAT(session.times(Kind::polling_stopped), ElementsAre("35.082s"));
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("15s", "20.082s", "25.164s", "30.246s", "45s"));
}

Settings impatient_poller(FaultKind kind, PacketKind packet, Duration by) {
  Settings settings = without_connection(10s);
  settings.rest.timeout = 3s;
  settings.faults = {{.kind = kind, .packet = packet, .by = by}};
  return settings;
}

// Goal: the loop survives a lost request. Method: the poll of 15 s is given up at 18 s; then 5 s of sleep.
TEST(Polling, GoesOnWhenAPollHasNoAnswer) {
  Session session(impatient_poller(FaultKind::drop, PacketKind::poll, 0s));
  session.run_until(25s);
  EXPECT_THAT(session.times(Kind::poll_failed), ElementsAre("18s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::poll_failed)), Kind::poll_sent);
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("15s", "23s"));
  EXPECT_THAT(session.times(Kind::poll_answered), ElementsAre("23.082s"));
}

// Goal: an answer that comes too late is not read, and disturbs no sleep. Method: it comes at 19.082 s.
TEST(Polling, IgnoresTheAnswerToAPollThatItGaveUp) {
  Session session(impatient_poller(FaultKind::delay, PacketKind::poll_reply, 4s));
  session.run_until(25s);
  EXPECT_THAT(session.times(Kind::poll_failed), ElementsAre("18s"));
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("15s", "23s"));
  EXPECT_THAT(session.times(Kind::poll_answered), ElementsAre("23.082s"));
}

// Goal: nor is it taken for the answer to the next poll. Method: it comes at 23.032 s, and that to the poll of 23 s 50 ms later.
TEST(Polling, TakesNoLateAnswerForThatToTheNextPoll) {
  Session session(impatient_poller(FaultKind::delay, PacketKind::poll_reply, 7'950ms));
  session.run_until(25s);
  EXPECT_THAT(session.times(Kind::poll_answered), ElementsAre("23.082s"));
}

TEST(Polling, IgnoresASecondAnswerToTheSamePoll) {
  Session session(impatient_poller(FaultKind::duplicate, PacketKind::poll_reply, 1s));
  session.run_until(25s);
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("15s", "20.082s"));
  EXPECT_THAT(session.times(Kind::poll_answered), ElementsAre("15.082s", "20.164s"));
}

// The twin: nothing is lost, and a timeout that is just long enough gives nothing up.
TEST(Polling, GivesNoPollUpThatIsAnsweredInTime) {
  Settings settings = without_connection(10s);
  settings.rest.timeout = 83ms;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.all(Kind::poll_failed), IsEmpty());
}

}  // namespace
}  // namespace lastseen::models
