// The responses: each counts what its definition says, over the denominator that it names. By hand, from made
// sessions.
#include <lastseen/experiments/statistics/responses.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/experiments/sessions.hpp"

namespace lastseen::experiments {
namespace {

using namespace testing;

TEST(Responses, CountDeliveredAndNeverUpdatedAmongJobsSubmitted) {
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::delivery_rate, mixed()).point, 2.0 / 5);
  EXPECT_EQ(estimate(ResponseId::delivery_rate, mixed()).observations, 5U);
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::never_updated, mixed()).point, 2.0 / 5);  // lost and not completed
}

TEST(Responses, CountSkippedAmongJobsCompleted) {
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::skip_rate, mixed()).point, 2.0 / 4);
  EXPECT_EQ(estimate(ResponseId::skip_rate, mixed()).observations, 4U);
}

TEST(Responses, TakeMeansOverJobsShown) {
  EXPECT_NEAR(*estimate(ResponseId::time_to_ui_mean, mixed()).point, (0.05 + 2 + 0.05) / 3, 1e-12);
  EXPECT_NEAR(*estimate(ResponseId::submission_to_ui_mean, mixed()).point, (20.05 + 22 + 20.05) / 3, 1e-12);
}

// Three of four completed jobs were shown: the median is a time, the 95th percentile lies beyond the horizon.
TEST(Responses, CountNeverShownAsLaterThanAnyTimeInQuantiles) {
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::time_to_ui_p50, mixed()).point, 0.05);
  EXPECT_TRUE(std::isinf(*estimate(ResponseId::time_to_ui_p95, mixed()).point));
  EXPECT_EQ(estimate(ResponseId::time_to_ui_p50, mixed()).observations, 4U);
}

TEST(Responses, CountPollingByLoopsStartedByMinutesAndByJobs) {
  std::vector<SessionResult> sessions = mixed();
  sessions[0].jobs[1].started_polling = true;
  sessions[0].polls = 6;
  sessions[0].polls_in_session = 5;
  sessions[0].polling_time = std::chrono::seconds(30);
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::polling_activation_rate, sessions).point, 1.0 / 5);
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::polls_per_minute, sessions).point, 10);
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::polls_per_job, sessions).point, 6.0 / 5);
}

TEST(Responses, CountConnectionsAndEntriesOfTheRegistry) {
  std::vector<SessionResult> sessions = mixed();
  sessions[0].connections_attempted = 3;
  sessions[0].connections_established = 2;
  sessions[1].connections_attempted = 1;
  sessions[1].connections_established = 1;
  sessions[1].entry_lifetimes = {{std::chrono::seconds(60)}, {std::chrono::seconds(90)}};
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::connection_rate, sessions).point, 3.0 / 4);
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::connection_persistence, sessions).point, 75);
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::connection_persistence_p50, sessions).point, 60);
}

TEST(Responses, HaveNoPointWithoutData) {
  for (const Response& response : responses()) {
    EXPECT_EQ(response.estimate(arm_sample({}), 0.95).point, std::nullopt) << response.key;
    EXPECT_EQ(response.estimate(arm_sample({session({unsubmitted()})}), 0.95).point, std::nullopt)
        << response.key;
  }
}

TEST(Responses, AreDescribedAndFoundByKey) {
  for (const Response& response : responses()) {
    EXPECT_EQ(find_response(response.key), &response);
    EXPECT_FALSE(response.title.empty() || response.definition.empty()) << response.key;
  }
  EXPECT_EQ(find_response("nope"), nullptr);
}

// Goal: the prices of a remedy. Method: two sessions of one hour: 90 s and 30 s of ghosts, 1 of 3 and 1 of 2 notifications
// into dead sockets, 100 and 140 wake-ups.
TEST(Responses, CountGhostTimeDeadSocketsAndWakeUps) {
  std::vector<SessionResult> sessions = mixed();
  for (SessionResult& session : sessions) session.user_time = std::chrono::hours(1);
  sessions[0].ghost_time = std::chrono::seconds(90);
  sessions[1].ghost_time = std::chrono::seconds(30);
  sessions[0].notifications_sent = 3;
  sessions[0].notifications_into_void = 1;
  sessions[1].notifications_sent = 2;
  sessions[1].notifications_into_void = 1;
  sessions[0].radio_wakeups = 100;
  sessions[1].radio_wakeups = 140;
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::ghost_time, sessions).point, 60);
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::pushes_into_dead_sockets, sessions).point, 2.0 / 5);
  EXPECT_DOUBLE_EQ(*estimate(ResponseId::radio_wakeups, sessions).point, 120);
}

}  // namespace
}  // namespace lastseen::experiments
