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

/// A scenario of two arms that sets this for the second one, with a target that both meet.
std::string verdict_of(const std::string& second,
                       const std::string& common = "registry.refresh_on = \"ping\"") {
  const Scenario scenario = parse_scenario("replications = 100\n" + common +
                                               "\n[[arms]]\nname = \"one\"\n[[arms]]\nname = \"two\"\n" +
                                               second + "\n[targets]\ndelivery_rate = { at_least = 0.5 }\n",
                                           "test");
  return verdict_sentence(scenario, compare(scenario, {}));
}

// Goal: the very same jobs are those of both arms. Method: the arms differ in jobs, in users, or in users with as many jobs, and
// all that are in both have the same fate.
TEST(VerdictSentence, ComparesSharesWhereTheArmsDifferInJobs) {
  for (const char* const second :
       {"jobs.count = 2", "session.users = 2", "session.users = 5\njobs.count = 1"}) {
    EXPECT_THAT(verdict_of(second, ""),
                AllOf(HasSubstr("Delivery goes from "), HasSubstr("percentage points")))
        << second;
  }
  EXPECT_THAT(verdict_of("jobs.count = 2", ""), HasSubstr("of 500 and 200 jobs"));
}

TEST(VerdictSentence, SaysThatTheVerySameJobsAreDelivered) {
  EXPECT_THAT(verdict_of("polling.interval = \"4s\""), HasSubstr("one and two deliver the very same jobs, "));
}

// Goal: a target is not met by a change that changes nothing.
TEST(VerdictSentence, DecidesNothingWhereNothingChanges) {
  EXPECT_THAT(verdict_of("polling.interval_max = \"20s\""),
              AllOf(HasSubstr("one and two do not differ in any response"), HasSubstr("decides nothing")));
  EXPECT_THAT(verdict_of("polling.interval = \"4s\""), HasSubstr("the target is met."));
}

TEST(VerdictSentence, SaysNothingOfDeliveryWithoutJobs) {
  const Scenario scenario =
      load_scenario("fifteen-minutes", {.set = {{"jobs.count", "0"}}, .replications = 5});
  EXPECT_THAT(verdict_sentence(scenario, compare(scenario, {})), HasSubstr("No job was submitted"));
}

}  // namespace
}  // namespace lastseen::experiments
