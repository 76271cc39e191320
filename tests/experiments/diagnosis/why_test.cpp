// Why a job was not delivered: for each mechanism the cause that the trace tells is the one that a replay without it proves.
#include <lastseen/experiments/diagnosis/why.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lastseen/models/catalogue.hpp>
#include <lastseen/models/world.hpp>

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using models::ConnectionOwner;
using models::FaultKind;
using models::Mechanism;
using models::RefreshOn;
using models::Settings;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Pair;

/// One job submitted at an instant, under the fix and without chance: latency 40 ms, handshake 600 ms, processing 25 s, first
/// cleanup at 0 s. The connection is registered at 0.6 s, pings are heard at 30.68 s, 60.68 s, ...
Settings scripted(sim::Duration at) {
  Settings settings;
  settings.session.duration = 10min;
  settings.jobs.count = 1;
  settings.jobs.at = {at};
  settings.network.latency = 40ms;
  settings.handshake.duration = 600ms;
  settings.worker.processing_time = 25s;
  settings.registry.cleanup_phase = 0s;
  settings.registry.refresh_on = RefreshOn::ping;
  return settings;
}

Explanation explained(const Settings& settings, std::uint32_t job = 1) {
  return explain({.name = "only", .settings = settings}, 1, 0, 0, job);
}

std::vector<Mechanism> sufficient(const Explanation& explanation) {
  std::vector<Mechanism> result;
  for (const RepairedReplay& replay : explanation.replays) {
    if (replay.delivered) result.push_back(replay.mechanism);
  }
  return result;
}

struct Example {
  Mechanism mechanism;
  Settings settings;
};

/// Each mechanism in the way of the last of the jobs.
std::vector<Example> examples() {
  std::vector<Example> all;
  const auto add = [&](Mechanism mechanism, sim::Duration at, auto change) {
    Settings settings = scripted(at);
    change(settings);
    all.push_back({mechanism, settings});
  };
  add(Mechanism::connect_race, 5s, [](Settings& s) {
    s.connection.owner = ConnectionOwner::view;
    s.connection.opens_at = std::nullopt;
    s.worker.processing_time = 500ms;
  });
  add(Mechanism::no_refresh, 2min, [](Settings& s) { s.registry.refresh_on = RefreshOn::connect; });
  add(Mechanism::refresh_of_a_copy, 2min, [](Settings& s) { s.registry.refresh_on = RefreshOn::copy; });
  add(Mechanism::short_timeout, 2min, [](Settings& s) { s.registry.cleanup_timeout = 20s; });
  add(Mechanism::short_deadline, 2min, [](Settings& s) { s.gateway.read_deadline = 20s; });
  add(Mechanism::failed_upgrade, 2min, [](Settings& s) { s.handshake.failure_after_log_probability = 1; });
  add(Mechanism::never_registered, 2min, [](Settings& s) { s.registry.registration_delay = std::nullopt; });
  add(Mechanism::late_close, 0s, [](Settings& s) {  // the second job's view closes the first one's connection
    s.connection.owner = ConnectionOwner::view;
    s.connection.opens_at = std::nullopt;
    s.jobs.count = 2;
    s.jobs.at = {0s, 1min};
    s.faults = {{.kind = FaultKind::delay, .packet = models::PacketKind::client_close, .by = 5s}};
  });
  add(Mechanism::other_instance, 2min, [](Settings& s) {
    s.server.instances = 2;
    s.server.routing = models::Routing::apart;
  });
  add(Mechanism::restart, 2min,
      [](Settings& s) { s.faults = {{.kind = FaultKind::restart, .at = 100s, .lasts = 5s}}; });
  add(Mechanism::half_open, 2min,
      [](Settings& s) { s.faults = {{.kind = FaultKind::network_switch, .at = 130s}}; });
  add(Mechanism::idle_proxy, 2min, [](Settings& s) { s.proxy.idle_timeout = 20s; });
  add(Mechanism::background, 2min,
      [](Settings& s) { s.faults = {{.kind = FaultKind::background, .at = 70s, .lasts = 5min}}; });
  add(Mechanism::control_ping, 2min, [](Settings& s) { s.ping.kind = models::PingKind::control; });
  add(Mechanism::handler_returns, 2min, [](Settings& s) { s.gateway.handler_returns = true; });
  return all;
}

// Goal: what the trace tells is true. Method: one scripted session for each mechanism; the replay without it delivers.
TEST(Why, ProvesTheCauseThatTheTraceTellsForEachMechanism) {
  const std::vector<Example> all = examples();
  ASSERT_EQ(all.size(), models::mechanism_count);
  for (const Example& example : all) {
    const auto name = models::name(example.mechanism);
    const Explanation explanation = explained(example.settings, example.settings.jobs.count);
    ASSERT_TRUE(explanation.job.cause.has_value()) << name << ": was delivered";
    EXPECT_EQ(models::name(*explanation.job.cause), name) << "by the trace";
    ASSERT_TRUE(explanation.proven.has_value()) << name << ": no repair delivers";
    EXPECT_EQ(models::name(*explanation.proven), name) << "by replays";
    EXPECT_THAT(explanation.pairs, IsEmpty()) << name;
  }
}

// The twin: without the mechanism the same job is delivered, and there is nothing to explain.
TEST(Why, ExplainsNothingWhenTheJobIsDelivered) {
  for (Example example : examples()) {
    models::repair(example.settings, example.mechanism);
    const Explanation explanation = explained(example.settings, example.settings.jobs.count);
    EXPECT_TRUE(explanation.job.was_delivered()) << models::name(example.mechanism);
    EXPECT_TRUE(explanation.needs_no_cause());
    EXPECT_THAT(explanation.replays, IsEmpty());
    EXPECT_THAT(explanation.chain, IsEmpty());
  }
}

TEST(Why, ExplainsNothingWhenTheJobIsUnfinished) {
  Settings settings = scripted(2min);
  settings.worker.processing_time = 1h;
  const Explanation explanation = explained(settings);
  EXPECT_EQ(explanation.job.outcome, models::Outcome::unfinished);
  EXPECT_TRUE(explanation.needs_no_cause());
}

// Goal: of several repairs that suffice the earliest is the cause. Method: an entry that nothing refreshes is removed by
// the cleanup at 90 s; without a timeout it stays. The refresh differs at the first ping, 30.68 s.
TEST(Why, NamesTheRepairThatChangesTheSessionFirstAndListsTheOthers) {
  Settings settings = scripted(2min);
  settings.registry.refresh_on = RefreshOn::connect;
  const Explanation explanation = explained(settings);
  EXPECT_THAT(sufficient(explanation), ElementsAre(Mechanism::no_refresh, Mechanism::short_timeout));
  ASSERT_EQ(explanation.replays.size(), 2U);
  EXPECT_EQ(explanation.replays[0].differs_at, sim::run_start + 30'680ms);
  EXPECT_EQ(explanation.replays[1].differs_at, sim::run_start + 90s);
}

// Goal: two things in the way, each enough alone. Method: an entry is never made, and the wrong instance is asked.
TEST(Why, NamesThePairThatDeliversWhenNoRepairSufficesAlone) {
  Settings settings = scripted(2min);
  settings.registry.registration_delay = std::nullopt;
  settings.server.instances = 2;
  settings.server.routing = models::Routing::apart;
  const Explanation explanation = explained(settings);
  EXPECT_FALSE(explanation.proven.has_value());
  EXPECT_THAT(explanation.pairs, ElementsAre(Pair(Mechanism::never_registered, Mechanism::other_instance)));
}

// Goal: the chain proves the cause. Method: submission to decision, and the ping that should have refreshed.
TEST(Why, TellsTheRecordsFromTheRootToTheDecision) {
  Settings settings = scripted(2min);
  settings.registry.refresh_on = RefreshOn::connect;
  const Explanation explanation = explained(settings);
  const auto kind = [](const sim::Record& record) { return models::kind_of(record); };
  std::vector<models::Kind> kinds;
  for (const sim::Record& record : explanation.chain) kinds.push_back(kind(record));
  EXPECT_EQ(kinds.front(), models::Kind::connecting);
  EXPECT_THAT(kinds, Contains(models::Kind::registered));
  EXPECT_THAT(kinds, Contains(models::Kind::ping_received));
  EXPECT_THAT(kinds, Contains(models::Kind::stale));
  EXPECT_EQ(kinds.back(), models::Kind::skipped);
  for (const sim::Record& record : explanation.chain) {
    EXPECT_EQ(explanation.records.at(record.id - 1), record);
  }
}

// Goal: a notification in flight when the view closes its socket. Method: job 2 is done at 65.042 s, and the view of job 3
// closes the socket 20 ms later; latency is 40 ms.
TEST(Why, ProvesThatAViewClosedTheSocketUnderANotification) {
  Settings settings = scripted(0s);
  settings.connection.owner = ConnectionOwner::view;
  settings.connection.opens_at = std::nullopt;
  settings.jobs.count = 3;
  settings.jobs.at = {0s, 40s, 64'762ms};
  const Explanation explanation = explained(settings, 2);
  ASSERT_TRUE(explanation.job.cause.has_value());
  EXPECT_EQ(*explanation.job.cause, Mechanism::half_open);
  EXPECT_EQ(explanation.proven, Mechanism::half_open);
}

// Another user's fate is no difference: user 1's session is the same with user 0's background repaired.
TEST(Why, LooksAtTheUserThatIsAskedAbout) {
  Settings settings = scripted(2min);
  settings.session.users = 2;
  settings.registry.refresh_on = RefreshOn::connect;
  settings.faults = {{.kind = FaultKind::background, .at = 10s, .user = 0, .lasts = 1min}};
  const Explanation explanation = explain({.name = "only", .settings = settings}, 1, 0, 1, 1);
  EXPECT_EQ(explanation.job.user, 1U);
  EXPECT_EQ(explanation.proven, Mechanism::no_refresh);
  for (const RepairedReplay& replay : explanation.replays) {
    EXPECT_NE(replay.mechanism, Mechanism::background);
  }
}

}  // namespace
}  // namespace lastseen::experiments
