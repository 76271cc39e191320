// The trace for the Perfetto UI, checked for what its importer needs: pairs that match, names, exact times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include <lastseen/experiments/traces/trace_perfetto.hpp>
#include "tests/experiments/traced.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::HasSubstr;
using testing::Traced;
using Json = nlohmann::json;

Json events_of(const Traced& traced) {
  return Json::parse(perfetto_trace(traced.scenario, traced.arm, traced.run)).at("traceEvents");
}

/// "category/id" of an event with a partner.
std::string partner_key(const Json& event) {
  return event["cat"].get<std::string>() + "/" + event["id"].dump();
}

/// Every event of the phase `first` has exactly one partner of the phase `second`, of the same name, not before it.
void expect_pairs(const Json& events, const std::string& first, const std::string& second) {
  std::map<std::string, Json> open;
  std::set<std::string> used;
  std::size_t pairs = 0;
  for (const Json& event : events) {
    if (event["ph"] == first) {
      EXPECT_TRUE(used.insert(partner_key(event)).second) << "twice: " << event;
      open[partner_key(event)] = event;
    } else if (event["ph"] == second) {
      const auto found = open.find(partner_key(event));
      ASSERT_NE(found, open.end()) << "nothing to end: " << event;
      EXPECT_LE(found->second["ts"].get<double>(), event["ts"].get<double>());
      EXPECT_EQ(found->second["name"], event["name"]);
      open.erase(found);
      ++pairs;
    }
  }
  EXPECT_TRUE(open.empty()) << open.size() << " open, the first is " << open.begin()->second;
  EXPECT_GT(pairs, 0U);
}

// Goal: spans that are open when the run ends are ended; no id is used twice. Method: a run in which users, instances,
// an outage, a restart and jobs overlap.
TEST(PerfettoTrace, PairsSpansAndArrowsWhenMuchOverlaps) {
  const Json events = events_of(testing::busy_run());
  expect_pairs(events, "b", "e");
  expect_pairs(events, "s", "f");
}

TEST(PerfettoTrace, NamesEveryProcessAndThread) {
  const Json events = events_of(testing::busy_run());
  std::set<Json> processes;
  std::set<std::pair<Json, Json>> threads;
  for (const Json& event : events) {
    if (event["name"] == "process_name") processes.insert(event["pid"]);
    if (event["name"] == "thread_name") threads.insert(std::pair(event["pid"], event["tid"]));
  }
  for (const Json& event : events) {
    if (event["ph"] == "M") continue;
    EXPECT_EQ(processes.count(event["pid"]), 1U) << event;
    EXPECT_EQ(threads.count(std::pair(event["pid"], event["tid"])), 1U) << event;
  }
  EXPECT_EQ(processes.size(), 3U + 2U + 1U) << "three phones, two instances, the network";
}

// Goal: nothing is left out, and a reader finds the record's cause. Method: one instant for each record, in order.
TEST(PerfettoTrace, HasAnInstantForEveryRecord) {
  const Traced traced = testing::busy_run();
  std::size_t index = 0;
  for (const Json& event : events_of(traced)) {
    if (event["ph"] != "i") continue;
    ASSERT_LT(index, traced.run.records.size());
    const sim::Record& record = traced.run.records[index++];
    EXPECT_EQ(event["args"]["id"], record.id);
    EXPECT_EQ(event["args"]["cause"], record.cause);
    EXPECT_EQ(event["cat"], models::name(models::kind_of(record)));
  }
  EXPECT_EQ(index, traced.run.records.size());
}

// Goal: the field case by hand. Connecting at 4.324 s; open at the server and registered 0.6 s later; job submitted at
// 92 s, processing 24.96 s from 92.04 s (38 ms on the way, 2 ms handling); ping 3 takes 38 ms to the server at 95 s.
TEST(PerfettoTrace, HasTheFieldCaseAsWorkedOutByHand) {
  std::map<std::string, double> begins;
  std::map<std::string, double> ends;
  std::map<std::string, std::vector<double>> arrows;
  for (const Json& event : events_of(testing::field_case_3("after"))) {
    const auto name = event["name"].get<std::string>();
    if (event["ph"] == "b") begins[name] = event["ts"];
    if (event["ph"] == "e") ends[name] = event["ts"];
    if (event["ph"] == "s" || event["ph"] == "f") arrows[name].push_back(event["ts"]);
  }
  EXPECT_EQ(begins["connection 1"], 4'324'000);
  EXPECT_EQ(begins["socket 1 of user 0"], 4'924'000);
  EXPECT_EQ(begins["entry of user 0, connection 1"], 4'924'000);
  EXPECT_EQ(begins["job 1"], 92'000'000);
  EXPECT_EQ(ends["job 1"], 117'038'000) << "completed at 117 s, 38 ms on the way";
  EXPECT_EQ(begins["job 1 of user 0"], 92'040'000);
  EXPECT_EQ(ends["job 1 of user 0"], 117'000'000);
  EXPECT_THAT(arrows["notification_received"], ::testing::ElementsAre(117'000'000, 117'038'000));
  ASSERT_GE(arrows["ping_received"].size(), 6U);
  EXPECT_EQ(arrows["ping_received"][4], 94'962'000);
  EXPECT_EQ(arrows["ping_received"][5], 95'000'000);
}

// Goal: microseconds keep the nanoseconds. Method: a record at 1.234567891 s, made by hand.
TEST(PerfettoTrace, KeepsNanosecondsAsAFraction) {
  Traced traced = testing::field_case_3("before");
  traced.run.records = {{.time = sim::run_start + sim::Duration(1'234'567'891), .id = 1}};
  EXPECT_THAT(perfetto_trace(traced.scenario, traced.arm, traced.run), HasSubstr("\"ts\":1234567.891,"));
}

// Goal: text from a scenario cannot break the file.
TEST(PerfettoTrace, EscapesTheScenariosText) {
  Traced traced = testing::field_case_3("before");
  traced.scenario.title = "\"}], \n \x01 </script>";
  const Json trace = Json::parse(perfetto_trace(traced.scenario, traced.arm, traced.run));
  EXPECT_EQ(trace["otherData"]["title"], traced.scenario.title);
  EXPECT_EQ(trace["displayTimeUnit"], "ms");
}

}  // namespace
}  // namespace lastseen::experiments
