// The end of a run: what is a rate over time counts what happens within the session, and every job is watched until it is
// settled, or session.drain after the session's end. The script is that of session.hpp.
#include <gmock/gmock.h>

#include "tests/models/random_worlds.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;

// Goal: what falls into the drain wakes no radio of the session. Method: one use at 0 s; a job of 1 s that nothing shows, so
// that the run goes on; a ping at 65.64 s, in the second minute.
TEST(SessionEnd, EndsTheCountOfWakeUps) {
  Settings settings = scripted(0s);
  settings.session.duration = 1min;
  settings.session.drain = 1min;
  settings.worker.processing_time = 1s;
  settings.polling.enabled = false;
  settings.registry.registration_delay = std::nullopt;
  settings.ping.interval = 65s;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("65.64s"));
  EXPECT_EQ(session.result().radio_wakeups, 1U);
  EXPECT_EQ(session.result().user_time, Duration{1min});
}

// Goal: polls per minute of polling within the session; polls of a job wherever they fall. Method: a job at 40 s whose result
// comes after the session, at 65.042 s: polls at 45 + 5.082 k s, k = 0 to 4, the last two beyond 60 s.
TEST(SessionEnd, EndsTheCountOfPollsAMinuteButNotThatOfAJob) {
  Settings settings = scripted(40s);
  settings.session.duration = 1min;
  settings.connection.opens_at = std::nullopt;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.job(1).outcome, Outcome::skipped);
  EXPECT_EQ(session.times(Kind::poll_sent).back(), "65.328s");
  EXPECT_EQ(session.result().polls, 5U);
  EXPECT_EQ(session.result().polls_in_session, 3U);
  EXPECT_EQ(session.result().polling_time, Duration{20s});
}

TEST(SessionEnd, LeavesOutAConnectionThatIsStillBeingMade) {
  Settings settings = scripted(10s);
  settings.session.duration = 11s;
  settings.connection.opens_at = 10'500ms;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.when(Kind::connected, Role::supervision), "11.14s");
  EXPECT_EQ(session.result().connections_attempted, 0U);
}

/// The bug: the entry goes at 90 s, before the job is done (90.042 s), and a poll shows it at 90.41 s, before the notification is
/// sent that was kept. The socket dies at 91 s, which the phone finds out, and it is back at about 127 s.
Settings kept() {
  Settings settings = scripted(65s);
  settings.session.duration = 91s;
  settings.session.drain = 2min;
  settings.notifier.on_missing = OnMissing::keep;
  settings.connection.pong_timeout = 5s;
  settings.connection.reconnect_after = 1s;
  settings.faults = {{.kind = FaultKind::network_switch, .at = 91s}};
  return settings;
}

TEST(SessionEnd, WaitsForANotificationThatIsKept) {
  Session session(kept());
  session.run();
  EXPECT_EQ(session.when(Kind::screen_updated), "90.41s");
  EXPECT_EQ(session.job(1).outcome, Outcome::delivered);
}

TEST(SessionEnd, WaitsForItNoLongerThanTheDrain) {
  Settings settings = kept();
  settings.session.drain = 10s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.job(1).outcome, Outcome::kept);
  settings.session.drain = 2min;
  settings.notifier.keep_for = 20s;
  Session given_up(settings);
  given_up.run();
  EXPECT_EQ(given_up.when(Kind::given_up), "110.042s");
  EXPECT_EQ(given_up.world().now(), sim::run_start + Duration{110'042ms}) << "nothing is left to wait for";
}

// Goal: no job is submitted in the drain, whether or not the run goes on. Method: the second job at 95 s; the first is done at
// 35 s, or at 100 s.
TEST(SessionEnd, EndsSubmissions) {
  Settings settings = scripted(10s);
  settings.session.duration = 90s;
  settings.jobs.count = 2;
  settings.jobs.at = {Distribution(Duration{10s}), Distribution(Duration{95s})};
  for (const Duration processing : {25s, 90s}) {
    settings.worker.processing_time = processing;
    Session session(settings);
    session.run();
    EXPECT_TRUE(session.job(1).was_shown());
    EXPECT_EQ(session.job(2).outcome, Outcome::not_submitted);
  }
}

// Goal: what is settled stays so, and nothing else counts: no figure depends on how long the run goes on, and so none on other
// users. Method: random worlds that end when all is settled, and that go on to the end of the drain.
TEST(SessionEnd, ChangesNoFigureByGoingOn) {
  in_random_worlds(40, [](const Session& session, const Settings& settings) {
    Session longer(settings);
    longer.run_until(settings.session.duration + settings.session.drain);
    const SessionResult one = session.result();
    const SessionResult other = longer.result();
    for (std::size_t index = 0; index < one.jobs.size(); ++index) {
      ASSERT_EQ(one.jobs[index].outcome, other.jobs[index].outcome);
      ASSERT_EQ(one.jobs[index].cause, other.jobs[index].cause);
      ASSERT_EQ(one.jobs[index].received, other.jobs[index].received);
      ASSERT_EQ(one.jobs[index].shown, other.jobs[index].shown);
      ASSERT_EQ(one.jobs[index].not_connected, other.jobs[index].not_connected);
      ASSERT_EQ(one.jobs[index].given_up, other.jobs[index].given_up);
    }
    ASSERT_EQ(one.polls, other.polls);
    ASSERT_EQ(one.polls_in_session, other.polls_in_session);
    ASSERT_EQ(one.polling_time, other.polling_time);
    ASSERT_EQ(one.connections_attempted, other.connections_attempted);
    ASSERT_EQ(one.connections_established, other.connections_established);
    ASSERT_EQ(one.notifications_sent, other.notifications_sent);
    ASSERT_EQ(one.notifications_into_void, other.notifications_into_void);
    ASSERT_EQ(one.radio_wakeups, other.radio_wakeups);
    ASSERT_EQ(one.entry_lifetimes, other.entry_lifetimes);
    ASSERT_EQ(one.ghost_time, other.ghost_time);
    ASSERT_EQ(one.user_time, other.user_time);
  });
}

}  // namespace
}  // namespace lastseen::models
