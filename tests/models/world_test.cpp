// The world: the whole path of one job, and how long a session runs.
#include <lastseen/models/world.hpp>

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

// Goal: field case 1's path of a job, 26 s until dispatched and 7 s of processing. Method: submitted at 1 s.
TEST(World, TakesAJobThroughEveryStation) {
  Settings settings = scripted(1s);
  settings.dispatcher.delay = 26s;
  settings.worker.processing_time = 7s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::submitted), "1s");
  EXPECT_EQ(session.when(Kind::form_dismissed), "1.2s");
  EXPECT_EQ(session.when(Kind::view_opened), "1.3s");
  EXPECT_EQ(session.when(Kind::accepted), "1.042s");
  EXPECT_EQ(session.when(Kind::dispatched), "27.042s");
  EXPECT_EQ(session.when(Kind::processing_started), "27.042s");
  EXPECT_EQ(session.when(Kind::processing_completed), "34.042s");
  EXPECT_EQ(session.when(Kind::notification_received), "34.082s");
}

TEST(World, RunsForItsDurationWhenAllIsShownBefore) {
  Session session(scripted(10s));
  session.run();
  EXPECT_EQ(session.world().now(), sim::run_start + 3min);
}

// Goal: the session goes on until the last screen is right. Method: submitted 10 s before the end, ready
// 15.042 s after.
TEST(World, RunsOnUntilEveryJobIsShown) {
  Session session(fixed(scripted(170s)));
  session.run();
  EXPECT_EQ(session.world().now(), sim::run_start + 195'082ms);
  EXPECT_TRUE(session.job(1).was_delivered());
}

TEST(World, GivesUpAfterTheDrain) {
  Settings settings = scripted(170s);
  settings.worker.processing_time = 1h;
  Session session(settings);
  session.run();
  EXPECT_LE(session.world().now(), sim::run_start + 4min);
  EXPECT_GT(session.world().now(), sim::run_start + 3min + 50s);
  EXPECT_FALSE(session.job(1).was_completed());
}

// Goal: a notification under way is waited for, also when a poll has shown the job already, or it would count
// as lost. Method: latencies of 0 to 2 s, so that polls often overtake it; the session proper ends before the
// job is done.
TEST(World, WaitsForNotificationsUnderWay) {
  int shown_by_a_poll = 0;
  for (std::uint32_t replication = 0; replication < 300; ++replication) {
    Settings settings = fixed(scripted(4s));
    settings.session.duration = 5s;
    settings.network.latency = Distribution::uniform(0s, 2s);
    settings.polling.interval = 100ms;
    Session session(settings, 1, replication);
    session.run();
    EXPECT_TRUE(session.job(1).was_delivered()) << "replication " << replication;
    shown_by_a_poll += session.job(1).shown < session.job(1).received ? 1 : 0;
  }
  EXPECT_GT(shown_by_a_poll, 30) << "the case that this is about does occur";
}

}  // namespace
}  // namespace lastseen::models
