// The outbox: no upload is given up, and no job is accepted twice. Which half of an attempt is lost is chance: the tests
// look for seeds with the fate that they need.
#include <lastseen/models/outbox.hpp>

#include <gmock/gmock.h>

#include <array>
#include <cmath>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;

enum Fate { request_lost, reply_lost, arrives };

/// The first seed with which the attempts of job 1 fare like this when half of all attempts fail.
std::uint64_t seed_with(const std::vector<Fate>& fates) {
  for (std::uint64_t seed = 1;; ++seed) {
    const sim::Chance chance(seed, 0);
    bool all = true;
    for (std::uint32_t attempt = 1; attempt <= fates.size(); ++attempt) {
      const auto fate =
          chance.weighted(label(0, Purpose::upload_fate, of_job(1), attempt), std::array{0.25, 0.25, 0.5});
      all = all && fate == fates[attempt - 1];
    }
    if (all) return seed;
  }
}

Settings unreliable() {
  Settings settings = scripted(10s);
  settings.outbox.failure_probability = 0.5;
  return settings;
}

TEST(Outbox, UploadsAtOnceAndIsConfirmedAfterARoundTrip) {
  Session session(scripted(10s));
  session.run();
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s"));
  EXPECT_THAT(session.times(Kind::accepted), ElementsAre("10.042s"));
  EXPECT_THAT(session.times(Kind::upload_confirmed), ElementsAre("10.082s"));
  EXPECT_EQ(session.count(Kind::upload_failed), 0U);
}

// Goal: field case 2, where a job lay on the phone for 32 s. Method: the outbox's delay.
TEST(Outbox, KeepsAJobForItsDelayBeforeTheUpload) {
  Settings settings = scripted(10s);
  settings.outbox.delay = 32s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::submitted), "10s");
  EXPECT_EQ(session.when(Kind::upload_sent), "42s");
}

// Goal: retries back off. Method: three lost requests; retries 2, 4 and 8 s after the loss.
TEST(Outbox, RetriesALostRequestWithDoublingDelays) {
  const auto seed = seed_with({Fate::request_lost, Fate::request_lost, Fate::request_lost, Fate::arrives});
  Session session(unreliable(), seed);
  session.run();
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "12s", "16s", "24s"));
  EXPECT_THAT(session.times(Kind::upload_failed), ElementsAre("10s", "12s", "16s"));
  EXPECT_THAT(session.times(Kind::accepted), ElementsAre("24.042s")) << "the server has seen one of four";
  EXPECT_THAT(session.times(Kind::upload_confirmed), ElementsAre("24.082s"));
}

TEST(Outbox, NeverWaitsLongerThanTheLongestRetryDelay) {
  Settings settings = unreliable();
  settings.outbox.retry_delay_max = 3s;
  const auto seed = seed_with({Fate::request_lost, Fate::request_lost, Fate::request_lost, Fate::arrives});
  Session session(settings, seed);
  session.run();
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "12s", "15s", "18s"));
}

// Goal: a lost reply looks like a lost request to the phone, but the server has the job. Method: the reply of
// attempt 1 is lost at 10.082 s, the phone tries again 2 s later, and the server knows the job already.
TEST(Outbox, UploadsAgainWhenTheReplyIsLostAndTheServerIgnoresTheDuplicate) {
  Session session(unreliable(), seed_with({Fate::reply_lost, Fate::arrives}));
  session.run();
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "12.082s"));
  EXPECT_THAT(session.times(Kind::accepted), ElementsAre("10.042s"));
  EXPECT_THAT(session.times(Kind::duplicate_ignored), ElementsAre("12.124s"));
  EXPECT_THAT(session.times(Kind::upload_confirmed), ElementsAre("12.164s"));
  EXPECT_EQ(session.count(Kind::processing_started), 1U) << "no meal is logged twice";
  EXPECT_EQ(session.count(Kind::processing_completed), 1U);
}

// Goal: however unreliable, each job is accepted exactly once and confirmed at last. Method: 100 sessions
// with 3 jobs, 70 % of all attempts failing.
TEST(Outbox, GetsEachJobAcceptedExactlyOnce) {
  Settings settings = scripted(10s);
  settings.jobs.count = 3;
  settings.outbox.failure_probability = 0.7;
  settings.session.duration = 2h;
  std::size_t duplicates = 0;
  for (std::uint32_t replication = 0; replication < 100; ++replication) {
    Session session(settings, 1, replication);
    session.run();
    EXPECT_EQ(session.count(Kind::accepted), 3U);
    EXPECT_EQ(session.count(Kind::upload_confirmed), 3U);
    EXPECT_EQ(session.count(Kind::upload_sent), session.count(Kind::upload_failed) + 3);
    duplicates += session.count(Kind::duplicate_ignored);
  }
  EXPECT_GT(duplicates, 100U) << "the case that this is about does occur";
}

// Goal: the failure probability is that of an attempt, half of it requests and half replies. Method: the
// shares of the first attempts of 4,000 sessions, within 5 standard errors of 0.15 each.
TEST(Outbox, LosesHalfOfTheFailuresOnTheWayThereAndHalfOnTheWayBack) {
  Settings settings = scripted(1s);
  settings.outbox.failure_probability = 0.3;
  settings.session.duration = 2s;
  int requests = 0;
  int replies = 0;
  for (std::uint32_t replication = 0; replication < 4000; ++replication) {
    Session session(settings, 2, replication);
    session.run_until(2s);
    if (session.count(Kind::upload_failed) == 0) continue;
    ++(session.count(Kind::accepted) == 0 ? requests : replies);
  }
  const double standard_error = std::sqrt(0.15 * 0.85 / 4000);
  EXPECT_NEAR(requests / 4000.0, 0.15, 5 * standard_error);
  EXPECT_NEAR(replies / 4000.0, 0.15, 5 * standard_error);
}

Settings impatient_uploader(FaultKind kind, PacketKind packet, Duration by) {
  Settings settings = scripted(10s);
  settings.rest.timeout = 3s;
  settings.faults = {{.kind = kind, .packet = packet, .by = by}};
  return settings;
}

// Goal: an upload without an answer is made again. Method: given up after 3 s, again 2 s later.
TEST(Outbox, UploadsAgainWhenTheNetworkLosesTheRequest) {
  Session session(impatient_uploader(FaultKind::drop, PacketKind::upload, 0s));
  session.run_until(20s);
  EXPECT_THAT(session.times(Kind::upload_failed), ElementsAre("13s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::upload_failed)), Kind::upload_sent);
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "15s"));
  EXPECT_THAT(session.times(Kind::accepted), ElementsAre("15.042s"));
  EXPECT_THAT(session.times(Kind::upload_confirmed), ElementsAre("15.082s"));
}

TEST(Outbox, UploadsAgainWhenTheNetworkLosesTheReply) {
  Session session(impatient_uploader(FaultKind::drop, PacketKind::upload_reply, 0s));
  session.run_until(20s);
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "15s"));
  EXPECT_THAT(session.times(Kind::accepted), ElementsAre("10.042s"));
  EXPECT_THAT(session.times(Kind::duplicate_ignored), ElementsAre("15.042s"));
  EXPECT_THAT(session.times(Kind::upload_confirmed), ElementsAre("15.082s"));
}

// Goal: a late reply confirms all the same. Method: it comes at 10.082 + 4 s, after the attempt was given up at 13 s and
// before the next at 15 s, which is not made.
TEST(Outbox, MakesNoOtherAttemptWhenTheReplyComesLate) {
  Session session(impatient_uploader(FaultKind::delay, PacketKind::upload_reply, 4s));
  session.run_until(30s);
  EXPECT_THAT(session.times(Kind::upload_failed), ElementsAre("13s"));
  EXPECT_THAT(session.times(Kind::upload_confirmed), ElementsAre("14.082s"));
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s"));
}

// Goal: a lost reply to an attempt that was given up fails nothing again. Method: the reply to the first attempt is one of
// those that are lost, and is so at 14.082 s.
TEST(Outbox, FailsAnAttemptOnce) {
  Settings settings = impatient_uploader(FaultKind::delay, PacketKind::upload_reply, 4s);
  settings.outbox.failure_probability = 0.5;
  Session session(settings, seed_with({Fate::reply_lost, Fate::arrives}));
  session.run_until(30s);
  EXPECT_THAT(session.times(Kind::upload_failed), ElementsAre("13s"));
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "15s"));
  EXPECT_THAT(session.times(Kind::upload_confirmed), ElementsAre("15.082s"));
}

// Goal: a job is confirmed only once. Method: the late reply comes at 15.032 s, when the second attempt is out, whose own reply comes at 15.082 s.
TEST(Outbox, IsConfirmedOnceWhenTwoRepliesCome) {
  Session session(impatient_uploader(FaultKind::delay, PacketKind::upload_reply, 4'950ms));
  session.run_until(30s);
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "15s"));
  EXPECT_THAT(session.times(Kind::upload_confirmed), ElementsAre("15.032s"));
  EXPECT_THAT(session.times(Kind::upload_failed), ElementsAre("13s"));
  EXPECT_EQ(session.count(Kind::processing_started), 1U);
}

// The twin: a timeout that is just long enough gives nothing up.
TEST(Outbox, GivesNoUploadUpThatIsAnsweredInTime) {
  Settings settings = scripted(10s);
  settings.rest.timeout = 83ms;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::upload_failed), 0U);
}

/// The app connects at this time, and says so 0.64 s later; the jobs of 10 and 11 s wait for this at most 5 s.
Settings checked_before(Duration opens_at) {
  Settings settings = scripted(0s);
  settings.jobs.count = 2;
  settings.jobs.at = {10s, 11s};
  settings.connection.opens_at = opens_at;
  settings.outbox.wait_for_connection = 5s;
  return settings;
}

TEST(PreConnectionCheck, UploadsAsSoonAsTheAppIsConnected) {
  Session session(checked_before(12s));
  session.run_until(40s);
  EXPECT_THAT(session.times(Kind::waiting_for_connection), ElementsAre("10s", "11s"));
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("12.64s", "12.64s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::upload_sent)), Kind::connected);
}

TEST(PreConnectionCheck, UploadsAfterTheWaitWhenThereIsNoConnection) {
  Session session(checked_before(20s));
  session.run_until(40s);
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("15s", "16s"));
}

TEST(PreConnectionCheck, LetsAConnectedAppUploadAtOnce) {
  Session session(checked_before(0s));
  session.run_until(40s);
  EXPECT_EQ(session.count(Kind::waiting_for_connection), 0U);
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "11s"));
}

TEST(PreConnectionCheck, IsNotMadeUnlessItIsSet) {
  Settings settings = checked_before(12s);
  settings.outbox.wait_for_connection = std::nullopt;
  Session session(settings);
  session.run_until(40s);
  EXPECT_EQ(session.count(Kind::waiting_for_connection), 0U);
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "11s"));
}

}  // namespace
}  // namespace lastseen::models
