// A session stopped by another thread.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include <lastseen/experiments/runs/sessions.hpp>

#include "tests/experiments/runs/endless.hpp"

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using testing::endless;
using WallClock = std::chrono::steady_clock;

// One session here takes a minute or more; stopping must not wait for its end.
TEST(SessionsOnThreads, AreStoppedInTheMiddle) {
  std::atomic<bool> stop{false};
  const auto start = WallClock::now();
  const std::jthread user([&] {
    std::this_thread::sleep_for(100ms);
    stop = true;
  });
  EXPECT_THROW(run_sessions(endless(), 1, 0, 2, &stop), Interrupted);
  EXPECT_LT(WallClock::now() - start, 10s);
}

}  // namespace
}  // namespace lastseen::experiments
