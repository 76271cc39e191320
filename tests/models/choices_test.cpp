// A source of choices sees everything that is uncertain in a world, the order of simultaneous events included. When it draws
// as the generator does and takes the default order, the world is the ordinary one.
#include <gmock/gmock.h>

#include <set>

#include "tests/models/random_settings.hpp"
#include "tests/race/session.hpp"

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
  for (std::uint64_t draw = 0; draw < 300; ++draw) {
    const Settings settings = random_settings(draw);
    sim::GeneratorSource source(1, static_cast<std::uint32_t>(draw));
    ASSERT_EQ(fingerprint_through(source, settings),
              plain_fingerprint(settings, static_cast<std::uint32_t>(draw)))
        << "random_settings(" << draw << ")";
  }
}

}  // namespace
}  // namespace lastseen::models
