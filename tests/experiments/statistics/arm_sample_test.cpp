// The sample of an arm: what is counted once for all responses.
#include <lastseen/experiments/statistics/arm_sample.hpp>

#include <gmock/gmock.h>

#include "tests/experiments/sessions.hpp"

namespace lastseen::experiments {
namespace {

using models::Mechanism;
using ::testing::ElementsAre;
using namespace testing;

TEST(ArmSample, CountsEveryJobNotDeliveredOnce) {
  const ArmSample sample = arm_sample(mixed());
  EXPECT_EQ(sample.sums().jobs, 5U);
  EXPECT_THAT(sample.lost(), ElementsAre(LostJobs{std::nullopt, 1}, LostJobs{Mechanism::no_refresh, 2}));
}

// The order of the names, not of the enumerators, so that a list reads well.
TEST(ArmSample, OrdersCausesByName) {
  std::vector<JobResult> jobs = {lost(), lost(), unfinished(), delivered()};
  jobs[1].cause = Mechanism::background;
  EXPECT_THAT(arm_sample({session(jobs)}).lost(),
              ElementsAre(LostJobs{std::nullopt, 1}, LostJobs{Mechanism::background, 1},
                          LostJobs{Mechanism::no_refresh, 1}));
}

}  // namespace
}  // namespace lastseen::experiments
