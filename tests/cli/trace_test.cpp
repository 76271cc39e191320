// `lastseen run --trace` and `--inspect-at` as a user types them: the format by suffix or by name, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/program.hpp"

namespace lastseen::cli {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Json = nlohmann::json;

/// What `run field-case-3 --trace NAME` writes.
std::string traced(const Workplace& place, const std::string& name, std::vector<std::string> options = {}) {
  options.insert(options.begin(), {"run", "field-case-3", "--trace", name});
  const Outcome outcome = place.run(options);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("Field case 3")) << "the story is told all the same";
  return place.read(name);
}

std::size_t lines_with(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) count += line.find(what) != std::string::npos ? 1U : 0U;
  return count;
}

TEST(TraceFile, HasTheFormatOfItsSuffix) {
  const Workplace place;
  EXPECT_THAT(traced(place, "t.jsonl"), StartsWith("{\"id\":1,\"time_ns\":4324000000,"));
  EXPECT_FALSE(Json::parse(traced(place, "t.perfetto.json")).at("traceEvents").empty());
  EXPECT_EQ(place.read("t.perfetto.json"), traced(place, "t.json"));
  EXPECT_THAT(traced(place, "t.mmd"), StartsWith("sequenceDiagram\n"));
  EXPECT_EQ(place.read("t.mmd"), traced(place, "t.mermaid"));
  EXPECT_EQ(lines_with(traced(place, "t.client.log"), "MealLogWebSocketClient: "), 20U)
      << "four pings in 130 s, five lines each";
  EXPECT_EQ(lines_with(traced(place, "t.server.log"), "skipping notification"), 1U);
}

// Goal: one file name with any format. Method: the same bytes as under the suffix.
TEST(TraceFile, HasTheFormatThatIsNamed) {
  const Workplace place;
  for (const auto& [format, suffix] :
       std::vector<std::pair<std::string, std::string>>{{"jsonl", ".jsonl"},
                                                        {"perfetto", ".json"},
                                                        {"mermaid", ".mmd"},
                                                        {"client-log", ".client.log"},
                                                        {"server-log", ".server.log"},
                                                        {"choices", ".choices.txt"}}) {
    EXPECT_EQ(traced(place, "trace.txt", {"--trace-format", format}), traced(place, "t" + suffix)) << format;
    EXPECT_EQ(place.run({"run", "field-case-3", "--trace", "-", "--trace-format", format}).out,
              place.read("trace.txt"))
        << format;
  }
  EXPECT_EQ(place.run({"run", "field-case-3", "--trace", "-"}).out, place.read("t.jsonl"))
      << "the default on stdout";
}

// Goal: a wrong format names what was given and all that there is, before anything runs or is written.
TEST(TraceFile, IsRefusedWhenItsFormatIsUnknown) {
  const Workplace place;
  const auto all = AllOf(HasSubstr("jsonl"), HasSubstr("perfetto"), HasSubstr("mermaid"),
                         HasSubstr("client-log"), HasSubstr("server-log"), HasSubstr("choices"));
  const Outcome suffix = place.run({"run", "field-case-3", "--trace", "run.log"});
  EXPECT_EQ(suffix.status, 2);
  EXPECT_THAT(suffix.err, AllOf(HasSubstr("--trace `run.log`"), HasSubstr(".server.log"), all));
  const Outcome name = place.run({"run", "field-case-3", "--trace", "t.json", "--trace-format", "perfeto"});
  EXPECT_EQ(name.status, 2);
  EXPECT_THAT(name.err,
              AllOf(HasSubstr("--trace-format `perfeto`"), HasSubstr("did you mean `perfetto`"), all));
  EXPECT_EQ(place.run({"run", "field-case-3", "--trace-format", "jsonl"}).status, 2);
  EXPECT_THAT(place.files(), IsEmpty());
}

TEST(TraceFile, IsOfTheJobAndTheUserAskedFor) {
  const Workplace place;
  const auto run = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"run", "fifteen-minutes", "--set", "session.users=2", "--trace", "-"});
    return place.run(options);
  };
  EXPECT_THAT(run({"--trace-format", "mermaid", "--job", "3", "--user", "1"}).out,
              AllOf(HasSubstr("job 3 of user 1"), HasSubstr("submits job 3"),
                    HasSubstr("participant view_1 as phone 1")));
  EXPECT_NE(run({"--trace-format", "client-log", "--user", "1"}).out,
            run({"--trace-format", "client-log"}).out);
  EXPECT_THAT(run({"--trace-format", "mermaid", "--job", "6"}).err,
              HasSubstr("--job 6: not allowed; allowed: 1 to 5"));
  EXPECT_THAT(run({"--trace-format", "client-log", "--user", "2"}).err,
              HasSubstr("--user 2: not allowed; allowed: 0 to 1"));
  EXPECT_THAT(run({"--trace-format", "jsonl", "--job", "1"}).err, HasSubstr("--job needs"));
}

// Goal: the debug view at several instants, in either notation. Method: field case 3, whose entry is registered at
// 4.924 s of a run whose zero is at 95 s; at +22 s (117 s) cleanup has removed it.
TEST(InspectAt, ShowsTheRegistryAtEachInstant) {
  const Workplace place;
  const Outcome outcome = place.run(
      {"run", "field-case-3", "--inspect-at", "+22s", "--inspect-at", "60s", "--inspect-at", "-90s"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["schema"], "lastseen.inspection/1");
  ASSERT_THAT(json["inspections"], SizeIs(3));
  const Json& first = json["inspections"][0];
  EXPECT_EQ(first["at_ns"], 5'000'000'000);
  EXPECT_EQ(first["story_time"], "-90.000 s");
  EXPECT_EQ(first["log_time"], "2025-11-08T10:05:59");
  EXPECT_EQ(first["total_connections"], 1);
  const Json& entry = json["inspections"][1]["connections"][0];
  EXPECT_EQ(entry["connected_at"], "2025-11-08T10:05:58Z");
  EXPECT_EQ(entry["last_seen"], "2025-11-08T10:05:58Z");
  EXPECT_EQ(entry["age_seconds"], 55.076);
  EXPECT_EQ(entry["state"], "active");
  EXPECT_EQ(entry["user_id"], json["inspections"][1]["clients"][0]["user_id"]);
  EXPECT_EQ(json["inspections"][1]["clients"][0]["average_latency_s"], 0.076);
  EXPECT_EQ(json["inspections"][2]["total_connections"], 0);
  EXPECT_THAT(json["inspections"][2]["connections"], IsEmpty());
}

TEST(InspectAt, IsRefusedWhenItIsNoInstantOfTheRun) {
  const Workplace place;
  for (const char* at : {"200s", "-96s", "later", ""}) {
    const Outcome outcome = place.run({"run", "field-case-3", "--inspect-at", at});
    EXPECT_EQ(outcome.status, 2) << at;
    EXPECT_THAT(outcome.err, HasSubstr("--inspect-at")) << at;
  }
  EXPECT_EQ(place.run({"run", "field-case-3", "--inspect-at", "1s", "--trace", "t.jsonl"}).status, 2);
  EXPECT_THAT(place.files(), IsEmpty());
}

}  // namespace
}  // namespace lastseen::cli
