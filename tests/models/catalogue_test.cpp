// Mechanisms and remedies by name: all are there, each sets what it says and nothing wrong, and they can be combined.
#include <lastseen/models/catalogue.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <lastseen/models/contradictions.hpp>
#include <lastseen/models/parameters.hpp>

namespace lastseen::models {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;

Settings settings_of(const std::vector<std::string>& mechanism_names,
                     const std::vector<std::string>& remedy_names = {}) {
  std::vector<std::string> problems;
  Settings settings;
  apply(settings, expand(mechanism_names, remedy_names, "test", problems), "test", problems);
  EXPECT_THAT(problems, IsEmpty());
  return settings;
}

TEST(Catalogue, HasFifteenMechanismsAndSixteenRemediesThatSayWhatTheyAre) {
  EXPECT_EQ(mechanism_count, 15U);
  EXPECT_EQ(remedy_count, 16U);
  std::set<std::string_view> names;
  const auto expect_sound = [&](const auto& entry) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_FALSE(entry.meaning.empty() || entry.meaning.ends_with('.')) << entry.name;
    EXPECT_FALSE(entry.sets.empty()) << entry.name;
  };
  for (const MechanismEntry& mechanism : mechanisms) expect_sound(mechanism);
  for (const RemedyEntry& remedy : remedies) expect_sound(remedy);
}

// Every name alone, and every mechanism with every remedy, makes settings without contradiction.
TEST(Catalogue, AssignsParametersThatThereAreAndThatGoTogether) {
  for (const MechanismEntry& mechanism : mechanisms) {
    const std::string name(mechanism.name);
    EXPECT_THAT(contradictions(settings_of({name})), IsEmpty()) << name;
    for (const RemedyEntry& remedy : remedies) {
      EXPECT_THAT(contradictions(settings_of({name}, {std::string(remedy.name)})), IsEmpty())
          << name << " with " << remedy.name;
    }
  }
}

// Shown under the fix, so that what is lost is lost by the mechanism alone.
TEST(Mechanisms, KeepTheMissingRefreshOutUnlessTheyAreIt) {
  for (const MechanismEntry& mechanism : mechanisms) {
    const RefreshOn expected = mechanism.name == "no-refresh"          ? RefreshOn::connect
                               : mechanism.name == "refresh-of-a-copy" ? RefreshOn::copy
                                                                       : RefreshOn::ping;
    EXPECT_EQ(settings_of({std::string(mechanism.name)}).registry.refresh_on, expected) << mechanism.name;
  }
}

// Goal: combining means having both. Method: in either order, what keeps the bug out of the one yields to the other.
TEST(Mechanisms, AreBothThereWhenCombinedInEitherOrder) {
  for (const auto& names : {std::vector<std::string>{"restart", "no-refresh"},
                            std::vector<std::string>{"no-refresh", "restart"}}) {
    const Settings settings = settings_of(names);
    EXPECT_EQ(settings.registry.refresh_on, RefreshOn::connect);
    EXPECT_TRUE(settings.server.restart_every.has_value());
  }
}

TEST(Remedies, WinOverMechanisms) {
  EXPECT_EQ(settings_of({"no-refresh"}, {"refresh-on-ping"}).registry.refresh_on, RefreshOn::ping);
  EXPECT_EQ(settings_of({"short-timeout"}, {"longer-timeout"}).registry.cleanup_timeout, 5min);
  EXPECT_EQ(settings_of({"connect-race"}, {"app-connection"}).connection.opens_at, Distribution(0s));
}

}  // namespace
}  // namespace lastseen::models
