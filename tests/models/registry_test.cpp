// The registry on the bench: entries, LastSeen, the check, the cleanup ticker, and what the end of a
// connection removes.
#include <lastseen/models/registry.hpp>

#include <gmock/gmock.h>

#include <functional>

#include "tests/models/bench.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

struct Evictions {
  std::vector<std::pair<UserId, std::uint32_t>> all;
  void evicted(SocketId id, sim::RecordId) { all.emplace_back(id.user, id.connection); }
  void registered(SocketId, sim::RecordId) {}
};

/// A registry with two users, a cleanup of entries older than 60 s at 10, 40, 70 ... s, and a check of 5 min.
class RegistryOnBench : public Bench {
 public:
  explicit RegistryOnBench(const std::function<void(Settings&)>& change = [](Settings&) {})
      : Bench(settings_with(change)) {
    registry.evicted.connect<&Evictions::evicted>(evictions);
    registry.registered.connect<&Evictions::registered>(evictions);
    registry.start();
  }
  void open(Duration instant, UserId user, std::uint32_t connection) {
    at(instant, [this, user, connection] { registry.connection_opened({user, connection, 0}, 0); });
  }
  void close(Duration instant, UserId user, std::uint32_t connection) {
    at(instant, [this, user, connection] { registry.connection_closed({user, connection, 0}, 0); });
  }
  /// A ping message of the connection is heard.
  void ping(Duration instant, UserId user, std::uint32_t connection = 1) {
    at(instant, [this, user, connection] { registry.heard({user, connection, 0}, Heard::ping_message, 0); });
  }
  /// Of the user's latest entry; 0: there is none.
  std::uint32_t connection(UserId user) const {
    return registry.entries(user).empty() ? 0 : registry.entries(user).back().connection;
  }
  const Registry::Entry& entry(UserId user) const { return registry.entries(user).back(); }
  Presence check(UserId user) const { return registry.check(0, user); }

  Registry registry{context};
  Evictions evictions;

 private:
  static Settings settings_with(const std::function<void(Settings&)>& change) {
    Settings settings;
    settings.session.users = 2;
    settings.registry.cleanup_phase = 10s;
    change(settings);
    return settings;
  }
};

TEST(Registry, KnowsAUserFromTheOpeningOfTheConnection) {
  RegistryOnBench bench;
  EXPECT_FALSE(bench.check(0).connected());
  EXPECT_EQ(bench.check(0).because, sim::no_record);
  bench.open(3s, 0, 1);
  bench.run_until(4s);
  EXPECT_TRUE(bench.check(0).connected());
  EXPECT_THAT(bench.check(0).connections, ElementsAre(1U));
  EXPECT_EQ(bench.entry(0).connected_at, sim::run_start + 3s);
  EXPECT_EQ(bench.entry(0).last_seen, sim::run_start + 3s);
  EXPECT_FALSE(bench.check(1).connected()) << "another user";
}

TEST(Registry, SetsLastSeenAndNotConnectedAtWhenRefreshed) {
  RegistryOnBench bench([](Settings& s) { s.registry.refresh_on = RefreshOn::ping; });
  bench.open(3s, 0, 1);
  bench.ping(8s, 0);
  bench.run_until(9s);
  EXPECT_EQ(bench.entry(0).connected_at, sim::run_start + 3s);
  EXPECT_EQ(bench.entry(0).last_seen, sim::run_start + 8s);
  EXPECT_EQ(kind_of(bench.recording.at(bench.check(0).because)), Kind::refreshed);
}

TEST(Registry, MakesNoEntryByRefreshingAUserItDoesNotKnow) {
  RegistryOnBench bench([](Settings& s) { s.registry.refresh_on = RefreshOn::ping; });
  bench.ping(8s, 0);
  bench.run_until(9s);
  EXPECT_EQ(bench.connection(0), 0U);
  EXPECT_EQ(bench.count(Kind::refresh_missed), 1U);
  EXPECT_EQ(bench.count(Kind::refreshed), 0U);
}

// Goal: ticks at phase + k intervals, `>`. Method: seen at 10 s, so 60 s old at the tick of 70 s, 90 s at 100
// s.
TEST(Registry, RemovesAnEntryAtTheFirstTickAtWhichItIsOlderThanTheTimeout) {
  RegistryOnBench bench;
  bench.open(10s, 0, 1);
  bench.open(10s - 1ns, 1, 1);
  bench.run_until(70s);
  EXPECT_EQ(bench.connection(0), 1U) << "exactly as old as the timeout";
  EXPECT_EQ(bench.connection(1), 0U) << "a nanosecond older";
  bench.run_until(100s - 1ns);
  EXPECT_EQ(bench.connection(0), 1U) << "nobody looks between two ticks";
  bench.run_until(100s);
  EXPECT_EQ(bench.connection(0), 0U);
  EXPECT_EQ(kind_of(bench.recording.at(bench.check(0).because)), Kind::stale);
  EXPECT_TRUE(bench.evictions.all.empty()) << "the socket is left open";
}

TEST(Registry, KeepsAnEntryThatIsRefreshedWithinTheTimeout) {
  RegistryOnBench bench([](Settings& s) { s.registry.refresh_on = RefreshOn::ping; });
  bench.open(5s, 0, 1);
  for (int i = 1; i < 100; ++i) bench.ping(5s + i * 59s, 0);
  bench.run_until(1h);
  EXPECT_EQ(bench.connection(0), 1U);
}

TEST(Registry, KeepsEveryEntryWithoutACleanup) {
  RegistryOnBench bench([](Settings& s) { s.registry.cleanup_timeout = std::nullopt; });
  bench.open(5s, 0, 1);
  bench.run_until(10h);
  EXPECT_EQ(bench.connection(0), 1U);
  EXPECT_EQ(bench.simulation.executed(), 1U) << "and no ticker";
  EXPECT_FALSE(bench.check(0).connected()) << "though the check refuses it";
}

TEST(Registry, TellsTheGatewayWhomItEvictedWhenItIsToCloseTheSocket) {
  RegistryOnBench bench([](Settings& s) { s.registry.close_on_eviction = true; });
  bench.open(5s, 1, 7);
  bench.run_until(2min);
  EXPECT_THAT(bench.evictions.all, ElementsAre(Pair(1U, 7U)));
}

// Goal: the check compares with `>` too. Method: seen at 5 s, asked at 5 s + 5 min and a nanosecond later.
TEST(Registry, RefusesAnEntryOlderThanTheCheckTimeout) {
  RegistryOnBench bench([](Settings& s) { s.registry.cleanup_timeout = std::nullopt; });
  bench.open(5s, 0, 1);
  bench.run_until(5min + 5s);
  EXPECT_TRUE(bench.check(0).connected());
  bench.run_until(5min + 5s + 1ns);
  EXPECT_FALSE(bench.check(0).connected());
  EXPECT_EQ(kind_of(bench.recording.at(bench.check(0).because)), Kind::registered);
}

TEST(Registry, NeverRefusesAnEntryForItsAgeWithoutACheckTimeout) {
  RegistryOnBench bench([](Settings& s) {
    s.registry.cleanup_timeout = std::nullopt;
    s.registry.check_timeout = std::nullopt;
  });
  bench.open(5s, 0, 1);
  bench.run_until(100h);
  EXPECT_TRUE(bench.check(0).connected());
}

// Goal: what the end of connection 1 removes when the entry is that of connection 2.
TEST(Registry, RemovesTheEntryOfAnotherConnectionOnlyWhenItRemovesByUser) {
  for (const RegistryKey key :
       {RegistryKey::user, RegistryKey::generation, RegistryKey::unfenced_generation}) {
    RegistryOnBench bench([&](Settings& s) { s.registry.key = key; });
    bench.open(1s, 0, 1);
    bench.open(2s, 0, 2);
    bench.close(3s, 0, 1);
    bench.run_until(4s);
    EXPECT_EQ(bench.connection(0), key == RegistryKey::user ? 0U : 2U);
  }
}

TEST(Registry, RemovesItsOwnEntryEitherWay) {
  for (const RegistryKey key :
       {RegistryKey::user, RegistryKey::generation, RegistryKey::unfenced_generation}) {
    RegistryOnBench bench([&](Settings& s) { s.registry.key = key; });
    bench.open(1s, 0, 1);
    bench.close(3s, 0, 1);
    bench.close(4s, 0, 1);
    bench.run_until(5s);
    EXPECT_EQ(bench.connection(0), 0U);
    EXPECT_EQ(bench.count(Kind::unregistered), 1U) << "once";
  }
}

TEST(Registry, MakesTheEntryAfterTheRegistrationDelay) {
  RegistryOnBench bench([](Settings& s) { s.registry.registration_delay = 20s; });
  bench.open(1s, 0, 1);
  bench.run_until(21s - 1ns);
  EXPECT_EQ(bench.connection(0), 0U);
  bench.run_until(21s);
  EXPECT_EQ(bench.connection(0), 1U);
  EXPECT_EQ(bench.entry(0).last_seen, sim::run_start + 21s);
}

// Goal: a late registration does not bring a dead connection back.
TEST(Registry, MakesNoEntryForAConnectionThatEndedBeforeItsRegistration) {
  RegistryOnBench bench([](Settings& s) { s.registry.registration_delay = 20s; });
  bench.open(1s, 0, 1);
  bench.close(2s, 0, 1);
  bench.open(3s, 0, 2);
  bench.run_until(22s);
  EXPECT_EQ(bench.connection(0), 0U);
  bench.run_until(24s);
  EXPECT_EQ(bench.connection(0), 2U);
}

/// Users whose entries went stale, in order, at an instance.
std::vector<UserId> stale_users(const Bench& bench, std::uint32_t instance) {
  std::vector<UserId> users;
  for (const sim::Record& record : bench.recording.records()) {
    if (kind_of(record) == Kind::stale && record.actor.index == instance)
      users.push_back(record.subject.owner);
  }
  return users;
}

// Goal: a tick walks the entries of its own instance, in the order of users, whatever the order in which they came, each once
// however often it was made. Method: three instances; users come in falling order, one goes and comes again.
TEST(Registry, CleansUpTheEntriesOfAnInstanceInTheOrderOfUsers) {
  RegistryOnBench bench([](Settings& s) {
    s.session.users = 9;
    s.server.instances = 3;
  });
  for (UserId user = 9; user-- > 0;) {
    bench.at(1s, [&bench, user] { bench.registry.connection_opened({user, 1, user % 3}, 0); });
  }
  bench.at(2s, [&bench] { bench.registry.connection_closed({3, 1, 0}, 0); });
  bench.at(3s, [&bench] { bench.registry.connection_opened({3, 2, 0}, 0); });
  bench.at(4s, [&bench] { bench.registry.stop(2, 0); });
  bench.run_until(3min);
  EXPECT_THAT(stale_users(bench, 0), ElementsAre(0U, 3U, 6U));
  EXPECT_THAT(stale_users(bench, 1), ElementsAre(1U, 4U, 7U));
  EXPECT_THAT(stale_users(bench, 2), ElementsAre()) << "its memory was gone";
}

// An eviction that makes the phone connect again at once adds to the list that is being walked.
TEST(Registry, CleansUpWhileEvictedUsersComeBack) {
  struct ComesBack {
    RegistryOnBench* bench;
    void evicted(SocketId id, sim::RecordId cause) {
      if (id.connection < 3)
        bench->registry.connection_opened({id.user, id.connection + 1, id.instance}, cause);
    }
  };
  RegistryOnBench bench([](Settings& s) {
    s.session.users = 5;
    s.registry.close_on_eviction = true;
  });
  ComesBack comes_back{&bench};
  bench.registry.evicted.connect<&ComesBack::evicted>(comes_back);
  for (UserId user = 0; user < 5; ++user) bench.open(1s, user, 1);
  bench.run_until(10min);
  EXPECT_THAT(stale_users(bench, 0), ElementsAre(0U, 1U, 2U, 3U, 4U, 0U, 1U, 2U, 3U, 4U, 0U, 1U, 2U, 3U, 4U));
  for (UserId user = 0; user < 5; ++user) EXPECT_EQ(bench.connection(user), 0U);
}

}  // namespace
}  // namespace lastseen::models
