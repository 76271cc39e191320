// What settings ask for together and cannot have.
#include <lastseen/models/contradictions.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::models {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Contradictions, AreNoneInTheDefaultsAndOneForEachThatIsMade) {
  EXPECT_THAT(contradictions(Settings{}), IsEmpty());
  Settings settings;
  find_parameter("view.connect_delay")->set(settings, "1ms");
  find_parameter("jobs.at")->set(settings, "1s, 2s");
  find_parameter("connection.opens_at")->set(settings, "on-submission");
  find_parameter("session.users")->set(settings, "1000000");
  find_parameter("jobs.count")->set(settings, "11");
  EXPECT_EQ(contradictions(settings).size(), 4U);
  find_parameter("connection.owner")->set(settings, "view");
  EXPECT_EQ(contradictions(settings).size(), 3U);
}

/// The only contradiction after some assignments; "none" or all of them joined when there is not one.
std::string contradiction(const std::vector<std::pair<std::string, std::string>>& assignments) {
  Settings settings;
  for (const auto& [key, text] : assignments) find_parameter(key)->set(settings, text);
  const std::vector<std::string> all = contradictions(settings);
  return all.empty() ? "none" : all.size() == 1 ? all.front() : "several: " + sim::joined(all);
}

// Goal: what each value allows and the values together do not. Method: at the limit, and just beyond it.
TEST(Contradictions, NameBothSidesAtTheLimitOfEachRule) {
  EXPECT_EQ(contradiction({{"network.loss_up", "0.5"}, {"network.delay_up", "0.25"}}), "none");
  EXPECT_EQ(contradiction({{"network.loss_down", "0.5"}, {"network.delay_down", "0.5"}}), "none");
  EXPECT_THAT(
      contradiction(
          {{"network.loss_up", "0.5"}, {"network.delay_up", "0.25"}, {"network.duplicate_up", "0.26"}}),
      AllOf(HasSubstr("network.loss_up = 0.5"), HasSubstr("network.duplicate_up = 0.26"),
            HasSubstr("more than 1")));
  EXPECT_THAT(contradiction({{"network.delay_down", "1"}, {"network.duplicate_down", "0.01"}}),
              HasSubstr("network.delay_down = 1"));
  EXPECT_EQ(contradiction({{"server.routing", "apart"}, {"server.instances", "2"}}), "none");
  EXPECT_THAT(contradiction({{"server.routing", "apart"}}),
              AllOf(HasSubstr("at least two instances"), HasSubstr("server.instances = 1")));
  EXPECT_EQ(contradiction({{"connection.reconnect_after", "1min"}}), "none");
  EXPECT_THAT(contradiction({{"connection.reconnect_after", "61s"}}),
              AllOf(HasSubstr("reconnect_after = 61s"), HasSubstr("reconnect_after_max = 1min")));
  EXPECT_THAT(contradiction({{"outbox.retry_delay", "61s"}}), HasSubstr("outbox.retry_delay_max = 1min"));
}

TEST(Contradictions, NameFaultsBeyondUsersAndInstances) {
  Settings settings;
  settings.session.users = 3;
  settings.server.instances = 2;
  settings.faults = {{.kind = FaultKind::background, .user = 2}, {.kind = FaultKind::restart, .instance = 1}};
  EXPECT_THAT(contradictions(settings), IsEmpty());
  settings.faults = {{.kind = FaultKind::background, .user = 3}, {.kind = FaultKind::restart, .instance = 2}};
  EXPECT_THAT(contradictions(settings),
              ::testing::ElementsAre(AllOf(HasSubstr("user = 3"), HasSubstr("allowed: 0 to 2")),
                                     AllOf(HasSubstr("instance = 2"), HasSubstr("allowed: 0 to 1"))));
}

}  // namespace
}  // namespace lastseen::models
