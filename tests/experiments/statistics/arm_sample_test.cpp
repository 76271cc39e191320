// The sample of an arm: what is counted once for all responses.
#include <lastseen/experiments/statistics/arm_sample.hpp>

#include <gmock/gmock.h>

#include "tests/experiments/sessions.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using namespace testing;

TEST(ArmSample, CountsEveryJobNotDeliveredOnce) {
  const ArmSample sample(mixed());
  EXPECT_EQ(sample.jobs(), 5U);
  EXPECT_THAT(sample.causes(), ElementsAre(Pair("", 1U), Pair("no-refresh", 2U)));
}

}  // namespace
}  // namespace lastseen::experiments
