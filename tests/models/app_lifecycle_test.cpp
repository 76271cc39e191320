// The app in the background: when it goes and returns, what becomes of its timers and of its socket. The script is that of
// session.hpp: connected at 0.64 s, a ping each 30 s since then.
#include <lastseen/models/app_lifecycle.hpp>

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Fault away(Duration from, Duration to) {
  return {.kind = FaultKind::background, .at = from, .lasts = to - from};
}

/// The app is away for these times, and the system lets it keep its socket.
Settings with_background(std::vector<Fault> faults, Duration job_at = 100s) {
  Settings settings = scripted(job_at);
  settings.background.socket_lives = std::nullopt;
  settings.faults = std::move(faults);
  return settings;
}

TEST(AppLifecycle, GoesAndReturnsAsScripted) {
  Session session(with_background({away(10s, 30s), away(50s, 55s)}));
  session.run_until(1min);
  EXPECT_THAT(session.times(Kind::backgrounded), ElementsAre("10s", "50s"));
  EXPECT_THAT(session.times(Kind::foregrounded), ElementsAre("30s", "55s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::foregrounded)), Kind::backgrounded);
}

TEST(AppLifecycle, StaysLongerWhenItIsToldSoWhileItIsAway) {
  Session session(with_background({away(10s, 30s), away(25s, 45s), away(40s, 42s)}));
  session.run_until(1min);
  EXPECT_THAT(session.times(Kind::backgrounded), ElementsAre("10s"));
  EXPECT_THAT(session.times(Kind::foregrounded), ElementsAre("45s"));
}

// Goal: backgrounds of chance come one after the other. Method: constants; each gap counts from the return.
TEST(AppLifecycle, GoesAgainSomeTimeAfterEachReturn) {
  Settings settings = with_background({});
  settings.background.every = 40s;
  settings.background.lasts = Duration(10s);
  Session session(settings);
  session.run_until(2min);
  EXPECT_THAT(session.times(Kind::backgrounded), ElementsAre("40s", "90s"));
  EXPECT_THAT(session.times(Kind::foregrounded), ElementsAre("50s", "100s"));
}

// Goal: time goes on however short the gaps are. Method: gaps of 0 s; the shortest one is a setting.
TEST(AppLifecycle, GoesNoSoonerThanTheShortestGap) {
  Settings settings = with_background({});
  settings.background.every = Duration(0s);
  settings.background.lasts = Duration(10s);
  settings.session.shortest_fault_gap = 5s;
  Session session(settings);
  session.run_until(40s);
  EXPECT_THAT(session.times(Kind::backgrounded), ElementsAre("5s", "20s", "35s"));
}

// Goal: the user needs the app to submit. Method: submissions at 15 s, in the background, and at 20 s, the return.
TEST(AppLifecycle, LetsASubmissionWaitForTheReturn) {
  Settings settings = with_background({away(10s, 20s)});
  settings.jobs.count = 2;
  settings.jobs.at = {15s, 20s};
  Session session(settings);
  session.run_until(30s);
  EXPECT_THAT(session.times(Kind::submitted), ElementsAre("20s", "20s"));
  EXPECT_THAT(session.times(Kind::submission_waits), ElementsAre("15s")) << "which is told";
}

TEST(AppLifecycle, TellsOfAWaitOnceHoweverLongItIs) {
  Settings settings = with_background({away(10s, 20s), away(18s, 30s)}, 15s);
  Session session(settings);
  session.run_until(40s);
  EXPECT_THAT(session.times(Kind::submission_waits), ElementsAre("15s"));
  EXPECT_THAT(session.times(Kind::submitted), ElementsAre("30s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::submitted)), Kind::submission_waits);
}

// The twins: an app that is not suspended submits.
TEST(AppLifecycle, SubmitsInTheBackgroundWhenItIsNotSuspended) {
  for (const BackgroundTimers timers : {BackgroundTimers::slow, BackgroundTimers::run}) {
    Settings settings = with_background({away(10s, 20s)}, 15s);
    settings.background.timers = timers;
    Session session(settings);
    session.run_until(30s);
    EXPECT_THAT(session.times(Kind::submitted), ElementsAre("15s"));
    EXPECT_THAT(session.all(Kind::submission_waits), IsEmpty());
  }
}

// Goal: a suspended app's timers wait for its return, and go on from there. Method: the ping of 30.64 s.
TEST(SuspendedApp, PingsWhenItIsBack) {
  Session session(with_background({away(20s, 40s)}));
  session.run_until(80s);
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("40s", "70s"));
  EXPECT_THAT(session.times(Kind::pong_received), ElementsAre("40.08s", "70.08s"));
}

TEST(SuspendedApp, KeepsATimerForALaterReturnWhenItIsToldToStay) {
  Session session(with_background({away(20s, 40s), away(35s, 50s)}));
  session.run_until(60s);
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("50s"));
}

// The twin: an app whose timers run in the background.
TEST(SuspendedApp, PingsAsEverWhenItsTimersRun) {
  Settings settings = with_background({away(20s, 40s)});
  settings.background.timers = BackgroundTimers::run;
  Session session(settings);
  session.run_until(80s);
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("30.64s", "60.64s"));
}

// Goal: a slowed app sets its timers later. Method: the timer set in front at 0.64 s falls due as ever; the one set
// at 30.64 s, in the background, takes 3 x 30 s; the one set at 120.64 s, in front again, 30 s.
TEST(SlowedApp, SetsItsTimersSeveralTimesLaterInTheBackground) {
  Settings settings = with_background({away(20s, 40s)});
  settings.background.timers = BackgroundTimers::slow;
  settings.background.slowdown = 3;
  Session session(settings);
  session.run_until(155s);
  EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("30.64s", "120.64s", "150.64s"));
}

TEST(SuspendedApp, PollsWhenItIsBack) {
  Settings settings = with_background({away(12s, 33s)}, 10s);
  settings.connection.opens_at = std::nullopt;
  Session session(settings);
  session.run_until(40s);
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("33s", "38.082s"));
}

// Goal: so do the view's delays (due at 10.2, 10.3 and 10.4 s), in their order, each later one counted from the return.
TEST(SuspendedApp, OpensItsViewWhenItIsBack) {
  Settings settings = with_background({away(10'100ms, 20s)}, 10s);
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  Session session(settings);
  session.run_until(30s);
  EXPECT_THAT(session.times(Kind::form_dismissed), ElementsAre("20s"));
  EXPECT_THAT(session.times(Kind::view_opened), ElementsAre("20s"));
  EXPECT_LT(session.first(Kind::form_dismissed).id, session.first(Kind::view_opened).id);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("20.1s"));
}

// Goal: a request's timeout waits too, and so does the retry after it. Method: the upload of 10 s is lost; it is given up
// at the return and not at 13 s; the retry, due at 22 s, falls into the next background.
TEST(SuspendedApp, GivesUpAndRetriesAnUploadWhenItIsBack) {
  Settings settings = with_background({away(12s, 20s), away(21s, 25s)}, 10s);
  settings.rest.timeout = 3s;
  settings.faults.push_back({.kind = FaultKind::drop, .packet = PacketKind::upload});
  Session session(settings);
  session.run_until(30s);
  EXPECT_THAT(session.times(Kind::upload_failed), ElementsAre("20s"));
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("10s", "25s"));
}

// Goal: and the wait before connecting again. Method: lost at 10.64 s, the wait of 5 s ends in the background.
TEST(SuspendedApp, ReconnectsWhenItIsBack) {
  Settings settings = with_background({away(12s, 30s)});
  settings.gateway.read_deadline = 10s;
  settings.connection.reconnect_after = 5s;
  Session session(settings);
  session.run_until(31s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "30s"));
}

/// Away from 10 to 40 s, and the system takes the socket after 5 s of that.
Settings socket_taken() {
  Settings settings = with_background({away(10s, 40s)});
  settings.background.socket_lives = 5s;
  return settings;
}

// Goal: the app finds out when it is back, and does not ping into a socket that it knows to be gone, although the ping was
// due before (at 30.64 s). Without a reconnect rule it stays down, as the client's code does.
TEST(TakenSocket, IsFoundGoneAtTheReturn) {
  Session session(socket_taken());
  session.run_until(90s);
  EXPECT_THAT(session.times(Kind::connection_died), ElementsAre("15s"));
  EXPECT_THAT(session.times(Kind::disconnected, Role::supervision), ElementsAre("40s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::disconnected)), Kind::foregrounded);
  EXPECT_THAT(session.all(Kind::ping_sent), IsEmpty());
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s"));
}

TEST(TakenSocket, IsReplacedByTheReconnectRule) {
  Settings settings = socket_taken();
  settings.connection.reconnect_after = 5s;
  Session session(settings);
  session.run_until(90s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "45s"));
}

TEST(TakenSocket, IsReplacedByTheNextViewThatOwnsOne) {
  Settings settings = socket_taken();
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  settings.jobs.count = 2;
  settings.jobs.at = {1s, 50s};
  Session session(settings);
  session.run_until(90s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("1.4s", "50.4s"));
}

TEST(TakenSocket, StartsThePollingThatAFailureStarts) {
  Settings settings = socket_taken();
  settings.polling.starts_on = PollingStart::connection_failure;
  Session session(settings);
  session.run_until(90s);
  EXPECT_THAT(session.times(Kind::polling_started), ElementsAre("40s"));
}

// Goal: how long that takes is drawn, for each time in the background. Method: between 5 and 10 s of it, twice.
TEST(TakenSocket, IsTakenAfterATimeThatIsDrawn) {
  Settings settings = socket_taken();
  settings.faults = {away(10s, 40s), away(60s, 90s)};
  settings.connection.reconnect_after = 1s;
  settings.background.socket_lives = Distribution::uniform(5s, 10s);
  Session session(settings);
  session.run_until(100s);
  const auto died = session.all(Kind::connection_died);
  ASSERT_EQ(died.size(), 2U);
  const Duration first = Session::since_start(died[0]) - 10s;
  const Duration second = Session::since_start(died[1]) - 60s;
  for (const Duration life : {first, second}) {
    EXPECT_GE(life, 5s);
    EXPECT_LE(life, 10s);
  }
  EXPECT_NE(first, second);
}

// The twins: back before, in the background twice but never so long, and for ever allowed.
TEST(TakenSocket, StaysWhenTheAppIsBackInTime) {
  Settings settings = socket_taken();
  for (const auto& faults : {std::vector{away(10s, 14s)}, std::vector{away(10s, 14s), away(14'500ms, 19s)}}) {
    settings.faults = faults;
    Session session(settings);
    session.run_until(90s);
    EXPECT_THAT(session.all(Kind::connection_died), IsEmpty());
    EXPECT_THAT(session.all(Kind::disconnected), IsEmpty());
    EXPECT_THAT(session.times(Kind::ping_sent), ElementsAre("30.64s", "60.64s"));
  }
  Session for_ever(with_background({away(10s, 40s)}));
  for_ever.run_until(90s);
  EXPECT_THAT(for_ever.all(Kind::disconnected), IsEmpty());
}

}  // namespace
}  // namespace lastseen::models
