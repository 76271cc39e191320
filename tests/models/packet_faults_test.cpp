// What happens to single packets: the nth of a kind by the script, each with its probability by chance.
#include <lastseen/models/packet_faults.hpp>

#include <gmock/gmock.h>

#include <array>
#include <cmath>
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
  int swallowed = 0;
  int delayed = 0;
  int doubled = 0;
  std::array<int, 21> losses = {};  ///< by how many in a row
};
Fates fates(PacketKind kind, const std::function<void(Settings&)>& change) {
  Settings settings;
  change(settings);
  Bench bench(settings);
  PacketFaults faults(bench.context);
  Fates fates;
  for (std::uint32_t part = 1; part <= 10'000; ++part) {
    const PacketFate fate = faults.fate({.kind = kind, .user = 0, .number = 1, .part = part});
    const bool is_delayed = fate.delay > Duration::zero();
    fates.swallowed += fate.is_lost ? 1 : 0;
    fates.delayed += is_delayed ? 1 : 0;
    fates.doubled += fate.second_after ? 1 : 0;
    ++fates.losses.at(fate.losses);
    EXPECT_LE((fate.is_lost ? 1 : 0) + (is_delayed ? 1 : 0) + (fate.second_after ? 1 : 0) +
                  (fate.losses > 0 ? 1 : 0),
              1);
  }
  return fates;
}

// Goal: the four exclude each other, each with its probability, in its direction. Method: 10 %, 20 %, 30 % and 25 % of 10,000,
// give or take 4 standard deviations (30, 40, 45.8 and 43.3).
TEST(PacketFault, ComesByChanceWithItsProbability) {
  const auto up = [](Settings& settings) {
    settings.proxy.swallows_up = 0.1;
    settings.network.delay_up = 0.2;
    settings.network.duplicate_up = 0.3;
    settings.network.loss_up = 0.25;
  };
  const Fates of_pings = fates(PacketKind::ping, up);
  EXPECT_NEAR(of_pings.swallowed, 1000, 120);
  EXPECT_NEAR(of_pings.delayed, 2000, 160);
  EXPECT_NEAR(of_pings.doubled, 3000, 184);
  EXPECT_NEAR(10'000 - of_pings.losses[0], 2500, 174);
  const Fates of_pongs = fates(PacketKind::pong, up);
  EXPECT_EQ(of_pongs.swallowed + of_pongs.delayed + of_pongs.doubled, 0) << "the other direction";
  EXPECT_EQ(of_pongs.losses[0], 10'000);
}

// Goal: what TCP sends instead of a lost packet is lost with the same probability. Method: of 10,000 packets 10,000 (1 - p) p^k
// are lost k times in a row, for p = 0.4, give or take 4 standard deviations.
TEST(PacketFault, LosesRetransmissionsAsWell) {
  const Fates of_pings = fates(PacketKind::ping, [](Settings& settings) { settings.network.loss_up = 0.4; });
  double share = 0.6;
  for (std::size_t losses = 0; losses < 6; ++losses) {
    EXPECT_NEAR(of_pings.losses[losses], 10'000 * share, 4 * std::sqrt(10'000 * share * (1 - share)));
    share *= 0.4;
  }
}

TEST(PacketFault, ComesByChanceOnTheWayDown) {
  const Fates of_pongs =
      fates(PacketKind::pong, [](Settings& settings) { settings.proxy.swallows_down = 1; });
  EXPECT_EQ(of_pongs.swallowed, 10'000);
}

// Goal: a lost packet is late, and does not go missing. Method: every ping is lost until TCP's patience is over: each comes
// never, and the phone gives the connection up 20 s after the first.
TEST(PacketFault, OfALostPacketIsADelayUntilThePatienceOfTcpIsOver) {
  Settings settings = fixed(scripted(2min));
  settings.network.loss_up = 1;
  settings.handshake.timeout = 24h;
  settings.connection.tcp_user_timeout = 20s;
  Session session(settings);
  session.run_until(60s);
  EXPECT_THAT(session.times(Kind::connection_failed), ElementsAre("20s"));
  EXPECT_THAT(session.times(Kind::retransmitted), ElementsAre("1s", "3s", "7s", "15s")) << "of the SYN";
}

}  // namespace
}  // namespace lastseen::models
