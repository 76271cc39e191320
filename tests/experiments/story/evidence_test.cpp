// What the logs say against what a run does: computed from the trace, row by row. A changed row must change
// the verdict; a table of expected outcomes written by hand would not notice.
#include <lastseen/experiments/story/evidence.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using models::Kind;

Replay told(const char* scenario_name, const char* arm) {
  const Scenario scenario = load_scenario(scenario_name);
  return replay(scenario, scenario.arm(arm), 0);
}

bool agrees(const char* scenario, const char* arm) { return told(scenario, arm).agreement.agrees; }

/// The rows that count and do not agree, as "server skipped".
std::vector<std::string> contradicted(const char* scenario_name, const char* arm) {
  const Scenario scenario = load_scenario(scenario_name);
  const Agreement agreement = replay(scenario, scenario.arm(arm), 0).agreement;
  std::vector<std::string> rows;
  for (std::size_t index = 0; index < agreement.rows.size(); ++index) {
    const EvidenceRow& row = scenario.evidence[index];
    if (!agreement.rows[index].agrees && !row.doubtful) {
      rows.push_back(row.actor + " " + std::string(models::name(row.kind)));
    }
  }
  return rows;
}

/// A scenario with evidence, an arm of it that agrees, and its trace.
struct Agreeing {
  Scenario scenario;
  Replay run;

  bool still_agrees(const std::vector<EvidenceRow>& rows) const {
    return judge_evidence(rows, scenario.story, run.records).agrees;
  }
};

std::vector<Agreeing> all_agreeing() {
  std::vector<Agreeing> result;
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    const Scenario scenario = load_scenario(std::string(shipped.name));
    if (scenario.evidence.empty()) continue;
    for (const Arm& arm : scenario.arms) {
      Replay run = replay(scenario, arm, 0);
      if (run.agreement.agrees) result.push_back({scenario, std::move(run)});
    }
  }
  return result;
}

/// A kind that nobody does in the run, and a role that does not do the row's kind.
Kind absent_kind(const std::vector<sim::Record>& records) {
  for (int kind = 0; kind < models::kind_count; ++kind) {
    const auto does = [&](const sim::Record& r) { return models::kind_of(r) == static_cast<Kind>(kind); };
    if (std::none_of(records.begin(), records.end(), does)) return static_cast<Kind>(kind);
  }
  throw std::logic_error("the run does everything");
}
std::string absent_role(Kind kind, const std::vector<sim::Record>& records) {
  for (int role = 0; role < models::role_count; ++role) {
    const auto does = [&](const sim::Record& r) {
      return models::kind_of(r) == kind && models::role_of(r) == static_cast<models::Role>(role);
    };
    if (std::none_of(records.begin(), records.end(), does)) {
      return std::string(models::name(static_cast<models::Role>(role)));
    }
  }
  throw std::logic_error("everybody does it");
}

TEST(Evidence, HasAnAgreeingArmInThreeOfFourCases) {
  std::vector<std::string> names;
  for (const Agreeing& each : all_agreeing()) names.push_back(each.scenario.name);
  EXPECT_THAT(names, ::testing::ElementsAre("field-case-1", "field-case-3", "timeline"));
}

// The whole point: for each row of each case, whatever is changed in it, the same trace no longer agrees.
TEST(Evidence, FlipsTheVerdictWhenAnyOneRowIsChanged) {
  int rows_changed = 0;
  for (const Agreeing& each : all_agreeing()) {
    for (std::size_t index = 0; index < each.scenario.evidence.size(); ++index) {
      if (each.scenario.evidence[index].doubtful) continue;
      const auto with = [&](auto change) {
        std::vector<EvidenceRow> rows = each.scenario.evidence;
        change(rows[index]);
        return each.still_agrees(rows);
      };
      const std::string row =
          each.scenario.name + ": " + row_text(each.scenario.story, each.scenario.evidence[index]);
      EXPECT_TRUE(with([](EvidenceRow&) {})) << row;
      EXPECT_FALSE(with([](EvidenceRow& r) { r.never = !r.never; })) << row;
      if (each.scenario.evidence[index].never) continue;
      EXPECT_FALSE(with([](EvidenceRow& r) { r.at += 1h; })) << row;
      EXPECT_FALSE(with([](EvidenceRow& r) { r.at -= 1h; })) << row;
      EXPECT_FALSE(with([](EvidenceRow& r) { r.at += 2 * r.tolerance + 100ms; })) << row;
      EXPECT_FALSE(with([&](EvidenceRow& r) { r.kind = absent_kind(each.run.records); })) << row;
      EXPECT_FALSE(with([&](EvidenceRow& r) { r.actor = absent_role(r.kind, each.run.records); })) << row;
      ++rows_changed;
    }
  }
  EXPECT_EQ(rows_changed, 6 + 5 + 10);
}

// A doubtful row is shown and decides nothing, whatever it says.
TEST(Evidence, IsNotDecidedByDoubtfulRows) {
  for (const Agreeing& each : all_agreeing()) {
    std::vector<EvidenceRow> rows = each.scenario.evidence;
    rows.push_back({.at = 5h, .kind = Kind::skipped, .doubtful = true});
    const Agreement agreement = judge_evidence(rows, each.scenario.story, each.run.records);
    EXPECT_TRUE(agreement.agrees);
    EXPECT_FALSE(agreement.rows.back().agrees);
  }
}

TEST(Evidence, AgreesUpToAndIncludingTheToleranceOnBothSides) {
  const std::vector<sim::Record> records = {{.time = sim::run_start + 10s, .id = 1, .kind = 1}};
  const auto agrees_at = [&](sim::Duration at) {
    const EvidenceRow row{.at = at, .kind = static_cast<Kind>(1), .tolerance = 1s};
    return judge_evidence({row}, {.zero = 4s}, records).agrees;
  };
  EXPECT_TRUE(agrees_at(6s));
  EXPECT_TRUE(agrees_at(5s));
  EXPECT_TRUE(agrees_at(7s));
  EXPECT_FALSE(agrees_at(5s - 1ns));
  EXPECT_FALSE(agrees_at(7s + 1ns));
}

TEST(Evidence, SaysWhatTheRunDidInstead) {
  const Scenario scenario = load_scenario("field-case-3");
  const Replay after = replay(scenario, scenario.arm("after"), 0);
  EXPECT_EQ(after.agreement.rows.back().finding, "the run has none; it has notification_sent at +22.000 s");
  std::vector<EvidenceRow> rows = scenario.evidence;
  rows[3].at += 5s;
  EXPECT_EQ(judge_evidence(rows, scenario.story, after.records).rows[3].finding,
            "the run has it at +22.000 s");
  rows[3].never = true;
  EXPECT_EQ(judge_evidence(rows, scenario.story, after.records).rows[3].finding,
            "the run has one at +22.000 s");
}

// What each case proves, and what the fix does to it.

TEST(FieldCase1, NeedsTheSecondReadingOfItsLog) {
  EXPECT_FALSE(agrees("field-case-1", "first-reading"));
  EXPECT_THAT(contradicted("field-case-1", "first-reading"), ::testing::ElementsAre("server skipped"));
  EXPECT_TRUE(agrees("field-case-1", "second-reading"));
  EXPECT_FALSE(agrees("field-case-1", "second-reading-after"));
}

TEST(FieldCase2, IsNotExplainedByTheMissingRefresh) {
  EXPECT_FALSE(agrees("field-case-2", "before"));
  EXPECT_THAT(contradicted("field-case-2", "before"), ::testing::ElementsAre("server skipped"));
  EXPECT_FALSE(agrees("field-case-2", "after"));
}

TEST(FieldCase3, IsExplainedByTheMissingRefreshAndCuredByTheFix) {
  EXPECT_TRUE(agrees("field-case-3", "before"));
  EXPECT_FALSE(agrees("field-case-3", "after"));
  EXPECT_THAT(contradicted("field-case-3", "after"), ::testing::ElementsAre("server skipped"));
}

TEST(FieldCase3, IsDeliveredWithinOneNetworkLatencyWithTheFix) {
  const models::JobResult job = told("field-case-3", "after").result.jobs.at(0);
  ASSERT_TRUE(job.was_delivered());
  EXPECT_EQ(job.received - job.completed, 38ms);
  EXPECT_EQ(job.shown, job.received);
  const models::JobResult lost = told("field-case-3", "before").result.jobs.at(0);
  EXPECT_FALSE(lost.was_delivered());
  EXPECT_EQ(lost.cause, models::Mechanism::no_refresh);
}

TEST(Timeline, NeedsLateRegistrationAndNamesTheRowThatTheMissingRefreshContradicts) {
  EXPECT_FALSE(agrees("timeline", "missing-refresh"));
  EXPECT_THAT(contradicted("timeline", "missing-refresh"), ::testing::Contains("server skipped"));
  EXPECT_TRUE(agrees("timeline", "late-registration"));
}

TEST(StoryTime, IsRoundedToMillisecondsOnBothSidesOfZero) {
  const StoryClock story{.zero = 95s, .clock = 10h + 7min + 29s};
  EXPECT_EQ(story_time(story, sim::run_start + 95s), "+0.000 s");
  EXPECT_EQ(story_time(story, sim::run_start + 93s + 499us), "-2.000 s");
  EXPECT_EQ(story_time(story, sim::run_start + 95s + 1499us), "+0.001 s");
  EXPECT_EQ(story_time(story, sim::run_start + 95s - 1ns), "+0.000 s");
  EXPECT_EQ(clock_time(story, sim::run_start + 117s), "10:07:51.000");
  EXPECT_EQ(clock_time({.zero = 60s, .clock = 10s}, sim::run_start), "23:59:10.000");
  EXPECT_EQ(clock_time({}, sim::run_start), "");
}

}  // namespace
}  // namespace lastseen::experiments
