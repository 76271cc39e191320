// The network path: a latency for each packet, TCP's order within one direction of one connection, none for
// REST.
#include <lastseen/models/network_path.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "tests/models/bench.hpp"

namespace lastseen::models {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

/// Writes down what arrives, whatever it is.
struct Receiver {
  struct Arrival {
    Packet packet;
    sim::Instant time;
  };
  const Bench& bench;
  std::vector<Arrival> arrivals = {};

  void receive(Packet packet) { arrivals.push_back({packet, bench.simulation.now()}); }
  std::vector<std::uint32_t> parts() const {
    std::vector<std::uint32_t> numbers;
    for (const Arrival& arrival : arrivals) numbers.push_back(arrival.packet.part);
    return numbers;
  }
};

class Network : public ::testing::Test {
 protected:
  Network() {
    for (std::size_t kind = 0; kind < packet_kind_count; ++kind) {
      network.on(static_cast<PacketKind>(kind)).connect<&Receiver::receive>(receiver);
    }
  }
  static Settings wide_latency() {
    Settings settings;
    settings.session.users = 2;
    settings.network.latency = Distribution::uniform(0s, 1s);
    settings.handshake.duration = 5s;
    return settings;
  }
  /// Packets 1..count of a kind, a millisecond apart.
  void send_burst(PacketKind kind, std::uint32_t count, std::uint32_t number = 1, UserId user = 0) {
    for (std::uint32_t part = 1; part <= count; ++part) {
      const Packet packet{.kind = kind, .user = user, .number = number, .part = part};
      bench.at(part * 1ms, [this, packet] { network.send(packet); });
    }
  }

  Bench bench{wide_latency()};
  NetworkPath network{bench.context};
  Receiver receiver{bench};
};

// Goal: TCP. Method: 500 pings a millisecond apart with latencies of 0 to 1 s would overtake one another.
TEST_F(Network, KeepsTheOrderOfFramesOfOneConnection) {
  for (const PacketKind kind : {PacketKind::ping, PacketKind::pong, PacketKind::notification}) {
    SCOPED_TRACE(static_cast<int>(kind));
    receiver.arrivals.clear();
    Bench fresh(wide_latency());
    NetworkPath path(fresh.context);
    Receiver there{fresh};
    path.on(kind).connect<&Receiver::receive>(there);
    for (std::uint32_t part = 1; part <= 500; ++part) {
      const Packet packet{.kind = kind, .user = 0, .number = 1, .part = part};
      fresh.at(part * 1ms, [&path, packet] { path.send(packet); });
    }
    fresh.run_until(10s);
    ASSERT_EQ(there.arrivals.size(), 500U);
    EXPECT_TRUE(std::ranges::is_sorted(there.parts()));
  }
}

// Goal: a frame waits for those before it and no longer. Method: an arrival is the latest of all "sent +
// latency".
TEST_F(Network, DelaysAFrameOnlyUntilTheOneBeforeItHasArrived) {
  send_burst(PacketKind::ping, 200);
  bench.run_until(10s);
  const Purpose of_pings = purpose(Purpose::latency, PacketKind::ping);
  Duration latest{0};
  for (const auto& [packet, time] : receiver.arrivals) {
    const Duration own = bench.chance.draw(label(0, of_pings, Origin(Root(RootKind::app_start)), packet.part),
                                           bench.settings.network.latency);
    latest = std::max<Duration>(latest, packet.part * 1ms + own);
    EXPECT_EQ(time - sim::run_start, latest) << "ping " << packet.part;
  }
}

TEST_F(Network, LetsRestRequestsOvertakeOneAnother) {
  for (const PacketKind kind :
       {PacketKind::upload, PacketKind::upload_reply, PacketKind::poll, PacketKind::poll_reply}) {
    receiver.arrivals.clear();
    Bench fresh(wide_latency());
    NetworkPath path(fresh.context);
    Receiver there{fresh};
    path.on(kind).connect<&Receiver::receive>(there);
    for (std::uint32_t part = 1; part <= 100; ++part) {
      path.send({.kind = kind, .user = 0, .number = 1, .part = part});
    }
    fresh.run_until(10s);
    ASSERT_EQ(there.arrivals.size(), 100U);
    EXPECT_FALSE(std::ranges::is_sorted(there.parts())) << static_cast<int>(kind);
  }
}

// Goal: the handshake's packet is the connection's first: what is sent after it arrives after it. Method: a
// handshake of 5 s, a frame 1 ms later with at most 1 s of latency of its own (no close, which would end the handshake).
TEST_F(Network, LetsNothingOvertakeTheHandshakeOfItsConnection) {
  bench.at(0s, [this] { network.send({.kind = PacketKind::upgrade, .user = 0, .number = 1}); });
  bench.at(1ms, [this] { network.send({.kind = PacketKind::ping, .user = 0, .number = 1}); });
  bench.run_until(10s);
  ASSERT_EQ(receiver.arrivals.size(), 2U);
  EXPECT_EQ(receiver.arrivals[0].packet.kind, PacketKind::upgrade);
  EXPECT_EQ(receiver.arrivals[1].time, sim::run_start + 5s);
}

// Goal: one connection or direction does not hold up another. Method: while connection 1 of user 0 waits for
// its handshake of 5 s, frames of all others arrive within their own latency of at most 1 s.
TEST_F(Network, HoldsUpNeitherTheOtherDirectionNorOtherConnectionsNorOtherUsers) {
  bench.at(0s, [this] {
    network.send({.kind = PacketKind::upgrade, .user = 0, .number = 1});
    network.send({.kind = PacketKind::pong, .user = 0, .number = 1, .part = 1});
    network.send({.kind = PacketKind::ping, .user = 0, .number = 2, .part = 1});
    network.send({.kind = PacketKind::ping, .user = 1, .number = 1, .part = 1});
    network.send({.kind = PacketKind::upload, .user = 0, .number = 1, .part = 1});
  });
  bench.run_until(1s);
  EXPECT_EQ(receiver.arrivals.size(), 4U);
  bench.run_until(5s);
  EXPECT_EQ(receiver.arrivals.size(), 5U);
}

TEST_F(Network, CountsTheNotificationsThatAreUnderWay) {
  bench.at(0s,
           [this] { network.send({.kind = PacketKind::notification, .user = 0, .number = 1, .part = 1}); });
  bench.at(0s,
           [this] { network.send({.kind = PacketKind::notification, .user = 1, .number = 1, .part = 1}); });
  bench.at(0s, [this] { network.send({.kind = PacketKind::pong, .user = 0, .number = 1, .part = 1}); });
  bench.run_until(0s);
  EXPECT_EQ(network.notifications_in_flight(), 2U);
  bench.run_until(2s);
  EXPECT_EQ(network.notifications_in_flight(), 0U);
}

// Goal: the luck of a notification belongs to its job, not to the connection that carries it (common random
// numbers).
TEST_F(Network, GivesANotificationTheLatencyOfItsJobOnAnyConnection) {
  for (std::uint32_t connection = 1; connection <= 5; ++connection) {
    bench.at(0s, [this, connection] {
      network.send({.kind = PacketKind::notification, .user = 0, .number = connection, .part = 3});
    });
  }
  bench.run_until(2s);
  std::vector<sim::Instant> times;
  for (const auto& arrival : receiver.arrivals) times.push_back(arrival.time);
  ASSERT_EQ(times.size(), 5U);
  EXPECT_THAT(times, Each(times[0]));
}

TEST_F(Network, CarriesAPacketUnchanged) {
  network.send({.kind = PacketKind::poll_reply, .user = 1, .number = 2, .part = 3, .content = 4, .cause = 5});
  bench.run_until(2s);
  ASSERT_EQ(receiver.arrivals.size(), 1U);
  const Packet& packet = receiver.arrivals[0].packet;
  EXPECT_EQ(packet.kind, PacketKind::poll_reply);
  EXPECT_THAT((std::vector{packet.user, packet.number, packet.part, packet.content, packet.cause}),
              ElementsAre(1U, 2U, 3U, 4U, 5U));
}

/// The network with 40 ms each way; who gives up is written down.
class Failing : public Bench {
 public:
  explicit Failing(const std::function<void(Settings&)>& change = [](Settings&) {})
      : Bench(settings_with(change)) {
    for (std::size_t kind = 0; kind < packet_kind_count; ++kind) {
      network.on(static_cast<PacketKind>(kind)).connect<&Receiver::receive>(receiver);
    }
    network.phone_gave_up.connect<&Failing::phone>(*this);
    network.server_gave_up.connect<&Failing::server>(*this);
    network.frame_passed.connect<&Failing::ignore>(*this);
    network.connection_ended.connect<&Failing::ignore>(*this);
    send(0s, PacketKind::upgrade);
  }
  void send(Duration instant, PacketKind kind, std::uint32_t connection = 1, std::uint32_t part = 1) {
    at(instant, [this, kind, connection, part] {
      network.send({.kind = kind, .user = 0, .number = connection, .part = part});
    });
  }
  void kill(Duration instant) {
    at(instant, [this] { network.kill(0, 0); });
  }
  void outage(Duration instant, Duration lasts, Direction direction = Direction::both) {
    at(instant, [this, lasts, direction] { network.begin_outage(0, direction, lasts, 0); });
  }
  /// When packets of the kind arrived.
  std::vector<std::string> arrived(PacketKind kind) const {
    std::vector<std::string> texts;
    for (const auto& [packet, time] : receiver.arrivals) {
      if (packet.kind == kind) texts.push_back(sim::to_text(time - sim::run_start));
    }
    return texts;
  }

  NetworkPath network{context};
  Receiver receiver{*this};
  std::vector<std::string> gave_up;  ///< "instant side"

 private:
  static Settings settings_with(const std::function<void(Settings&)>& change) {
    Settings settings;
    settings.network.latency = 40ms;
    settings.handshake.duration = 600ms;
    settings.connection.tcp_user_timeout = 10s;
    settings.gateway.tcp_user_timeout = 20s;
    settings.rest.timeout = 5s;
    change(settings);
    return settings;
  }
  void phone(UserId, std::uint32_t, sim::RecordId) {
    gave_up.push_back(sim::to_text(simulation.now() - sim::run_start) + " phone");
  }
  void server(UserId, std::uint32_t, sim::RecordId) {
    gave_up.push_back(sim::to_text(simulation.now() - sim::run_start) + " server");
  }
  void ignore(UserId, std::uint32_t) {}
};

// Goal: a dead connection carries nothing, and REST goes on. Method: dead at 5 s.
TEST(NetworkPath, LosesTheFramesOfADeadConnectionAndNoRequest) {
  Failing bench;
  bench.send(4'990ms, PacketKind::ping);
  bench.kill(5s);
  bench.send(6s, PacketKind::ping);
  bench.send(6s, PacketKind::poll);
  bench.run_until(8s);
  EXPECT_THAT(bench.arrived(PacketKind::ping), ElementsAre("5.03s")) << "under way before";
  EXPECT_THAT(bench.arrived(PacketKind::poll), ElementsAre("6.04s"));
  EXPECT_EQ(bench.count(Kind::packet_lost), 1U);
}

// Goal: each side learns some time after the first frame that is not acknowledged, once.
TEST(NetworkPath, TellsASideThatSendsIntoADeadConnection) {
  Failing bench;
  bench.kill(5s);
  bench.send(6s, PacketKind::ping);
  bench.send(7s, PacketKind::ping, 1, 2);
  bench.send(8s, PacketKind::notification);
  bench.run_until(1min);
  EXPECT_THAT(bench.gave_up, ElementsAre("16s phone", "28s server"));
}

TEST(NetworkPath, TellsNobodyWhoSendsNothing) {
  Failing bench;
  bench.kill(5s);
  bench.run_until(24h);
  EXPECT_TRUE(bench.gave_up.empty()) << "half-open for ever";
}

TEST(NetworkPath, KillsAConnectionOnceAndNotAfterItWasClosed) {
  Failing twice;
  twice.kill(5s);
  twice.kill(6s);
  twice.run_until(10s);
  EXPECT_EQ(twice.count(Kind::connection_died), 1U);

  Failing closed;
  closed.send(4s, PacketKind::client_close);
  closed.kill(5s);
  closed.run_until(10s);
  EXPECT_EQ(closed.count(Kind::connection_died), 0U);
}

// Goal: only the latest connection dies with the network: an older one is dead already, or was left.
TEST(NetworkPath, KillsTheLatestConnection) {
  Failing bench;
  bench.send(1s, PacketKind::upgrade, 2);
  bench.kill(5s);
  bench.send(6s, PacketKind::pong, 1);
  bench.send(6s, PacketKind::pong, 2);
  bench.run_until(10s);
  EXPECT_THAT(bench.arrived(PacketKind::pong), ElementsAre("6.04s"));
}

// Goal: nothing gets through before TCP tries again. Method: with a round trip of 80 ms it does 280 ms after 6 s, and again 0.84,
// 1.96, 4.2 and 8.68 s after it.
TEST(NetworkPath, HoldsRequestsAndFramesUpUntilTheRetransmissionAfterTheOutage) {
  Failing bench;
  bench.outage(5s, 4s);
  bench.send(6s, PacketKind::ping);
  bench.send(6s, PacketKind::poll);
  bench.run_until(20s);
  EXPECT_THAT(bench.arrived(PacketKind::ping), ElementsAre("10.24s"));
  EXPECT_THAT(bench.arrived(PacketKind::poll), ElementsAre("10.24s"));
  EXPECT_EQ(bench.count(Kind::retransmitted), 8U);
}

// Goal: a request waits as long as its timeout, a frame as long as TCP. Method: both are sent again after 8.68 s.
TEST(NetworkPath, LosesARequestThatCannotWaitForTheRetransmissionAfterTheOutage) {
  for (const Duration patience : {Duration{8'680ms}, Duration{8'680ms} - 1ns}) {
    Failing bench([&](Settings& settings) { settings.rest.timeout = patience; });
    bench.outage(5s, 8s);
    bench.send(6s, PacketKind::poll);
    bench.send(6s, PacketKind::ping);
    bench.run_until(20s);
    EXPECT_EQ(bench.arrived(PacketKind::poll).size(), patience == 8'680ms ? 1U : 0U);
    EXPECT_EQ(bench.count(Kind::packet_lost), patience == 8'680ms ? 0U : 1U);
    EXPECT_THAT(bench.arrived(PacketKind::ping), ElementsAre("14.72s"));
  }
}

// Goal: an outage that grows holds up what waits, as long as its sender has patience. Method: until 8 s, then until 10 s; a
// frame of 6 s, requests of 4.9 s (5 s of patience) and 6 s; order is kept with a frame sent at its end.
TEST(NetworkPath, HoldsUpWhatWaitsForAnOutageThatGrows) {
  Failing bench;
  bench.outage(4s, 4s);
  bench.outage(7s, 3s);
  bench.send(4900ms, PacketKind::poll, 1, 1);
  bench.send(6s, PacketKind::poll, 1, 2);
  bench.send(6s, PacketKind::ping, 1, 1);
  bench.send(6s, PacketKind::notification, 1, 1);
  bench.send(10s, PacketKind::ping, 1, 2);
  bench.at(9s, [&bench] { EXPECT_EQ(bench.network.notifications_in_flight(), 1U) << "it is under way"; });
  bench.run_until(20s);
  EXPECT_THAT(bench.arrived(PacketKind::poll), ElementsAre("10.24s"));
  EXPECT_THAT(bench.arrived(PacketKind::ping), ElementsAre("10.24s", "10.24s"));
  EXPECT_THAT(bench.receiver.parts(), ::testing::IsSupersetOf({1U, 2U}));
  EXPECT_EQ(bench.count(Kind::packet_lost), 1U) << "the request, whose retransmission is due at 13.58 s";
  EXPECT_EQ(bench.network.notifications_in_flight(), 0U);
}

// Goal: old connections are forgotten, and their frames lost. Method: of connections 1 to 4 the last three are known.
TEST(NetworkPath, KnowsTheLastThreeConnectionsOfAUser) {
  Failing bench;
  for (std::uint32_t connection = 2; connection <= 4; ++connection) {
    bench.send(connection * 1s, PacketKind::upgrade, connection);
  }
  bench.send(10s, PacketKind::pong, 1);
  bench.send(10s, PacketKind::pong, 2);
  bench.run_until(20s);
  EXPECT_THAT(bench.arrived(PacketKind::pong), ElementsAre("10.04s"));
  EXPECT_EQ(bench.count(Kind::packet_lost), 1U);
}

}  // namespace
}  // namespace lastseen::models
