// A source of choices sees everything that is uncertain in a world, the order of simultaneous events included. When it draws
// as the generator does and takes the default order, the world is the ordinary one.
#include <gmock/gmock.h>

#include <set>
#include <span>
#include <string>
#include <vector>

#include <lastseen/sim/choices.hpp>
#include "tests/models/random_settings.hpp"
#include "tests/race/session.hpp"
#include "tests/scale.hpp"

namespace lastseen::models {
namespace {

std::uint64_t plain_fingerprint(const Settings& settings, std::uint32_t replication) {
  const sim::Chance chance(1, replication);
  World world(settings, chance);
  world.run();
  return world.fingerprint().value();
}

std::uint64_t fingerprint_through(sim::ChoiceSource& source, const Settings& settings) {
  const sim::Chance chance(source);
  World world(settings, chance);
  world.run();
  return world.fingerprint().value();
}

TEST(Choices, OfTheGeneratorInTheDefaultOrderAreThePlainRun) {
  const auto worlds = scaled<std::uint64_t>(300, "worlds through a source");
  for (std::uint64_t draw = 0; draw < worlds; ++draw) {
    const Settings settings = random_settings(draw);
    sim::GeneratorSource source(1, static_cast<std::uint32_t>(draw));
    ASSERT_EQ(fingerprint_through(source, settings),
              plain_fingerprint(settings, static_cast<std::uint32_t>(draw)))
        << "random_settings(" << draw << ")";
  }
}

// Goal: luck belongs to things. Method: a recording refuses a label that is asked for twice in a run.
TEST(Choices, HaveALabelEach) {
  const auto worlds = scaled<std::uint64_t>(1000, "worlds in which no label is asked for twice");
  for (std::uint64_t draw = 0; draw < worlds; ++draw) {
    SCOPED_TRACE("random_settings(" + std::to_string(draw) + ")");
    sim::GeneratorSource generator(1, 0);
    sim::ChoiceRecording recording(generator);
    ASSERT_NO_THROW(fingerprint_through(recording, random_settings(draw)));
  }
}

TEST(Timers, HaveANameEach) {
  std::set<std::string> names;
  for (int number = 0; number < static_cast<int>(Timer::arrival); ++number) {
    names.insert(name(static_cast<Timer>(number)));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(Timer::arrival));
  EXPECT_FALSE(names.contains(""));
  EXPECT_EQ(name(timer(Timer::arrival, PacketKind::pong)), "arrival of pong");
  EXPECT_EQ(name(timer(Timer::retransmission, PacketKind::poll_reply)), "retransmission of poll_reply");
}

/// Takes the last of what may be next, and makes an event of what takes no time.
class Contrary : public sim::GeneratorSource {
 public:
  Contrary() : GeneratorSource(1, 0) {}
  std::size_t next(sim::Instant, std::span<const sim::EventLabel> due) override { return due.size() - 1; }
  bool at_once(sim::Instant, const sim::EventLabel&) override { return false; }
};

/// The pings of the phone that arrived at the server, in that order.
std::vector<std::uint32_t> pings_received(const std::vector<sim::Record>& records) {
  std::vector<std::uint32_t> pings;
  for (const sim::Record& record : records) {
    if (kind_of(record) == Kind::ping_received) pings.push_back(record.subject.part);
  }
  return pings;
}

// Goal: TCP keeps the order of frames, whoever chooses. Method: an outage from 100 to 160 s holds up the ping of 120.64 s
// until it is sent again at 192.04 s, and the two behind it; all arrive at one instant.
TEST(Choices, NeverLetFramesOvertakeEachOther) {
  Settings settings = scripted(5s);
  settings.session.duration = 4min;
  settings.gateway.read_deadline = 10min;
  settings.faults = {{.kind = FaultKind::outage, .at = 100s, .lasts = 60s, .direction = Direction::up}};
  Contrary contrary;
  const sim::Chance chance(contrary);
  World world(settings, chance);
  sim::Recording recording;
  world.add(recording);
  world.run_until(sim::run_start + 4min);
  EXPECT_THAT(pings_received(recording.records()), ::testing::ElementsAre(1, 2, 3, 4, 5, 6, 7));
}

// Goal: other orders are found, and are other runs. Method: random worlds with many ties.
TEST(Choices, OfAnotherOrderMakeAnotherRun) {
  int others = 0;
  for (std::uint64_t draw = 0; draw < 50; ++draw) {
    Contrary contrary;
    others +=
        fingerprint_through(contrary, random_settings(draw)) != plain_fingerprint(random_settings(draw), 0)
            ? 1
            : 0;
  }
  EXPECT_GT(others, 25);
}

}  // namespace
}  // namespace lastseen::models
