// Running sessions: the same results whoever runs them, the same luck in every arm, and stopping when asked
// to.
#include <lastseen/experiments/runs/replications.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using WallClock = std::chrono::steady_clock;

/// The results as numbers, for comparing them whole.
std::vector<std::int64_t> digest(const Sessions& sessions) {
  std::vector<std::int64_t> numbers;
  for (const models::SessionResult& session : sessions.results) {
    numbers.push_back(static_cast<std::int64_t>(session.polls));
    numbers.push_back(session.polling_time.count());
    for (const models::JobResult& job : session.jobs) {
      for (const sim::Instant instant :
           {job.submitted, job.completed, job.skipped, job.received, job.shown}) {
        numbers.push_back(instant.time_since_epoch().count());
      }
    }
  }
  return numbers;
}

/// A session of minutes of computing: a ping each millisecond for a day.
models::Settings endless() {
  models::Settings settings;
  settings.ping.interval = 1ms;
  settings.session.duration = 24h;
  return settings;
}

class CountedProgress : public Progress {
 public:
  void advance(std::uint64_t sessions) override { done += sessions; }
  std::atomic<std::uint64_t> done{0};
};

// 67 sessions are not a multiple of the batch, and one thread more than there are batches has nothing to do.
TEST(ReplicationsOnThreads, GiveTheSameResultsAndFingerprintForAnyNumberOfThreads) {
  const Arm arm = load_scenario("fifteen-minutes").arms.back();
  const Sessions alone = run_sessions(arm.settings, 42, 67);
  for (const unsigned threads : {0U, 2U, 5U, 11U, 64U}) {
    CountedProgress progress;
    const Sessions together = run_sessions(arm.settings, 42, 67, {.threads = threads, .progress = &progress});
    EXPECT_EQ(digest(together), digest(alone)) << threads;
    EXPECT_EQ(together.fingerprint, alone.fingerprint) << threads;
    EXPECT_EQ(together.events, alone.events);
    EXPECT_EQ(together.records, alone.records);
    EXPECT_EQ(progress.done, 67U);
  }
}

TEST(Replications, DependOnTheSeedAndStartTheSameWhenThereAreMore) {
  const models::Settings settings;
  const Sessions few = run_sessions(settings, 1, 10);
  Sessions more = run_sessions(settings, 1, 20);
  EXPECT_NE(few.fingerprint, run_sessions(settings, 2, 10).fingerprint);
  EXPECT_NE(few.fingerprint, more.fingerprint);
  more.results.resize(10);
  EXPECT_EQ(digest(few), digest(more));
}

TEST(Replications, MayBeNoneOrOne) {
  EXPECT_TRUE(run_sessions({}, 1, 0).results.empty());
  EXPECT_EQ(run_sessions({}, 1, 1, {.threads = 8}).results.size(), 1U);
}

TEST(ReplicationsOnThreads, ThrowInterruptedWhenStoppedBeforeTheyStart) {
  const std::atomic<bool> stop{true};
  EXPECT_THROW(run_sessions({}, 1, 1000, {.threads = 2, .stop = &stop}), Interrupted);
}

// One session here takes a minute or more; stopping must not wait for its end.
TEST(ReplicationsOnThreads, AreStoppedInTheMiddleOfALongSession) {
  std::atomic<bool> stop{false};
  const auto start = WallClock::now();
  const std::jthread user([&] {
    std::this_thread::sleep_for(100ms);
    stop = true;
  });
  EXPECT_THROW(run_sessions(endless(), 1, 2, {.threads = 2, .stop = &stop}), Interrupted);
  EXPECT_LT(WallClock::now() - start, 10s);
}

TEST(Story, IsStoppedInTheMiddleOfALongSession) {
  Scenario scenario = parse_scenario("", "s.toml");
  scenario.arms[0].settings = endless();
  const std::atomic<bool> stop{true};
  EXPECT_THROW(replay(scenario, scenario.arms[0], 0, &stop), Interrupted);
}

// All records are kept, so a day of pings each millisecond would fill the memory.
TEST(Story, IsRefusedWhenItHasTooManyRecords) {
  Scenario scenario = parse_scenario("", "s.toml");
  scenario.arms[0].settings = endless();
  EXPECT_THROW(replay(scenario, scenario.arms[0], 0), InputError);
}

// Common random numbers: what the fix does not touch happens at the same nanosecond in both arms.
TEST(Arms, ShareTheirLuckSessionBySession) {
  const Scenario scenario = load_scenario("fifteen-minutes");
  const Sessions before = run_sessions(scenario.arm("before").settings, 1, 50);
  const Sessions after = run_sessions(scenario.arm("after").settings, 1, 50);
  int delivered_by_the_fix = 0;
  for (std::size_t session = 0; session < 50; ++session) {
    for (std::size_t job = 0; job < 5; ++job) {
      const models::JobResult& left = before.results[session].jobs[job];
      const models::JobResult& right = after.results[session].jobs[job];
      EXPECT_EQ(left.submitted, right.submitted);
      EXPECT_EQ(left.accepted, right.accepted);
      EXPECT_EQ(left.completed, right.completed);
      EXPECT_EQ(left.connection_age, right.connection_age);
      if (left.was_delivered()) {
        EXPECT_EQ(left.received, right.received);
      }
      if (!left.was_delivered() && right.was_delivered()) ++delivered_by_the_fix;
    }
  }
  EXPECT_GT(delivered_by_the_fix, 200);
}

// A story is replication k of the same experiment, not another run.
TEST(Story, IsTheReplicationThatTheComparisonRan) {
  const Scenario scenario = load_scenario("fifteen-minutes");
  Sessions sessions = run_sessions(scenario.arms[0].settings, scenario.seed, 4);
  Sessions told;
  told.results.push_back(replay(scenario, scenario.arms[0], 3).result);
  sessions.results.erase(sessions.results.begin(), sessions.results.begin() + 3);
  EXPECT_EQ(digest(told), digest(sessions));
}

}  // namespace
}  // namespace lastseen::experiments
