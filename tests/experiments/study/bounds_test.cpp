// How large a study may be: what is named as large enough runs, and beyond it is said what to lower.
#include <lastseen/experiments/study/bounds.hpp>

#include <gmock/gmock.h>

#include <lastseen/experiments/study/design.hpp>

#include "tests/experiments/refusals.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::problems_of;
using ::testing::StartsWith;

TEST(Bounds, AllowAHundredThousandPointsOfTheDefaultStudyAndAMillionReplications) {
  EXPECT_NO_THROW(check_sessions(load_scenario("fifteen-minutes"), 100'000));
  const Scenario many = load_scenario("fifteen-minutes", {.replications = 1'000'000});
  EXPECT_NO_THROW(check_sessions(many, 1));
  EXPECT_NO_THROW(check_times(many.arms, many.replications));
}

TEST(Bounds, SayWhatToLowerForTooManySessions) {
  const Scenario scenario = load_scenario("fifteen-minutes", {.replications = 10'000'000});
  EXPECT_NO_THROW(check_sessions(scenario, 250));
  EXPECT_THAT(
      problems_of([&] { check_sessions(scenario, 251); }),
      ElementsAre("251 points x 4 arms x 10,000,000 replications are 10,040,000,000 sessions; allowed: up to "
                  "10,000,000,000; take fewer levels of --vary, fewer --replications, or fewer arms"));
}

// 1,000,000 users with 5 jobs in 4 arms: 20,000,000 times a replication.
TEST(Bounds, SayWhatToLowerForTooManyTimes) {
  Scenario scenario = load_scenario("fifteen-minutes");
  for (Arm& arm : scenario.arms) arm.settings.session.users = 1'000'000;
  EXPECT_NO_THROW(check_times(scenario.arms, 12));
  EXPECT_THAT(
      problems_of([&] { check_times(scenario.arms, 13); }),
      ElementsAre(AllOf(HasSubstr("x 13 replications are 260,000,000 jobs"), HasSubstr("up to 250,000,000"),
                        HasSubstr("take fewer session.users, jobs.count, --replications or arms"))));
}

// The bound holds at each point of a sweep, also where users are varied.
TEST(Bounds, HoldAtEveryPointOfASweep) {
  const Scenario scenario = load_scenario("fifteen-minutes", {.replications = 13});
  const DesignPoints points(scenario, {parse_variation("session.users=1,1000000")}, Design::factorial);
  EXPECT_THAT(
      problems_of([&] { points.check(); }),
      ElementsAre(AllOf(StartsWith("--vary: design point 2 (session.users = 1000000): 4 arms with"),
                        HasSubstr("1,000,000 users with 5 jobs each"), HasSubstr("leave such levels out"))));
}

}  // namespace
}  // namespace lastseen::experiments
