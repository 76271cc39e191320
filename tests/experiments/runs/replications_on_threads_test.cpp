// Running sessions on several threads: the same results whoever runs them, and stopping when asked to. These tests are what
// the build with the thread sanitizer runs.
#include <lastseen/experiments/runs/replications.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/experiments/runs/digest.hpp"

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using testing::digest;
using testing::endless;
using WallClock = std::chrono::steady_clock;

class CountedProgress : public Progress {
 public:
  void advance(std::uint64_t sessions) override { done += sessions; }
  std::atomic<std::uint64_t> done{0};
};

// 67 sessions are not a multiple of the batch, and one thread more than there are batches has nothing to do.
TEST(ReplicationsOnThreads, GiveTheSameResultsAndFingerprintForAnyNumberOfThreads) {
  models::Settings settings;
  settings.registry.refresh_on = models::RefreshOn::ping;
  const Sessions alone = run_sessions(settings, 42, 67);
  for (const unsigned threads : {0U, 2U, 5U, 11U, 64U}) {
    CountedProgress progress;
    const Sessions together = run_sessions(settings, 42, 67, {.threads = threads, .progress = &progress});
    EXPECT_EQ(digest(together), digest(alone)) << threads;
    EXPECT_EQ(together.fingerprint, alone.fingerprint) << threads;
    EXPECT_EQ(together.events, alone.events);
    EXPECT_EQ(together.records, alone.records);
    EXPECT_EQ(progress.done, 67U);
  }
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

}  // namespace
}  // namespace lastseen::experiments
