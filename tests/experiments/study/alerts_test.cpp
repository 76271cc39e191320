// The alerts: each rule raised on its side of its level, and not at the level itself.
#include <lastseen/experiments/study/alerts.hpp>

#include <gmock/gmock.h>

#include "tests/experiments/sessions.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace testing;

/// The figures of an arm whose sessions are these.
ArmFigures figures(const std::vector<SessionResult>& sessions) {
  return arm_figures(Arm{.name = "arm"}, arm_sample(sessions));
}

SessionResult healthy(std::vector<JobResult> jobs) {
  SessionResult result = session(std::move(jobs));
  result.connections_attempted = result.connections_established = 10;
  return result;
}

TEST(Alerts, AreNoneForAHealthyArm) {
  EXPECT_THAT(alerts(figures({healthy({delivered(), delivered()})})), IsEmpty());
}

TEST(Alerts, AreCriticalBelowHalfDelivered) {
  EXPECT_THAT(alerts(figures({healthy({delivered(), polled(2)})})), IsEmpty()) << "exactly half";
  EXPECT_THAT(alerts(figures({healthy({delivered(), polled(2), polled(2)})})),
              ElementsAre("critical: Notifications delivered 33.3 %, below 50.0 %"));
}

// Means of 15 s and of 16 s.
TEST(Alerts, AreCriticalWhenTheScreenTakesMoreThanFifteenSeconds) {
  EXPECT_THAT(alerts(figures({healthy({job(true, 15)})})), IsEmpty());
  EXPECT_THAT(alerts(figures({healthy({job(true, 16)})})), ElementsAre(HasSubstr("above 15.0 s")));
}

// Goal: a mean over the few that were shown must not silence the alert.
TEST(Alerts, AreCriticalWhenTooManyJobsWereNeverShownForAMean) {
  EXPECT_THAT(
      alerts(figures({healthy({delivered(), lost()})})),
      ElementsAre(
          "critical: Time to UI update, mean is not given, 50.0 % never shown; counts as above 15.0 s"));
}

TEST(Alerts, AreWarningsForFailedConnectionsAndForPolling) {
  SessionResult nine_of_ten = healthy({delivered()});
  nine_of_ten.connections_established = 9;
  EXPECT_THAT(alerts(figures({nine_of_ten})), IsEmpty());
  SessionResult eight_of_ten = nine_of_ten;
  eight_of_ten.connections_established = 8;
  EXPECT_THAT(alerts(figures({eight_of_ten})),
              ElementsAre(HasSubstr("warning: Connections established 80.0 %")));

  JobResult polling = delivered();
  polling.started_polling = true;
  EXPECT_THAT(alerts(figures({healthy({polling, delivered(), delivered(), delivered()})})), IsEmpty())
      << "a quarter";
  EXPECT_THAT(alerts(figures({healthy({polling, delivered(), delivered()})})),
              ElementsAre(HasSubstr("warning: Submissions that start polling 33.3 %")));
}

}  // namespace
}  // namespace lastseen::experiments
