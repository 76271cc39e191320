// The registry's rules, one by one: what sets LastSeen, what an entry stands for, what counts as stale, several instances, a
// clock that jumps. registry_test.cpp tests what all rules have in common.
#include <gmock/gmock.h>

#include <functional>
#include <string>

#include <lastseen/models/registry.hpp>
#include "tests/models/bench.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum Heard;

/// A registry without a cleanup, and a connection 1 of user 0 at instance 0 since 10 s.
class Rules : public Bench {
 public:
  explicit Rules(const std::function<void(Settings&)>& change = [](Settings&) {}) : Bench(with(change)) {
    registry.evicted.connect<&Rules::ignore>(*this);
    registry.registered.connect<&Rules::ignore>(*this);
    registry.start();
    open(10s, 1);
  }
  explicit Rules(RefreshOn rule) : Rules([rule](Settings& s) { s.registry.refresh_on = rule; }) {}

  void open(Duration instant, std::uint32_t connection, std::uint32_t instance = 0) {
    at(instant, [this, connection, instance] { registry.connection_opened({0, connection, instance}, 0); });
  }
  void close(Duration instant, std::uint32_t connection, std::uint32_t instance = 0) {
    at(instant, [this, connection, instance] { registry.connection_closed({0, connection, instance}, 0); });
  }
  void hear(Duration instant, Heard what, std::uint32_t connection = 1) {
    at(instant, [this, what, connection] { registry.heard({0, connection, 0}, what, 0); });
  }
  /// When LastSeen of the first entry was set, at the instant.
  std::string seen_at(Duration instant) {
    run_until(instant);
    return sim::to_text(registry.entries(0).at(0).last_seen - sim::run_start);
  }
  std::vector<std::uint32_t> connections() const {
    std::vector<std::uint32_t> all;
    for (const Registry::Entry& entry : registry.entries(0)) all.push_back(entry.connection);
    return all;
  }
  bool connected(std::uint32_t instance = 0) const { return registry.check(instance, 0).connected(); }

  Registry registry{context};

 private:
  static Settings with(const std::function<void(Settings&)>& change) {
    Settings settings;
    settings.registry.cleanup_timeout = std::nullopt;
    settings.registry.cleanup_phase = 0s;
    change(settings);
    return settings;
  }
  void ignore(SocketId, sim::RecordId) {}
};

// Goal: each rule is refreshed by its own. Method: a control frame at 20 s, a pong at 30 s, a ping message at 40 s, a control
// frame at 50 s.
TEST(RefreshRule, SetsLastSeenByItsOwnKindOfFrame) {
  const std::vector<std::pair<RefreshOn, std::string>> expected = {
      {RefreshOn::connect, "10s"},   {RefreshOn::ping, "40s"},  {RefreshOn::pong, "30s"},
      {RefreshOn::message, "40s"},   {RefreshOn::bytes, "50s"}, {RefreshOn::if_absent, "10s"},
      {RefreshOn::throttled, "10s"}, {RefreshOn::copy, "10s"}};
  for (const auto& [rule, seen] : expected) {
    Rules bench(rule);
    bench.hear(20s, control_frame);
    bench.hear(30s, pong);
    bench.hear(40s, ping_message);
    bench.hear(50s, control_frame);
    EXPECT_EQ(bench.seen_at(1min), seen) << static_cast<int>(rule);
  }
}

// Goal: at most every so often, and exactly so often is enough. Method: every 60 s; pings at 69.999999999, 70 and 75 s, and
// at 130 s.
TEST(RefreshRule, ThrottledIsDueAtExactlyTheInterval) {
  Rules bench(RefreshOn::throttled);
  bench.hear(70s - 1ns, ping_message);
  EXPECT_EQ(bench.seen_at(70s - 1ns), "10s");
  bench.hear(70s, ping_message);
  EXPECT_EQ(bench.seen_at(70s), "70s");
  bench.hear(75s, ping_message);
  bench.hear(130s, ping_message);
  EXPECT_EQ(bench.seen_at(129s), "70s");
  EXPECT_EQ(bench.seen_at(131s), "130s");
  EXPECT_EQ(bench.count(Kind::refreshed), 2U);
}

TEST(RefreshRule, IfAbsentMakesAnEntryWhereThereIsNone) {
  Rules bench(RefreshOn::if_absent);
  bench.close(20s, 1);
  bench.hear(30s, ping_message);
  bench.hear(40s, ping_message);
  EXPECT_EQ(bench.seen_at(1min), "30s");
  EXPECT_EQ(bench.count(Kind::registered), 2U);
  EXPECT_EQ(bench.count(Kind::refreshed), 0U);
}

TEST(RefreshRule, OfACopyWritesARecordAndChangesNothing) {
  Rules bench(RefreshOn::copy);
  bench.hear(20s, ping_message);
  EXPECT_EQ(bench.seen_at(30s), "10s");
  EXPECT_EQ(bench.count(Kind::copy_refreshed), 1U);
}

TEST(RefreshRule, MissesAnEntryThatIsNotThere) {
  for (const RefreshOn rule :
       {RefreshOn::ping, RefreshOn::message, RefreshOn::bytes, RefreshOn::throttled, RefreshOn::copy}) {
    Rules bench(rule);
    bench.close(20s, 1);
    bench.hear(30s, ping_message);
    bench.run_until(1min);
    EXPECT_EQ(bench.count(Kind::refresh_missed), 1U);
    EXPECT_THAT(bench.connections(), IsEmpty());
  }
}

// Goal: what an entry stands for. Method: connection 2 comes at 20 s beside connection 1; a ping of connection 1 at 30 s.
TEST(RegistryKey, OfTheUserHasOneEntryThatAnyConnectionRefreshes) {
  Rules bench(RefreshOn::ping);
  bench.open(20s, 2);
  bench.hear(30s, ping_message, 1);
  EXPECT_EQ(bench.seen_at(40s), "30s");
  EXPECT_THAT(bench.connections(), ElementsAre(2U));
}

TEST(RegistryKey, OfAGenerationHasOneEntryThatOnlyItsOwnConnectionRefreshes) {
  Rules bench([](Settings& s) {
    s.registry.refresh_on = RefreshOn::ping;
    s.registry.key = RegistryKey::generation;
  });
  bench.open(20s, 2);
  bench.hear(30s, ping_message, 1);
  EXPECT_EQ(bench.seen_at(40s), "20s");
  EXPECT_THAT(bench.connections(), ElementsAre(2U));
  EXPECT_EQ(bench.count(Kind::refresh_missed), 1U);
}

// Goal: a later connection is a fence for the earlier ones, which outlives its entry and not the process. Method: connection 2
// comes at 20 s, its entry goes at 40 s, the instance restarts at 60 s; connection 1 asks for an entry at 30, 50 and 70 s.
TEST(RegistryKey, OfAGenerationIsAFenceForEarlierConnections) {
  Rules bench([](Settings& s) { s.registry.key = RegistryKey::generation; });
  const auto ask = [&](Duration instant) {
    bench.at(instant, [&] { bench.registry.re_register({0, 1, 0}, 0); });
  };
  bench.open(20s, 2);
  ask(30s);
  bench.run_until(35s);
  EXPECT_THAT(bench.connections(), ElementsAre(2U));
  bench.close(40s, 2);
  ask(50s);
  bench.run_until(55s);
  EXPECT_THAT(bench.connections(), IsEmpty());
  EXPECT_EQ(bench.count(Kind::fenced), 2U);
  bench.at(60s, [&] { bench.registry.stop(0, 0); });
  ask(70s);
  bench.run_until(75s);
  EXPECT_THAT(bench.connections(), ElementsAre(1U)) << "the restart forgot connection 2";
}

TEST(RegistryKey, OfAnUnfencedGenerationLetsAnEarlierConnectionBack) {
  Rules bench([](Settings& s) { s.registry.key = RegistryKey::unfenced_generation; });
  bench.open(20s, 2);
  bench.at(30s, [&] { bench.registry.re_register({0, 1, 0}, 0); });
  bench.run_until(40s);
  EXPECT_THAT(bench.connections(), ElementsAre(1U));
  EXPECT_EQ(bench.count(Kind::fenced), 0U);
}

TEST(RegistryKey, OfTheConnectionHasAnEntryForEach) {
  Rules bench([](Settings& s) {
    s.registry.refresh_on = RefreshOn::ping;
    s.registry.key = RegistryKey::connection;
  });
  bench.open(20s, 2);
  bench.hear(30s, ping_message, 1);
  bench.run_until(40s);
  EXPECT_THAT(bench.connections(), ElementsAre(1U, 2U));
  EXPECT_THAT(bench.registry.check(0, 0).connections, ElementsAre(1U, 2U)) << "it writes to both";
  EXPECT_EQ(bench.seen_at(40s), "30s");
  bench.close(50s, 1);
  bench.run_until(1min);
  EXPECT_THAT(bench.connections(), ElementsAre(2U));
}

// Goal: the check, exactly at the timeout. Method: seen at 10 s, asked at 5 min 10 s.
TEST(StaleWhen, DecidesWhetherAnEntryExactlyAsOldAsTheCheckTimeoutCounts) {
  for (const StaleWhen rule : {StaleWhen::older_than_timeout, StaleWhen::as_old_as_timeout}) {
    Rules bench([rule](Settings& s) { s.registry.stale_when = rule; });
    bench.run_until(5min + 10s - 1ns);
    EXPECT_TRUE(bench.connected());
    bench.run_until(5min + 10s);
    EXPECT_EQ(bench.connected(), rule == StaleWhen::older_than_timeout);
    EXPECT_EQ(bench.registry.is_registered(0), rule == StaleWhen::older_than_timeout);
    bench.run_until(5min + 10s + 1ns);
    EXPECT_FALSE(bench.connected());
  }
}

// Goal: the cleanup, exactly at the timeout. Method: seen at 10 s, ticks at 0, 30, 60 s; a timeout of 20 s.
TEST(StaleWhen, DecidesWhetherATickAtExactlyTheTimeoutRemoves) {
  for (const StaleWhen rule : {StaleWhen::older_than_timeout, StaleWhen::as_old_as_timeout}) {
    Rules bench([rule](Settings& s) {
      s.registry.stale_when = rule;
      s.registry.cleanup_timeout = 20s;
    });
    bench.run_until(30s);
    EXPECT_EQ(bench.connections().size(), rule == StaleWhen::older_than_timeout ? 1U : 0U);
    bench.run_until(1min);
    EXPECT_THAT(bench.connections(), IsEmpty());
  }
}

// Goal: each instance has a memory of its own. Method: connection 1 at instance 0, connection 2 at instance 1.
TEST(Instances, KnowOnlyTheirOwnConnections) {
  Rules bench([](Settings& s) { s.server.instances = 3; });
  bench.open(20s, 2, 1);
  bench.run_until(30s);
  EXPECT_TRUE(bench.connected(0));
  EXPECT_TRUE(bench.connected(1));
  EXPECT_FALSE(bench.connected(2));
  EXPECT_EQ(kind_of(bench.recording.at(bench.registry.check(2, 0).because)), Kind::registered) << "elsewhere";
  bench.close(40s, 1, 0);
  bench.run_until(50s);
  EXPECT_FALSE(bench.connected(0));
  EXPECT_TRUE(bench.connected(1));
}

TEST(Instances, ForgetTheirOwnEntriesWhenTheyStop) {
  Rules bench([](Settings& s) { s.server.instances = 2; });
  bench.open(20s, 2, 1);
  bench.at(30s, [&bench] { bench.registry.stop(0, 7); });
  bench.run_until(40s);
  EXPECT_THAT(bench.connections(), ElementsAre(2U));
  EXPECT_FALSE(bench.connected(0));
}

// Goal: a registration under way dies with its instance. Method: it takes 20 s; the instance stops in between.
TEST(Instances, MakeNoEntryForAConnectionOfALifeBefore) {
  Rules bench([](Settings& s) { s.registry.registration_delay = 20s; });
  bench.at(15s, [&bench] { bench.registry.stop(0, 7); });
  bench.open(16s, 2);
  bench.run_until(35s);
  EXPECT_THAT(bench.connections(), IsEmpty()) << "connection 1, at 30 s, would stand for nothing";
  bench.run_until(40s);
  EXPECT_THAT(bench.connections(), ElementsAre(2U));
}

TEST(NeverRegistered, IsSaidOnce) {
  Rules bench([](Settings& s) { s.registry.registration_delay = std::nullopt; });
  bench.run_until(10min);
  EXPECT_EQ(bench.count(Kind::not_registered), 1U);
  EXPECT_THAT(bench.connections(), IsEmpty());
}

// Goal: ages are by the server's clock. Method: seen at 10 s; the clock jumps 4 min ahead at 20 s, so that the 5 min are over
// a nanosecond after 70 s.
TEST(ServerClock, ThatJumpsMakesEntriesOlder) {
  Rules bench;
  bench.at(20s, [&bench] { bench.registry.shift_clock(4min); });
  bench.run_until(70s);
  EXPECT_TRUE(bench.connected());
  bench.run_until(70s + 1ns);
  EXPECT_FALSE(bench.connected());
  EXPECT_EQ(bench.count(Kind::clock_jumped), 1U);
}

}  // namespace
}  // namespace lastseen::models
