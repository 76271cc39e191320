// The intermediary: when it drops a connection, and whom it tells. The test plays the network.
#include <lastseen/models/proxy.hpp>

#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "tests/models/bench.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ProxyOnBench : public Bench {
 public:
  explicit ProxyOnBench(std::optional<Duration> idle_timeout, std::optional<Duration> max_age,
                        bool graceful_close = false, TieOrder ties = TieOrder::messages_first)
      : Bench(settings_with(idle_timeout, max_age, graceful_close, ties)) {
    proxy.drop.connect<&ProxyOnBench::dropped>(*this);
    proxy.tell_phone.connect<&ProxyOnBench::told_phone>(*this);
    proxy.tell_server.connect<&ProxyOnBench::told_server>(*this);
  }
  void frame(Duration instant, std::uint32_t connection = 1, UserId user = 0) {
    at(instant, [this, user, connection] { proxy.frame_passed(user, connection); });
  }

  Proxy proxy{context};
  std::vector<std::string> drops;  ///< "instant connection"
  std::vector<std::string> told;

 private:
  static Settings settings_with(std::optional<Duration> idle_timeout, std::optional<Duration> max_age,
                                bool graceful_close, TieOrder ties) {
    Settings settings;
    settings.session.ties = ties;
    settings.session.users = 2;
    settings.proxy.idle_timeout = idle_timeout;
    settings.proxy.max_age = max_age;
    settings.proxy.graceful_close = graceful_close;
    return settings;
  }
  void dropped(UserId, std::uint32_t connection, sim::RecordId) {
    drops.push_back(sim::to_text(simulation.now() - sim::run_start) + " " + std::to_string(connection));
  }
  void told_phone(UserId, std::uint32_t, sim::RecordId) { told.emplace_back("phone"); }
  void told_server(UserId, std::uint32_t, sim::RecordId) { told.emplace_back("server"); }
};

TEST(Proxy, DropsAConnectionWithoutFramesForTheIdleTimeout) {
  ProxyOnBench bench(20s, std::nullopt);
  bench.frame(1s);
  bench.frame(11s);
  bench.run_until(1h);
  EXPECT_THAT(bench.drops, ElementsAre("31s 1"));
  EXPECT_EQ(bench.count(Kind::connection_died), 1U);
  EXPECT_THAT(bench.told, IsEmpty()) << "silently";
}

// Goal: a frame at the very end of the timeout decides by what goes first.
TEST(Proxy, KeepsAConnectionWhoseFrameComesWithTheTimeoutWhenMessagesGoFirst) {
  for (const TieOrder ties : {TieOrder::messages_first, TieOrder::timers_first}) {
    ProxyOnBench bench(20s, std::nullopt, false, ties);
    bench.frame(1s);
    bench.frame(21s);
    bench.run_until(30s);
    EXPECT_EQ(bench.drops.empty(), ties == TieOrder::messages_first);
  }
}

TEST(Proxy, DropsAConnectionAtItsMaximumAgeHoweverBusyItIs) {
  ProxyOnBench bench(20s, 35s);
  for (int i = 0; i < 10; ++i) bench.frame(1s + i * 10s);
  bench.run_until(40s);
  EXPECT_THAT(bench.drops, ElementsAre("36s 1"));
}

TEST(Proxy, GivesEachConnectionAnAgeOfItsOwn) {
  ProxyOnBench bench(std::nullopt, 30s);
  bench.frame(1s, 1);
  bench.frame(20s, 2);
  bench.frame(21s, 1);  // of the old one: late, and of no use to the new one
  bench.run_until(1h);
  EXPECT_THAT(bench.drops, ElementsAre("50s 2"));
}

TEST(Proxy, KeepsUsersApart) {
  ProxyOnBench bench(20s, std::nullopt);
  bench.frame(1s, 1, 0);
  bench.frame(5s, 1, 1);
  bench.run_until(1h);
  EXPECT_THAT(bench.drops, ElementsAre("21s 1", "25s 1"));
}

TEST(Proxy, TellsBothEndsWhenItIsToDoSo) {
  ProxyOnBench bench(20s, std::nullopt, true);
  bench.frame(1s);
  bench.run_until(1h);
  EXPECT_THAT(bench.told, ElementsAre("phone", "server"));
  EXPECT_EQ(bench.count(Kind::connection_closed), 1U);
  EXPECT_EQ(bench.count(Kind::connection_died), 0U) << "which is silent";
}

TEST(Proxy, HasNothingToDropOfAConnectionThatWasEndedInOrder) {
  ProxyOnBench bench(20s, 1min);
  bench.frame(1s);
  bench.at(5s, [&bench] { bench.proxy.connection_ended(0, 1); });
  bench.run_until(1h);
  EXPECT_THAT(bench.drops, IsEmpty());
}

TEST(Proxy, TakesTheEndOfAnOldConnectionForNoEndOfTheNewOne) {
  ProxyOnBench bench(20s, std::nullopt);
  bench.frame(1s, 1);
  bench.frame(2s, 2);
  bench.at(3s, [&bench] { bench.proxy.connection_ended(0, 1); });
  bench.run_until(1h);
  EXPECT_THAT(bench.drops, ElementsAre("22s 2"));
}

}  // namespace
}  // namespace lastseen::models
