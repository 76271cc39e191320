// The bound for the time from completion to the screen: no run exceeds it, and some come near.
#include <lastseen/models/slowest_update.hpp>

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/models/random_worlds.hpp"
#include "tests/scale.hpp"

namespace lastseen::models {
namespace {

using namespace std::chrono_literals;

/// The longest time from completion to the screen in this replication, of the jobs that were shown and whose notification was
/// not sent at completion, or did not arrive.
Duration slowest_of(const Settings& settings, std::uint32_t replication) {
  const sim::Chance chance(7, replication);  // outlives the world
  World world(settings, chance);
  Monitor monitor(settings);
  world.add(monitor);
  world.run();
  Duration slowest{0};
  for (const JobResult& job : std::move(monitor).result(world.now()).jobs) {
    const bool is_at_once = job.was_delivered() && job.sent == job.completed;
    if (job.was_shown() && !is_at_once) slowest = std::max(slowest, job.shown - job.completed);
  }
  return slowest;
}

TEST(SlowestUpdate, IsNotExceededByAnyWorld) {
  const auto worlds = scaled<std::uint64_t>(500, "worlds");
  for (std::uint64_t draw = 0; draw < worlds; ++draw) {
    const Settings settings = random_settings(draw);
    EXPECT_LE(slowest_of(settings, 0), slowest_update(settings)) << "random_settings(" << draw << ")";
  }
}

// Without a disturbance the bound is a poll's: 5 s, twice there and back within the latency's quantile; and sessions come
// near: with nothing but polling a time is uniform over the interval.
TEST(SlowestUpdate, IsThatOfAPollWhereNothingDisturbs) {
  Settings settings;
  settings.network.latency = Distribution(40ms);
  settings.registry.registration_delay.reset();
  EXPECT_EQ(slowest_update(settings), 5s + 3 * 40ms + 2ms);
  Duration slowest{0};
  for (std::uint32_t replication = 0; replication < 200; ++replication) {
    slowest = std::max(slowest, slowest_of(settings, replication));
  }
  EXPECT_GT(slowest, 5s);
  EXPECT_LE(slowest, slowest_update(settings));
  settings.polling.adaptive = true;
  EXPECT_EQ(slowest_update(settings), 30s + 3 * 40ms + 2ms);
}

TEST(SlowestUpdate, IsTheRunWhereSomethingMayHoldUpAPoll) {
  Settings settings;
  settings.outage.every = Distribution::exponential(10min);
  EXPECT_EQ(slowest_update(settings), 16min);
}

TEST(SlowestUpdate, IsNothingWhereOnlyTheNotificationCanShowAJob) {
  Settings settings;
  settings.polling.enabled = false;
  EXPECT_EQ(slowest_update(settings), 0s);
  settings.notifier.on_missing = OnMissing::keep;
  EXPECT_EQ(slowest_update(settings), 16min);
}

}  // namespace
}  // namespace lastseen::models
