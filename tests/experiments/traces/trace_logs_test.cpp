// Client and server logs in the shape of the field logs, with the lines that the reports call good and bad patterns.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <lastseen/experiments/traces/trace_logs.hpp>
#include <lastseen/experiments/words/log_names.hpp>
#include "tests/experiments/traced.hpp"

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Role;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using testing::lines_of;
using ::testing::Not;
using ::testing::StartsWith;
using testing::Traced;
using namespace std::chrono_literals;

std::string server_log_of(const Traced& traced) {
  return server_log(traced.scenario.story, traced.arm.settings, traced.run);
}

std::string client_log_of(const Traced& traced, models::UserId user = 0) {
  return client_log(traced.scenario.story, traced.arm.settings, traced.run, user);
}

/// The lines that follow each other from the first that starts with this one's text.
std::vector<std::string> excerpt(const std::string& log, const std::string& from, std::size_t count) {
  const auto lines = lines_of(log);
  const auto first = std::find(lines.begin(), lines.end(), from);
  if (first == lines.end()) return {};
  return {first, first + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(count), lines.end() - first)};
}

std::size_t count(const std::string& log, const std::string& what) {
  const auto lines = lines_of(log);
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.find(what) != std::string::npos;
  }));
}

/// The first session of case 3 with other settings.
template <class Change>
Traced changed_case(Change change) {
  Scenario scenario = load_scenario("field-case-3");
  change(scenario.arms.front().settings);
  return {scenario, "before"};
}

// The reports: "10:07:51 - [MealLogAI] Successfully completed processing meal log ..." and "User ... not connected to
// WebSocket, skipping notification". By hand: the job is done at run time 117 s, which is 22 s after 10:07:29.
TEST(ServerLog, SkipsOnceWhenTheFieldCaseIsPlayed) {
  const std::string log = server_log_of(testing::field_case_3("before"));
  EXPECT_EQ(count(log, "not connected to WebSocket, skipping notification"), 1U);
  const std::string done =
      "2025-11-08T10:07:51 [MealLogAI] Successfully completed processing meal log " + meal_uuid(0, 1);
  EXPECT_THAT(excerpt(log, done, 2),
              ::testing::ElementsAre(done, "2025-11-08T10:07:51 User " + user_uuid(0) +
                                               " not connected to WebSocket, skipping notification"));
}

// The registration is at 10:07:29 - 90.076 s = 10:05:58.924, the upload is taken at 10:07:26.040, handled in 2 ms.
TEST(ServerLog, HasTheLinesOfTheFieldLogs) {
  const std::string user = user_uuid(0);
  EXPECT_THAT(
      lines_of(server_log_of(testing::field_case_3("before"))),
      IsSupersetOf(
          {"2025-11-08T10:05:58 WebSocket connected: user=" + user,
           std::string("2025-11-08T10:05:58 GET /ws/meal-logs?token=... - 101"),
           "2025-11-08T10:05:58 [WebSocket] User: " + user + " | Event: connected | Details: connection 1",
           "2025-11-08T10:05:58 [WebSocket] User " + user + " connected and added to registry",
           std::string("2025-11-08T10:07:26 POST /api/v1/meal-logs/natural - 201 (2.00ms)"),
           std::string("2025-11-08T10:07:26 [EventDispatcher] Processing event meal_log.created"),
           "2025-11-08T10:07:26 [MealLogAI] Processing meal log " + meal_uuid(0, 1) + " for user " + user,
           "2025-11-08T10:07:29 [WebSocket] User: " + user +
               " | Event: ping_received | Details: connection 1, ping 3",
           "2025-11-08T10:07:29 [WebSocket] User: " + user +
               " | Event: pong_sent | Details: connection 1, ping 3"}));
}

TEST(ServerLog, NamesTheStaleEntryAndWhenItWasSeen) {
  const std::string log = server_log_of(testing::field_case_3("before"));
  EXPECT_EQ(count(log, "[ConnectionManager] Removing stale connection: " + user_uuid(0) +
                           " (LastSeen: 2025-11-08T10:05:58)"),
            1U);
  EXPECT_EQ(count(log, "| Event: stale |"), 1U);
}

// The twin with the fix: the good patterns of the checklist, and none of the bad ones.
TEST(ServerLog, HasTheGoodPatternWhenPingsRefresh) {
  const std::string log = server_log_of(testing::field_case_3("after"));
  EXPECT_EQ(count(log, "skipping notification"), 0U);
  EXPECT_THAT(
      lines_of(log),
      IsSupersetOf(
          {"2025-11-08T10:07:29 [WebSocket] User " + user_uuid(0) + " - connection refreshed via ping",
           "2025-11-08T10:07:29 [ConnectionManager] Updated LastSeen for user " + user_uuid(0),
           "2025-11-08T10:07:51 [MealLogAI] User " + user_uuid(0) + " IS connected - sending notification",
           "2025-11-08T10:07:51 [WebSocket] Sending meal_log.completed to user " + user_uuid(0),
           std::string("2025-11-08T10:07:51 [WebSocket] Notification sent successfully")}));
}

// Goal: "000 0B" as in case 2, for an upgrade that fails after it was logged, and for a handler that returns.
TEST(ServerLog, ShowsStatus000WhenTheUpgradeCameToNothing) {
  const auto failed =
      changed_case([](models::Settings& s) { s.handshake.failure_after_log_probability = 1; });
  const auto returned = changed_case([](models::Settings& s) { s.gateway.handler_returns = true; });
  for (const Traced* traced : {&failed, &returned}) {
    const std::string log = server_log_of(*traced);
    EXPECT_EQ(count(log, "GET /ws/meal-logs?token=... - 000 0B"), 1U);
    EXPECT_EQ(count(log, "- 101"), 0U);
    EXPECT_EQ(count(log, "WebSocket connected: user="), 1U);
  }
}

// Goal: a fix that changes nothing looks like the fix in the log. Method: a refreshed copy.
TEST(ServerLog, ClaimsARefreshWhenOnlyACopyWasRefreshed) {
  const auto traced =
      changed_case([](models::Settings& s) { s.registry.refresh_on = models::RefreshOn::copy; });
  const std::string log = server_log_of(traced);
  EXPECT_GT(count(log, "connection refreshed via ping"), 0U);
  EXPECT_EQ(count(log, "skipping notification"), 1U);
}

// Goal: control frames never reach the handler, so it logs none.
TEST(ServerLog, KnowsNothingOfPingsThatTheLibraryAnswers) {
  const auto traced = changed_case([](models::Settings& s) { s.ping.kind = models::PingKind::control; });
  EXPECT_EQ(count(server_log_of(traced), "ping_received"), 0U);
  EXPECT_EQ(count(server_log_of(traced), "pong_sent"), 0U);
  EXPECT_GT(count(client_log_of(traced), "🏓 Ping sent successfully"), 0U);
}

// Goal: a server whose clock jumps writes its log by that clock. Method: +5 s at 60 s of run time, so that the decision
// at 10:07:51 is logged at 10:07:56, while the phone's lines stay.
TEST(ServerLog, GoesByTheServersClockWhenItJumps) {
  const auto traced = changed_case([](models::Settings& s) {
    s.faults.push_back({.kind = models::FaultKind::clock_skew, .at = 60s, .by = 5s});
  });
  EXPECT_THAT(lines_of(server_log_of(traced)),
              Contains(AllOf(StartsWith("2025-11-08T10:07:56"), HasSubstr("skipping notification"))));
  EXPECT_EQ(count(client_log_of(traced), "10:07:26 - NutritionViewModel: Saving meal log"), 1U);
}

TEST(ServerLog, NamesTheInstanceWhenThereAreSeveral) {
  for (const std::string& line : lines_of(server_log_of(testing::busy_run()))) {
    EXPECT_THAT(line.substr(19, 5), " app[") << line;
  }
}

// By hand: ping 3 leaves at 10:07:28.962 and arrives at 10:07:29.000, the pong is back at 10:07:29.038.
TEST(ClientLog, HasPingAndPongOfTheFieldCase) {
  const std::string log = client_log_of(testing::field_case_3("before"));
  EXPECT_THAT(excerpt(log, "10:07:28 - MealLogWebSocketClient: 🏓 Sending application-level ping", 5),
              ::testing::ElementsAre(
                  "10:07:28 - MealLogWebSocketClient: 🏓 Sending application-level ping",
                  "10:07:28 - MealLogWebSocketClient: ✅ Application ping sent successfully",
                  "10:07:29 - MealLogWebSocketClient: ✅ Pong received",
                  "10:07:29 - MealLogWebSocketClient:    - Backend timestamp: 2025-11-08T10:07:29Z",
                  "10:07:29 - MealLogWebSocketClient: ✅ Connection is alive and healthy"));
}

// The guide's bad pattern: connected and subscribed, polling, and no meal_log.completed. Submitted at 10:07:26.000.
TEST(ClientLog, HasTheBadPatternWhenTheNotificationIsSkipped) {
  const std::string log = client_log_of(testing::field_case_3("before"));
  EXPECT_THAT(
      lines_of(log),
      IsSupersetOf(
          {std::string(
               "10:05:58 - NutritionViewModel: ✅ WebSocket connected and subscribed to meal log events"),
           std::string("10:07:26 - NutritionViewModel: Starting polling after meal submission"),
           std::string("10:07:26 - NutritionViewModel: 🔄 Starting polling (interval: 5.0s)"),
           "10:07:26 - SaveMealLogUseCase: Successfully saved meal log with local ID: " +
               local_meal_uuid(0, 1),
           "10:07:26 - OutboxProcessor: ✅ Meal log uploaded successfully - Backend ID: " + meal_uuid(0, 1)}));
  EXPECT_EQ(count(log, "meal_log.completed"), 0U);
  EXPECT_EQ(count(log, "Meal log completed - UI updated"), 0U);
}

TEST(ClientLog, HasTheGoodPatternWhenPingsRefresh) {
  const std::string log = client_log_of(testing::field_case_3("after"));
  const std::string received = "10:07:51 - MealLogWebSocketClient: 📩 Message type: meal_log.completed";
  EXPECT_THAT(excerpt(log, received, 3),
              ::testing::ElementsAre(received, "10:07:51 - NutritionViewModel: 📩 Meal log completed",
                                     "10:07:51 - NutritionViewModel: ✅ Meal log completed - UI updated"));
  EXPECT_EQ(count(log, "NutritionViewModel: WebSocket connected, stopping polling"), 1U);
}

TEST(ClientLog, IsOfOnePhone) {
  const Traced traced = testing::busy_run();
  EXPECT_THAT(client_log_of(traced, 1), HasSubstr("App entered background"));
  EXPECT_THAT(client_log_of(traced, 2), Not(HasSubstr("App entered background")));
  EXPECT_THAT(client_log_of(traced, 2), HasSubstr(local_meal_uuid(2, 1)));
  EXPECT_THAT(client_log_of(traced, 2), Not(HasSubstr(local_meal_uuid(1, 1))));
}

// Goal: neither log knows what only the simulator knows. Method: a run in which the network loses, doubles and cuts.
TEST(Logs, DoNotKnowWhatTheNetworkDid) {
  const Traced traced = testing::busy_run();
  ASSERT_TRUE(
      std::any_of(traced.run.records.begin(), traced.run.records.end(),
                  [](const sim::Record& record) { return models::kind_of(record) == Kind::packet_lost; }));
  for (const std::string& log : {server_log_of(traced), client_log_of(traced, 0), client_log_of(traced, 1),
                                 client_log_of(traced, 2)}) {
    for (const char* word : {"packet", "outage", "died", "dead", "lost", "duplicated"}) {
      EXPECT_EQ(count(log, word), 0U) << word;
    }
  }
}

TEST(LogNames, AreUuidsThatDifferByUserAndJob) {
  EXPECT_EQ(user_uuid(0), user_uuid(0));
  std::vector<std::string> names;
  for (std::uint32_t number = 0; number < 50; ++number) {
    names.push_back(user_uuid(number));
    names.push_back(meal_uuid(number, 1));
    names.push_back(meal_uuid(0, number + 2));
    names.push_back(local_meal_uuid(number, 1));
  }
  for (const std::string& name : names) {
    EXPECT_THAT(
        name, ::testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST(LogTime, StartsAtMidnightWithoutAClock) {
  EXPECT_EQ(log_date_time({}, sim::run_start + 61s), "2025-11-08T00:01:01");
  EXPECT_EQ(log_date_time({.zero = 30s}, sim::run_start), "2025-11-08T00:00:00");
}

// By hand: 10 s after midnight at 30 s of run time, so the run began 20 s before midnight, the day before.
TEST(LogTime, IsOfTheDayBeforeWhenTheStoryBeginsAtMidnight) {
  const StoryClock story{.zero = 30s, .clock = 10s};
  EXPECT_EQ(log_date_time(story, sim::run_start), "2025-11-07T23:59:40");
  EXPECT_EQ(log_time(story, sim::run_start + 20s), "00:00:00");
  EXPECT_EQ(log_time(story, sim::run_start + 1999ms), "23:59:41") << "cut, not rounded";
}

}  // namespace
}  // namespace lastseen::experiments
