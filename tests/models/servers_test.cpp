// The instances of the server: where connections and jobs go, and what is up when.
#include <lastseen/models/servers.hpp>

#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "tests/models/bench.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ServersOnBench : public Bench {
 public:
  explicit ServersOnBench(
      std::uint32_t instances, const std::function<void(Settings&)>& change = [](Settings&) {})
      : Bench(settings_with(instances, change)) {
    servers.stopped.connect<&ServersOnBench::stopped>(*this);
    servers.start();
  }
  void restart(Duration instant, std::uint32_t instance, Duration lasts) {
    at(instant, [this, instance, lasts] { servers.restart(instance, lasts, true); });
  }
  /// What was written, as "instant kind instance".
  std::vector<std::string> said() const {
    std::vector<std::string> texts;
    for (const sim::Record& record : recording.records()) {
      texts.push_back(sim::to_text(record.time - sim::run_start) + " " + std::string(name(kind_of(record))) +
                      " " + std::to_string(record.actor.index));
    }
    return texts;
  }

  Servers servers{context};
  std::vector<std::uint32_t> stops;

 private:
  static Settings settings_with(std::uint32_t instances, const std::function<void(Settings&)>& change) {
    Settings settings;
    settings.session.users = 8;
    settings.server.instances = instances;
    change(settings);
    return settings;
  }
  void stopped(std::uint32_t instance, bool graceful, sim::RecordId cause) {
    EXPECT_TRUE(graceful);
    EXPECT_EQ(kind_of(recording.at(cause)), Kind::restarted);
    EXPECT_FALSE(servers.is_up(instance));
    stops.push_back(instance);
  }
};

// Goal: which instance that is, is chance. Method: 3,000 users over three instances: 1,000 each, give or take 4 standard
// deviations of 25.8.
TEST(Servers, SendAUserAlwaysToTheSameInstanceWhenRoutingIsSticky) {
  const ServersOnBench bench(3, [](Settings& s) {
    s.server.routing = Routing::sticky;
    s.session.users = 3000;
  });
  std::vector<int> users(3);
  for (UserId user = 0; user < 3000; ++user) {
    const std::uint32_t home = bench.servers.for_connection(user, 1);
    ++users[home];
    for (std::uint32_t number = 1; number < 4; ++number) {
      ASSERT_EQ(bench.servers.for_connection(user, number), home);
      ASSERT_EQ(bench.servers.for_job(user, number), home);
    }
  }
  for (const int count : users) EXPECT_NEAR(count, 1000, 104);
}

TEST(Servers, NeverSendAJobWhereTheConnectionIsWhenRoutingIsApart) {
  const ServersOnBench bench(3, [](Settings& s) { s.server.routing = Routing::apart; });
  for (UserId user = 0; user < 6; ++user) {
    EXPECT_NE(bench.servers.for_connection(user, 1), bench.servers.for_job(user, 1));
  }
}

// Goal: no instance is preferred. Method: 3,000 connections and as many jobs over three instances: 1,000 each, give or take
// 4 standard deviations of 25.8.
TEST(Servers, SendConnectionsAndJobsAnywhereWhenRoutingIsRandom) {
  const ServersOnBench bench(3);
  std::vector<int> connections(3);
  std::vector<int> jobs(3);
  for (std::uint32_t number = 1; number <= 3000; ++number) {
    ++connections[bench.servers.for_connection(7, number)];
    ++jobs[bench.servers.for_job(7, number)];
  }
  for (const int count : connections) EXPECT_NEAR(count, 1000, 104);
  for (const int count : jobs) EXPECT_NEAR(count, 1000, 104);
}

// Goal: who is down takes nothing. Method: of three instances the user's own goes, which is back after 10 s, and then the next.
TEST(Servers, SendToTheNextInstanceThatIsUp) {
  ServersOnBench bench(3, [](Settings& s) { s.server.routing = Routing::sticky; });
  const std::uint32_t home = bench.servers.for_connection(1, 1);
  const auto after_home = [&](std::uint32_t steps) { return (home + steps) % 3; };
  bench.restart(1s, home, 10s);
  bench.run_until(1s);
  EXPECT_EQ(bench.servers.for_connection(1, 1), after_home(1));
  bench.restart(2s, after_home(1), 10s);
  bench.run_until(2s);
  EXPECT_EQ(bench.servers.for_connection(1, 1), after_home(2));
  bench.run_until(11s);
  EXPECT_EQ(bench.servers.for_connection(1, 1), home) << "it is back";
}

TEST(Servers, AreAvailableWhileAnyIsUp) {
  ServersOnBench bench(2);
  bench.restart(1s, 0, 10s);
  bench.restart(2s, 1, 3s);
  bench.run_until(1s);
  EXPECT_TRUE(bench.servers.available());
  bench.run_until(2s);
  EXPECT_FALSE(bench.servers.available());
  bench.run_until(5s);
  EXPECT_TRUE(bench.servers.available());
}

TEST(Servers, StopAndStartAnInstance) {
  ServersOnBench bench(2);
  bench.restart(1s, 1, 5s);
  bench.run_until(1min);
  EXPECT_THAT(bench.said(), ElementsAre("1s restarted 1", "6s started 1"));
  EXPECT_THAT(bench.stops, ElementsAre(1U));
}

TEST(Servers, StayDownLongerWhenToldSoMeanwhile) {
  ServersOnBench bench(1);
  bench.restart(1s, 0, 10s);
  bench.restart(5s, 0, 20s);
  bench.restart(6s, 0, 1s);
  bench.run_until(1min);
  EXPECT_THAT(bench.said(), ElementsAre("1s restarted 0", "25s started 0"));
  EXPECT_THAT(bench.stops, ElementsAre(0U)) << "once";
}

TEST(Servers, RestartOneAfterTheOtherWhenTheyRoll) {
  ServersOnBench bench(3);
  bench.at(10s, [&bench] { bench.servers.rolling_restart(5s, true); });
  bench.run_until(1min);
  EXPECT_THAT(bench.said(), ElementsAre("10s restarted 0", "15s started 0", "15s restarted 1",
                                        "20s started 1", "20s restarted 2", "25s started 2"));
}

TEST(Servers, RestartByChanceEachSoOften) {
  ServersOnBench bench(1, [](Settings& s) {
    s.server.restart_every = Duration(20s);
    s.server.restart_lasts = 5s;
    s.server.graceful_restart = true;
  });
  bench.servers.start();
  bench.run_until(50s);
  EXPECT_THAT(bench.said(),
              ElementsAre("20s restarted 0", "25s started 0", "40s restarted 0", "45s started 0"));
}

TEST(Servers, RestartNeverWithoutARate) {
  ServersOnBench bench(1);
  bench.servers.start();
  bench.run_until(24h);
  EXPECT_THAT(bench.said(), IsEmpty());
}

}  // namespace
}  // namespace lastseen::models
