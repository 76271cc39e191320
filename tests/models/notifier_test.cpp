// The notifier on the bench: what it does when the registry of its instance has no fresh entry. The test plays the registry,
// the network and the push service's other end.
#include <lastseen/models/notifier.hpp>

#include <gmock/gmock.h>

#include <functional>
#include <set>
#include <string>

#include "tests/models/bench.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// User 0's connections 1, 2 ... are known to these instances; jobs are done at instance `home`.
class NotifierOnBench : public Bench {
 public:
  explicit NotifierOnBench(
      OnMissing rule, const std::function<void(Settings&)>& change = [](Settings&) {})
      : Bench(settings_with(rule, change)) {
    notifier.route.connect<&NotifierOnBench::route>(*this);
    notifier.check.connect<&NotifierOnBench::check>(*this);
    notifier.write.connect<&NotifierOnBench::written>(*this);
    notifier.push_arrived.connect<&NotifierOnBench::pushed>(*this);
  }
  void done(Duration instant, std::uint32_t job) {
    at(instant, [this, job] { notifier.job_done(0, job, cause(Kind::processing_completed)); });
  }
  void registered(Duration instant, std::uint32_t connection, std::uint32_t instance = 0) {
    at(instant, [this, connection, instance] {
      notifier.registered({0, connection, instance}, cause(Kind::registered));
    });
  }
  /// What it wrote, as "instant kind job".
  std::vector<std::string> said() const {
    std::vector<std::string> texts;
    for (const sim::Record& record : recording.records()) {
      if (role_of(record) != Role::notifier && role_of(record) != Role::push_service) continue;
      texts.push_back(sim::to_text(record.time - sim::run_start) + " " + std::string(name(kind_of(record))) +
                      " " + std::to_string(record.subject.number));
    }
    return texts;
  }

  Notifier notifier{context};
  std::set<std::uint32_t> knowing;  ///< instances
  std::vector<std::string> frames;  ///< "connection: job"
  std::vector<std::string> pushes;  ///< "instant job"

 private:
  static Settings settings_with(OnMissing rule, const std::function<void(Settings&)>& change) {
    Settings settings;
    settings.notifier.on_missing = rule;
    settings.notifier.publish_latency = Duration(2ms);
    settings.notifier.push_latency = Duration(1s);
    change(settings);
    return settings;
  }
  sim::RecordId cause(Kind kind) { return context.write(Role::worker, 0, kind, job_subject(0, 0), 0); }
  std::uint32_t route(UserId, std::uint32_t) { return 0; }
  Presence check(std::uint32_t instance, UserId) {
    Presence answer;
    if (knowing.contains(instance)) answer.connections.push_back(instance + 1);
    return answer;
  }
  void written(Packet packet) {
    frames.push_back(std::to_string(packet.number) + ": " + std::to_string(packet.part));
  }
  void pushed(UserId, std::uint32_t job, sim::RecordId) {
    pushes.push_back(sim::to_text(simulation.now() - sim::run_start) + " " + std::to_string(job));
  }
};

TEST(Notifier, SendsToAUserWhoIsConnectedWhateverTheRule) {
  for (const OnMissing rule : {OnMissing::skip, OnMissing::keep, OnMissing::publish, OnMissing::push}) {
    NotifierOnBench bench(rule);
    bench.knowing = {0};
    bench.done(5s, 1);
    bench.run_until(1h);
    EXPECT_THAT(bench.said(), ElementsAre("5s notification_sent 1"));
    EXPECT_THAT(bench.frames, ElementsAre("1: 1"));
  }
}

TEST(Notifier, SkipsAUserWhoIsNotConnected) {
  NotifierOnBench bench(OnMissing::skip);
  bench.done(5s, 1);
  bench.registered(6s, 1);
  bench.run_until(1h);
  EXPECT_THAT(bench.said(), ElementsAre("5s skipped 1"));
  EXPECT_THAT(bench.frames, IsEmpty());
}

TEST(Notifier, KeepsUntilTheUserRegistersAndThenSendsInOrder) {
  NotifierOnBench bench(OnMissing::keep);
  bench.done(5s, 2);
  bench.done(6s, 1);
  bench.registered(10s, 7);
  bench.registered(11s, 8);
  bench.run_until(3h);
  EXPECT_THAT(bench.said(),
              ElementsAre("5s kept 2", "6s kept 1", "10s notification_sent 2", "10s notification_sent 1"));
  EXPECT_THAT(bench.frames, ElementsAre("7: 2", "7: 1")) << "once, to the connection that came";
}

// Goal: kept so long and no longer. Method: kept at 5 s for 10 s.
TEST(Notifier, GivesUpWhatItHasKeptTooLong) {
  NotifierOnBench bench(OnMissing::keep, [](Settings& s) { s.notifier.keep_for = 10s; });
  bench.done(5s, 1);
  bench.registered(15s + 1ns, 7);
  bench.run_until(1h);
  EXPECT_THAT(bench.said(), ElementsAre("5s kept 1", "15s given_up 1"));
  EXPECT_THAT(bench.frames, IsEmpty());
}

// Goal: a tie of a registration and the end of keeping is decided by what goes first.
TEST(Notifier, SendsAtTheInstantOfGivingUpWhenMessagesGoFirst) {
  for (const TieOrder ties : {TieOrder::messages_first, TieOrder::timers_first}) {
    NotifierOnBench bench(OnMissing::keep, [ties](Settings& s) {
      s.notifier.keep_for = 10s;
      s.session.ties = ties;
    });
    bench.done(5s, 1);
    bench.registered(15s, 7);
    bench.run_until(1h);
    EXPECT_EQ(bench.frames.size(), ties == TieOrder::messages_first ? 1U : 0U);
    EXPECT_EQ(bench.count(Kind::given_up), ties == TieOrder::messages_first ? 0U : 1U);
  }
}

// Goal: not too many. Method: two at most; the oldest goes.
TEST(Notifier, GivesUpTheOldestWhenItHasKeptTooMany) {
  NotifierOnBench bench(OnMissing::keep, [](Settings& s) { s.notifier.keep_count = 2; });
  for (std::uint32_t job = 1; job <= 3; ++job) bench.done(job * 1s, job);
  bench.registered(10s, 7);
  bench.run_until(9s);
  EXPECT_EQ(bench.notifier.pending(), 2U);
  bench.run_until(20s);
  EXPECT_EQ(bench.notifier.pending(), 0U);
  EXPECT_THAT(bench.said(), ElementsAre("1s kept 1", "2s kept 2", "3s kept 3", "3s given_up 1",
                                        "10s notification_sent 2", "10s notification_sent 3"));
}

// Method: instance 1 is asked before instance 2; whichever knows the user, the other's silence is no skip.
TEST(Notifier, PublishesToTheOtherInstancesAndTheOneThatKnowsSends) {
  for (const std::uint32_t knowing : {1U, 2U}) {
    NotifierOnBench bench(OnMissing::publish, [](Settings& s) { s.server.instances = 3; });
    bench.knowing = {knowing};
    bench.done(5s, 1);
    bench.run_until(5s);
    EXPECT_EQ(bench.notifier.pending(), 2U);
    bench.run_until(1h);
    EXPECT_THAT(bench.said(), ElementsAre("5s published 1", "5.002s notification_sent 1"));
    EXPECT_THAT(bench.frames, ElementsAre(std::to_string(knowing + 1) + ": 1"));
    EXPECT_EQ(bench.recording.records().back().actor.index, knowing);
    EXPECT_EQ(bench.notifier.pending(), 0U);
  }
}

TEST(Notifier, SkipsOnceWhenNoInstanceKnowsTheUser) {
  NotifierOnBench bench(OnMissing::publish, [](Settings& s) { s.server.instances = 3; });
  bench.done(5s, 1);
  bench.run_until(1h);
  EXPECT_THAT(bench.said(), ElementsAre("5s published 1", "5.002s skipped 1"));
}

TEST(Notifier, SkipsAtOnceWhenThereIsNoOtherInstance) {
  NotifierOnBench bench(OnMissing::publish);
  bench.done(5s, 1);
  bench.run_until(1h);
  EXPECT_THAT(bench.said(), ElementsAre("5s skipped 1"));
}

TEST(Notifier, PushesWithALatencyOfItsOwn) {
  NotifierOnBench bench(OnMissing::push);
  bench.done(5s, 1);
  bench.run_until(5s);
  EXPECT_EQ(bench.notifier.pending(), 1U);
  bench.run_until(1h);
  EXPECT_THAT(bench.said(), ElementsAre("5s push_sent 1"));
  EXPECT_THAT(bench.pushes, ElementsAre("6s 1"));
  EXPECT_EQ(bench.notifier.pending(), 0U);
}

TEST(Notifier, MayLoseAPush) {
  NotifierOnBench bench(OnMissing::push, [](Settings& s) { s.notifier.push_loss = 1; });
  bench.done(5s, 1);
  bench.run_until(1h);
  EXPECT_THAT(bench.said(), ElementsAre("5s push_sent 1", "5s push_lost 1"));
  EXPECT_THAT(bench.pushes, IsEmpty());
}

// Goal: losses have their rate. Method: 2,000 pushes, of which 30 % are lost: 600, give or take 4 standard deviations of
// 20.5.
TEST(Notifier, LosesPushesAtTheirRate) {
  NotifierOnBench bench(OnMissing::push, [](Settings& s) { s.notifier.push_loss = 0.3; });
  for (std::uint32_t job = 1; job <= 2000; ++job) bench.done(1s, job);
  bench.run_until(1h);
  EXPECT_NEAR(static_cast<double>(bench.count(Kind::push_lost)), 600, 82);
  EXPECT_EQ(bench.pushes.size() + bench.count(Kind::push_lost), 2000U);
}

}  // namespace
}  // namespace lastseen::models
