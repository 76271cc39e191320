// The sentence that sums a comparison up.
#include <lastseen/experiments/study/verdict_sentence.hpp>

#include <gmock/gmock.h>

namespace lastseen::experiments {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(VerdictSentence, GoesFromTheFirstArmToTheLast) {
  const Scenario scenario = load_scenario("fifteen-minutes", {.replications = 400});
  EXPECT_THAT(verdict_sentence(scenario, compare(scenario, {.threads = 2})),
              AllOf(HasSubstr("(before)"), HasSubstr("(after)"), HasSubstr("percentage points"),
                    HasSubstr("4 targets")));
}

TEST(VerdictSentence, SaysNothingOfDeliveryWithoutJobs) {
  const Scenario scenario =
      load_scenario("fifteen-minutes", {.set = {{"jobs.count", "0"}}, .replications = 5});
  EXPECT_THAT(verdict_sentence(scenario, compare(scenario, {})), HasSubstr("No job was submitted"));
}

}  // namespace
}  // namespace lastseen::experiments
