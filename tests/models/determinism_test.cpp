// Same inputs, same run; other replication, other luck; and the same luck for the same thing in both arms
// (common random numbers, event by event), whatever else happens in one of them.
#include <gmock/gmock.h>

#include <map>
#include <set>
#include <tuple>

#include "tests/models/random_settings.hpp"
#include "tests/race/session.hpp"
#include "tests/scale.hpp"

namespace lastseen::models {
namespace {

std::uint64_t fingerprint(const Settings& settings, std::uint64_t seed, std::uint32_t replication) {
  const sim::Chance chance(seed, replication);
  World world(settings, chance);
  world.run();
  return world.fingerprint().value();
}

TEST(Determinism, SameSettingsSeedAndReplicationGiveTheSameRun) {
  const auto worlds = scaled(std::uint64_t{100}, "worlds");
  for (std::uint64_t draw = 0; draw < worlds; ++draw) {
    const Settings settings = random_settings(draw);
    EXPECT_EQ(fingerprint(settings, draw, 3), fingerprint(settings, draw, 3))
        << "random_settings(" << draw << ")";
  }
}

TEST(Determinism, OtherReplicationsAndSeedsGiveOtherRuns) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    for (std::uint32_t replication = 0; replication < 30; ++replication) {
      seen.insert(fingerprint({}, seed, replication));
    }
  }
  EXPECT_EQ(seen.size(), 900U);
}

// Goal: a world is a value. Method: two worlds advanced in turn, event by event, end like worlds run alone.
TEST(Determinism, WorldsSideBySideDoNotTouchEachOther) {
  Settings one = random_settings(1);
  Settings two = random_settings(2);
  one.session.duration = two.session.duration = 2min;
  const sim::Chance chance_one(5, 0);
  const sim::Chance chance_two(6, 0);
  World first(one, chance_one);
  World second(two, chance_two);
  while (first.now() < sim::run_start + 50s && second.now() < sim::run_start + 50s) {
    first.step();
    second.step();
  }
  first.run();
  second.run();
  EXPECT_EQ(first.fingerprint().value(), fingerprint(one, 5, 0));
  EXPECT_EQ(second.fingerprint().value(), fingerprint(two, 6, 0));
}

// Goal: looking inside changes nothing. Method: stopping at many instants, against running through.
TEST(Determinism, StoppingOnTheWayChangesNothing) {
  const Settings settings = random_settings(3);
  const sim::Chance chance(7, 0);
  World world(settings, chance);
  for (Duration instant{0}; instant < settings.session.duration; instant += 7s) {
    world.run_until(sim::run_start + instant);
  }
  world.run();
  EXPECT_EQ(world.fingerprint().value(), fingerprint(settings, 7, 0));
}

/// When each thing of a kind happened, by user, number and part.
using Times = std::map<std::tuple<UserId, std::uint32_t, std::uint32_t>, sim::Instant>;
Times times(const Session& session, Kind kind) {
  Times found;
  for (const sim::Record& record : session.all(kind)) {
    found[{record.subject.owner, record.subject.number, record.subject.part}] = record.time;
  }
  return found;
}

// Goal: the remedy shifts nobody else's luck. Method: 400 random settings, both arms; what the remedy cannot
// touch happens at the same nanosecond. (With a cleanup that closes sockets the connections differ, the jobs
// do not, unless they wait for a connection.)
TEST(CommonRandomNumbers, JobsAreSubmittedAcceptedAndCompletedAtTheSameInstantsInBothArms) {
  std::uint64_t arms_that_differ = 0;
  const auto worlds = scaled(std::uint64_t{400}, "worlds");
  for (std::uint64_t draw = 0; draw < worlds; ++draw) {
    SCOPED_TRACE(draw);
    Settings settings = random_settings(draw);
    settings.outbox.wait_for_connection = std::nullopt;
    settings.registry.refresh_on = RefreshOn::connect;
    Session before(settings, 9, static_cast<std::uint32_t>(draw));
    settings.registry.refresh_on = RefreshOn::ping;
    Session after(settings, 9, static_cast<std::uint32_t>(draw));
    for (Session* session : {&before, &after}) session->run_until(settings.session.duration + 2min);
    for (const Kind kind : {Kind::submitted, Kind::upload_sent, Kind::accepted, Kind::dispatched,
                            Kind::processing_started, Kind::processing_completed, Kind::processing_failed}) {
      EXPECT_EQ(times(before, kind), times(after, kind)) << name(kind);
    }
    arms_that_differ += before.world().fingerprint() != after.world().fingerprint() ? 1U : 0U;
  }
  EXPECT_GT(arms_that_differ, worlds / 4) << "the arms do differ elsewhere";
}

// Goal: as long as no connection is lost, pings and pongs match one for one. Method: without a job done there
// is no notification for a pong to wait behind.
TEST(CommonRandomNumbers, PingsAndPongsMatchOneForOneInBothArms) {
  for (std::uint32_t replication = 0; replication < 50; ++replication) {
    Settings settings;
    settings.worker.processing_time = 24h;
    Session before(settings, 1, replication);
    settings.registry.refresh_on = RefreshOn::ping;
    Session after(settings, 1, replication);
    for (Session* session : {&before, &after}) session->run_until(15min);
    for (const Kind kind : {Kind::ping_sent, Kind::ping_received, Kind::pong_sent, Kind::pong_received}) {
      EXPECT_EQ(times(before, kind), times(after, kind)) << name(kind);
    }
  }
}

/// Whether TCP held the frame up: it arrived together with the one before it.
bool was_held_up(const Session& session, const JobResult& job) {
  int frames = 0;
  for (const Kind kind : {Kind::notification_received, Kind::pong_received}) {
    for (const sim::Record& record : session.all(kind)) frames += record.time == job.received ? 1 : 0;
  }
  return frames > 1;
}

// Goal: a notification delivered in both arms has the same latency in both, also over another connection,
// unless it had to wait for the frame before it, which need not be there in the other arm.
TEST(CommonRandomNumbers, ANotificationHasTheSameLatencyOverWhicheverConnection) {
  int compared = 0;
  int over_another = 0;
  for (std::uint32_t replication = 0; replication < 200; ++replication) {
    Settings settings;
    settings.registry.close_on_eviction = true;
    settings.connection.reconnect_after = 1s;
    Session before(settings, 1, replication);
    settings.registry.refresh_on = RefreshOn::ping;
    Session after(settings, 1, replication);
    before.run();
    after.run();
    for (std::uint32_t number = 1; number <= settings.jobs.count; ++number) {
      const JobResult one = before.job(number);
      const JobResult other = after.job(number);
      if (!one.was_delivered() || !other.was_delivered()) continue;
      if (was_held_up(before, one) || was_held_up(after, other)) continue;
      ++compared;
      over_another += one.connection_age != other.connection_age ? 1 : 0;
      EXPECT_EQ(one.received - one.sent, other.received - other.sent)
          << "replication " << replication << ", job " << number;
    }
  }
  EXPECT_GT(compared, 500);
  EXPECT_GT(over_another, 100);
}

}  // namespace
}  // namespace lastseen::models
