// What happens to single packets: the nth of a kind by the script, each with its probability by chance.
#include <lastseen/models/packet_faults.hpp>

#include <gmock/gmock.h>

#include <functional>

#include "tests/models/bench.hpp"
#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Settings upload_with(std::vector<Fault> faults) {
  Settings settings = fixed(scripted(5s));
  settings.faults = std::move(faults);
  return settings;
}

// Goal: the nth of its kind and no other. Method: of the pings of 30.64, 60.64 and 90.64 s the second is lost.
TEST(PacketFault, StrikesTheNthPacketOfItsKind) {
  Session session(upload_with({{.kind = FaultKind::drop, .packet = PacketKind::ping, .nth = 2}}));
  session.run_until(100s);
  EXPECT_THAT(session.times(Kind::packet_lost), ElementsAre("60.64s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::packet_lost)), Kind::ping_sent);
  EXPECT_THAT(session.times(Kind::ping_received), ElementsAre("30.68s", "90.68s"));
}

TEST(PacketFault, CountsThePacketsOfEachUserAndKindByThemselves) {
  Settings settings =
      upload_with({{.kind = FaultKind::drop, .user = 1, .packet = PacketKind::ping, .nth = 1}});
  settings.session.users = 2;
  Session session(settings);
  session.run_until(100s);
  ASSERT_THAT(session.times(Kind::packet_lost), ElementsAre("30.64s"));
  EXPECT_EQ(session.first(Kind::packet_lost).subject.owner, 1U);
}

TEST(PacketFault, DelaysAPacketAndTheFramesBehindIt) {
  Settings settings =
      upload_with({{.kind = FaultKind::delay, .packet = PacketKind::ping, .nth = 1, .by = 7s}});
  settings.ping.interval = 5s;
  settings.ping.first_after = 30s;
  Session session(settings);
  session.run_until(45s);
  EXPECT_THAT(session.times(Kind::packet_delayed), ElementsAre("30.64s"));
  EXPECT_THAT(session.times(Kind::ping_received), ElementsAre("37.68s", "37.68s", "40.68s"))
      << "TCP keeps the ping of 35.64 s behind it";
}

TEST(PacketFault, DelaysARequestAndNotTheOneBehindIt) {
  Settings settings =
      upload_with({{.kind = FaultKind::delay, .packet = PacketKind::upload, .nth = 1, .by = 7s}});
  settings.jobs.count = 2;
  settings.jobs.at = {5s, 6s};
  Session session(settings);
  session.run_until(45s);
  EXPECT_THAT(session.times(Kind::accepted), ElementsAre("6.042s", "12.042s"));
}

TEST(PacketFault, LetsAPacketComeTwice) {
  Session session(
      upload_with({{.kind = FaultKind::duplicate, .packet = PacketKind::upload, .nth = 1, .by = 3s}}));
  session.run_until(45s);
  EXPECT_THAT(session.times(Kind::packet_duplicated), ElementsAre("8s"));
  EXPECT_THAT(session.times(Kind::accepted), ElementsAre("5.042s"));
  EXPECT_THAT(session.times(Kind::duplicate_ignored), ElementsAre("8.042s")) << "accepted once";
}

TEST(PacketFault, BeginsNoConnectionTwice) {
  Session session(
      upload_with({{.kind = FaultKind::duplicate, .packet = PacketKind::upgrade, .nth = 1, .by = 3s}}));
  session.run_until(45s);
  EXPECT_EQ(session.count(Kind::connected, Role::gateway), 1U);
  EXPECT_THAT(session.all(Kind::packet_duplicated), IsEmpty());
}

TEST(PacketFault, DropBeatsDelayAndDuplicate) {
  Session session(upload_with({{.kind = FaultKind::duplicate, .packet = PacketKind::ping, .by = 1s},
                               {.kind = FaultKind::delay, .packet = PacketKind::ping, .by = 1s},
                               {.kind = FaultKind::drop, .packet = PacketKind::ping}}));
  session.run_until(45s);
  EXPECT_EQ(session.count(Kind::packet_lost), 1U);
  EXPECT_EQ(session.count(Kind::ping_received), 0U);
}

/// Fates of 10,000 packets of a kind.
struct Fates {
  int lost = 0;
  int delayed = 0;
  int doubled = 0;
};
Fates fates(PacketKind kind, const std::function<void(NetworkSettings&)>& change) {
  Settings settings;
  change(settings.network);
  Bench bench(settings);
  PacketFaults faults(bench.context);
  Fates fates;
  for (std::uint32_t part = 1; part <= 10'000; ++part) {
    const PacketFate fate = faults.fate({.kind = kind, .user = 0, .number = 1, .part = part});
    fates.lost += fate.is_lost ? 1 : 0;
    fates.delayed += fate.delay > Duration::zero() ? 1 : 0;
    fates.doubled += fate.second_after ? 1 : 0;
    EXPECT_LE((fate.is_lost ? 1 : 0) + (fate.delay > Duration::zero() ? 1 : 0) + (fate.second_after ? 1 : 0),
              1);
  }
  return fates;
}

// Goal: the three exclude each other, each with its probability, in its direction. Method: 10 %, 20 % and 30 % of 10,000,
// give or take 4 standard deviations (30, 40, 45.8).
TEST(PacketFault, ComesByChanceWithItsProbability) {
  const auto up = [](NetworkSettings& network) {
    network.drop_up = 0.1;
    network.delay_up = 0.2;
    network.duplicate_up = 0.3;
  };
  const Fates of_pings = fates(PacketKind::ping, up);
  EXPECT_NEAR(of_pings.lost, 1000, 120);
  EXPECT_NEAR(of_pings.delayed, 2000, 160);
  EXPECT_NEAR(of_pings.doubled, 3000, 184);
  const Fates of_pongs = fates(PacketKind::pong, up);
  EXPECT_EQ(of_pongs.lost + of_pongs.delayed + of_pongs.doubled, 0) << "the other direction";
}

TEST(PacketFault, ComesByChanceOnTheWayDown) {
  const Fates of_pongs = fates(PacketKind::pong, [](NetworkSettings& network) { network.drop_down = 1; });
  EXPECT_EQ(of_pongs.lost, 10'000);
}

}  // namespace
}  // namespace lastseen::models
