// A look into a run at an instant, against field case 3 worked out by hand: connecting at 4.324 s, registered at 4.924 s,
// the client's socket open at 4.962 s, pings at the server at 35, 65 and 95 s, the pong 38 ms later.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/story/inspection.hpp>
#include <lastseen/models/world.hpp>
#include "tests/experiments/traced.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

Inspection look(const char* arm, sim::Duration at, void (*change)(models::Settings&) = nullptr) {
  Scenario scenario = load_scenario("field-case-3");
  Arm changed = scenario.arm(arm);
  if (change) change(changed.settings);
  return inspect(scenario, changed, 0, {sim::run_start + at}).front();
}

TEST(Inspection, ShowsTheEntryThatNothingRefreshes) {
  const Inspection inspection = look("before", 60s);
  ASSERT_EQ(inspection.entries.size(), 1U);
  const EntryView& entry = inspection.entries[0];
  EXPECT_EQ(entry.connected_at, sim::run_start + 4924ms);
  EXPECT_EQ(entry.last_seen, sim::run_start + 4924ms);
  EXPECT_EQ(entry.age, 55'076ms);
  EXPECT_EQ(entry.unseen, 55'076ms);
  EXPECT_EQ(entry.connection, 1U);
  EXPECT_FALSE(entry.stale);
}

TEST(Inspection, ShowsWhenAPingWasLastSeen) {
  const Inspection inspection = look("after", 60s);
  ASSERT_EQ(inspection.entries.size(), 1U);
  EXPECT_EQ(inspection.entries[0].last_seen, sim::run_start + 35s);
  EXPECT_EQ(inspection.entries[0].unseen, 25s);
  EXPECT_EQ(inspection.entries[0].age, 55'076ms);
}

// Goal: "at 95 s" is after all that happens at 95 s. Method: the third ping arrives at that very instant.
TEST(Inspection, IsAfterAllEventsOfItsInstant) {
  EXPECT_EQ(look("after", 95s).entries.at(0).last_seen, sim::run_start + 95s);
  EXPECT_EQ(look("after", 95s - 1ns).entries.at(0).last_seen, sim::run_start + 65s);
  EXPECT_EQ(look("before", 4924ms - 1ns).entries.size(), 0U);
  EXPECT_EQ(look("before", 4924ms).entries.size(), 1U);
}

TEST(Inspection, IsEmptyWhenCleanupHasRemovedTheEntry) {
  EXPECT_EQ(look("before", 117s).entries.size(), 0U);
  EXPECT_EQ(look("after", 117s).entries.size(), 1U);
}

// Goal: an entry that IsConnected refuses, and that nobody cleans up, is called stale. Method: a check of 55 s; the entry
// is 55 s old at 59.924 s, which is not older.
TEST(Inspection, CallsAnEntryStaleWhenTheCheckRefusesIt) {
  const auto settings = [](models::Settings& s) {
    s.registry.cleanup_timeout.reset();
    s.registry.check_timeout = 55s;
  };
  EXPECT_FALSE(look("before", 59'924ms, settings).entries.at(0).stale);
  EXPECT_TRUE(look("before", 59'924ms + 1ns, settings).entries.at(0).stale);
}

TEST(Inspection, ForgetsTheEntriesOfAnInstanceThatRestarts) {
  const auto settings = [](models::Settings& s) {
    s.faults.push_back({.kind = models::FaultKind::restart, .at = 20s, .lasts = 5s});
  };
  EXPECT_EQ(look("before", 20s - 1ns, settings).entries.size(), 1U);
  EXPECT_EQ(look("before", 20s, settings).entries.size(), 0U);
}

// Goal: at any instant, what the registry itself would say. Method: the busy run, every 10 s, beside the model's own view.
TEST(Inspection, AgreesWithTheRegistry) {
  const testing::Traced busy = testing::busy_run();
  const sim::Chance chance(busy.scenario.seed, 0);
  models::World world(busy.arm.settings, chance);
  Inspector inspector(busy.arm.settings);
  world.add(inspector);
  std::size_t seen = 0;
  for (sim::Instant at = sim::run_start; at < sim::run_start + 5min; at += 10s) {
    world.run_until(at);
    const Inspection inspection = inspector.look(at);
    for (models::UserId user = 0; user < 3; ++user) {
      std::size_t own = 0;
      for (const EntryView& entry : inspection.entries) own += entry.user == user ? 1 : 0;
      EXPECT_EQ(own, world.registry().entries(user).size())
          << "user " << user << " at " << sim::to_seconds(at);
      for (const auto& entry : world.registry().entries(user)) {
        ++seen;
        EXPECT_TRUE(
            std::any_of(inspection.entries.begin(), inspection.entries.end(), [&](const EntryView& view) {
              return view.user == user && view.instance == entry.instance &&
                     view.connection == entry.connection && view.connected_at == entry.connected_at &&
                     view.last_seen == entry.last_seen;
            }));
      }
    }
  }
  EXPECT_GT(seen, 10U);
}

// By hand: pongs at 35.038 s and 65.038 s, each 76 ms after its ping; the notification at 117.038 s.
TEST(ClientMetrics, CountConnectionsAndMessages) {
  const ClientMetrics early = look("after", 60s).clients.at(0);
  EXPECT_EQ(early.attempts, 1U);
  EXPECT_EQ(early.successes, 1U);
  EXPECT_EQ(early.failures, 0U);
  EXPECT_EQ(early.messages, 1U);
  EXPECT_EQ(early.round_trips, 1U);
  EXPECT_EQ(early.round_trip_time, 76ms);
  EXPECT_EQ(look("after", 117'038ms).clients.at(0).messages, 3U + 1U);
  EXPECT_EQ(look("before", 117'038ms).clients.at(0).messages, 3U);
}

// Goal: a pong that is a control frame is no message for the app, but its round trip counts.
TEST(ClientMetrics, DoNotCountControlFramesAsMessages) {
  const ClientMetrics metrics =
      look("before", 60s, [](models::Settings& s) { s.ping.kind = models::PingKind::control; }).clients.at(0);
  EXPECT_EQ(metrics.messages, 0U);
  EXPECT_EQ(metrics.round_trips, 1U);
}

TEST(ClientMetrics, CountRefusedConnections) {
  const ClientMetrics metrics =
      look("before", 60s, [](models::Settings& s) { s.handshake.failure_probability = 1; }).clients.at(0);
  EXPECT_EQ(metrics.attempts, 1U);
  EXPECT_EQ(metrics.failures, 1U);
  EXPECT_EQ(metrics.successes, 0U);
}

sim::Instant parsed(const std::string& text) {
  return parse_instant(text, {.zero = 95s}, sim::run_start + 190s, "--inspect-at");
}

TEST(InstantOption, CountsFromTheStartOrFromTheStorysZero) {
  EXPECT_EQ(parsed("90s"), sim::run_start + 90s);
  EXPECT_EQ(parsed("0s"), sim::run_start);
  EXPECT_EQ(parsed("+22s"), sim::run_start + 117s);
  EXPECT_EQ(parsed("-10s"), sim::run_start + 85s);
  EXPECT_EQ(parsed("190s"), sim::run_start + 190s);
}

TEST(InstantOption, IsRefusedOutsideTheRun) {
  for (const char* text : {"-96s", "191s", "+96s", "", "+", "soon", "--10s", "1.5", "+-1s", "9999999min"}) {
    try {
      parsed(text);
      ADD_FAILURE() << text;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("--inspect-at `"));
      EXPECT_THAT(error.what(), HasSubstr("+22s or -10s"));
    }
  }
}

}  // namespace
}  // namespace lastseen::experiments
