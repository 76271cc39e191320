// The Mermaid diagram: lines of known forms, declared participants, and the part of the run that explains one job.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/traces/trace_format.hpp>
#include "tests/experiments/traced.hpp"

namespace lastseen::experiments {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::lines_of;
using ::testing::Not;
using testing::Traced;

std::string diagram(const Traced& traced, const TraceChoice& choice = {}) {
  return trace_text(TraceFormat::mermaid, traced.scenario, traced.arm, traced.run, choice);
}

/// Every line has one of the forms that Mermaid knows and that we use; every participant is declared before.
void expect_well_formed(const std::string& text) {
  const std::string free = "(?:[^#;%<>&\\x00-\\x1f]|#[0-9]+;)+";
  const std::regex title("    title " + free);
  const std::regex participant("    participant ([a-z_0-9]+) as " + free);
  const std::regex arrow("    ([a-z_0-9]+)(?:->>|-->>|-x)([a-z_0-9]+): " + free);
  const std::regex note("    Note over ([a-z_0-9]+): " + free);
  std::set<std::string> declared;
  const auto lines = lines_of(text);
  ASSERT_GE(lines.size(), 3U);
  EXPECT_EQ(lines[0], "sequenceDiagram");
  EXPECT_TRUE(std::regex_match(lines[1], title)) << lines[1];
  for (std::size_t index = 2; index < lines.size(); ++index) {
    std::smatch match;
    if (std::regex_match(lines[index], match, participant)) {
      EXPECT_TRUE(declared.insert(match[1]).second) << lines[index];
    } else if (std::regex_match(lines[index], match, arrow)) {
      EXPECT_EQ(declared.count(match[1]) + declared.count(match[2]), 2U) << lines[index];
      EXPECT_NE(match[1], match[2]) << lines[index];
    } else if (std::regex_match(lines[index], match, note)) {
      EXPECT_EQ(declared.count(match[1]), 1U) << lines[index];
    } else {
      ADD_FAILURE() << "no form of ours: " << lines[index];
    }
  }
}

// Goal: the lines that decide the field case, by hand: the third ping is answered at 10:07:29, and 22 s later there is
// no entry.
TEST(MermaidTrace, TellsTheFieldCase) {
  const std::string text = diagram(testing::field_case_3("before"));
  expect_well_formed(text);
  const auto lines = lines_of(text);
  EXPECT_THAT(
      lines,
      Contains("    supervision->>gateway: -90.076 s handshake done, WebSocket connected (connection 1)"));
  EXPECT_THAT(lines, Contains("    supervision->>ping_handler: +0.000 s receives ping 3"));
  EXPECT_THAT(lines, Contains("    ping_handler-->>supervision: +0.038 s receives pong 3"));
  EXPECT_THAT(lines, Contains("    Note over worker: +22.000 s completes job 1"));
  EXPECT_THAT(
      lines,
      Contains("    Note over notifier: +22.000 s user not connected, skips the notification for job 1"));
  EXPECT_THAT(lines, Contains(HasSubstr("Note over registry: -25.")));
  EXPECT_THAT(text, Not(HasSubstr("answers poll 1"))) << "a poll that brought nothing";
  EXPECT_THAT(lines, Contains("    api-->>polling: +22.390 s receives the answer to poll 5"));
  EXPECT_THAT(text, HasSubstr("shows job 1 as done, by polling"));
}

// Goal: by default the job that was lost; by choice another one. Method: five jobs, each slice names its job alone.
TEST(MermaidTrace, ShowsOneJobWhenASessionHasSeveral) {
  const Traced traced(load_scenario("fifteen-minutes"), "before");
  for (std::uint32_t job = 1; job <= 5; ++job) {
    const std::string text = diagram(traced, {.job = job});
    expect_well_formed(text);
    for (std::uint32_t other = 1; other <= 5; ++other) {
      const std::string named = "submits job " + std::to_string(other);
      EXPECT_EQ(text.find(named) != std::string::npos, other == job) << "job " << job << " and " << other;
    }
  }
  std::uint32_t lost = 0;
  for (const models::JobResult& job : traced.run.result.jobs) {
    if (job.cause && lost == 0) lost = job.job;
  }
  ASSERT_GT(lost, 0U);
  sim::Instant earliest = sim::never;
  for (const models::JobResult& job : traced.run.result.jobs) {
    if (job.cause && job.completed < earliest) {
      earliest = job.completed;
      lost = job.job;
    }
  }
  EXPECT_EQ(diagram(traced), diagram(traced, {.job = lost}));
}

// Goal: forms hold for whatever can happen. Method: a run with users, instances, faults and losses, all of it.
TEST(MermaidTrace, IsWellFormedWhenMuchHappens) {
  Traced traced = testing::busy_run();
  const std::string text = diagram(traced, {.all = true});
  expect_well_formed(text);
  EXPECT_THAT(text, HasSubstr("participant gateway_1 as server 1, gateway"));
  EXPECT_THAT(text, HasSubstr("participant view_2 as phone 2, view"));
  for (models::UserId user = 0; user < 3; ++user)
    expect_well_formed(diagram(traced, {.user = user, .job = 1}));
}

// Goal: a scenario's title cannot end the line, open a comment or a directive.
TEST(MermaidTrace, EscapesTheTitle) {
  Traced traced = testing::field_case_3("before");
  traced.scenario.title = "a; b\nNote over x: y # %%{init}%% <b>&";
  const std::string text = diagram(traced);
  expect_well_formed(text);
  EXPECT_THAT(
      text, HasSubstr("    title a#59; b\\x0aNote over x: y #35; #37;#37;{init}#37;#37; #60;b#62;#38;, arm"));
}

// Goal: what Mermaid would not draw is refused, with what to do. Method: the busiest user for an hour, in full.
TEST(MermaidTrace, IsRefusedWhenTooLongToDraw) {
  Traced traced = testing::busy_run();
  const auto records = traced.run.records;
  while (traced.run.records.size() < 5000) {
    for (sim::Record record : records) {
      record.id = static_cast<sim::RecordId>(traced.run.records.size() + 1);
      record.cause = sim::no_record;
      traced.run.records.push_back(record);
    }
  }
  EXPECT_THROW(diagram(traced, {.all = true}), InputError);
}

}  // namespace
}  // namespace lastseen::experiments
