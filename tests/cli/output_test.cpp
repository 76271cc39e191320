// What the commands write: JSON that parses, CSV that is a rectangle, the same bytes from any number of
// threads, and plain text when nobody is watching.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/cli/program.hpp"

namespace lastseen::cli {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::json;

/// The cells of CSV (RFC 4180), row by row.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row = {""};
  bool quoted = false;
  for (const char character : text) {
    if (character == '"') {
      quoted = !quoted;
    } else if (character == ',' && !quoted) {
      row.emplace_back();
    } else if (character == '\n' && !quoted) {
      rows.push_back(row);
      row = {""};
    } else {
      row.back() += character;
    }
  }
  return rows;
}

/// Every command that has formats, with enough sessions for all kinds of figures.
const std::vector<std::vector<std::string>> formatted = {
    {"run", "field-case-1"},
    {"run", "fifteen-minutes", "--arm", "as-logged"},
    {"compare", "fifteen-minutes", "--replications", "70"},
    {"compare", "fifteen-minutes", "--replications", "1"},
    {"compare", "fifteen-minutes", "--replications", "5", "--set", "jobs.count=0"},
    {"sweep", "fifteen-minutes", "--replications", "40", "--vary",
     "network.latency=1ms,\"uniform(1ms, 2ms)\"", "--vary", "jobs.count=0,2"},
    {"list", "parameters"},
    {"list", "scenarios"},
    {"check", "timeline"},
};

std::vector<std::string> with_format(std::vector<std::string> arguments, const char* format) {
  for (std::string& word : arguments) word.erase(std::remove(word.begin(), word.end(), '"'), word.end());
  arguments.insert(arguments.end(), {"--format", format});
  return arguments;
}

TEST(JsonOutput, IsOneDocumentWithASchemaAndNothingElseIsOnStdout) {
  const Workplace place;
  for (const auto& arguments : formatted) {
    const Outcome outcome = place.run(with_format(arguments, "json"));
    EXPECT_THAT(outcome.err, IsEmpty());
    const Json json = Json::parse(outcome.out, nullptr, false);
    ASSERT_FALSE(json.is_discarded()) << arguments[0];
    EXPECT_THAT(json.at("schema").get<std::string>(), StartsWith("lastseen." + arguments[0] + "/"));
  }
}

TEST(CsvOutput, HasTheSameNumberOfColumnsInEveryRow) {
  const Workplace place;
  for (const auto& arguments : formatted) {
    std::set<std::size_t> widths;
    const auto rows = csv_rows(place.run(with_format(arguments, "csv")).out);
    for (const auto& row : rows) widths.insert(row.size());
    EXPECT_EQ(widths.size(), 1U) << arguments[0];
    EXPECT_GE(rows.size(), 2U) << arguments[0];
  }
}

// As logged most screens never update: the median lies beyond the horizon, which is not the same as "no
// data".
TEST(JsonOutput, WritesWhatLiesBeyondTheHorizonAsTextAndMissingDataAsNull) {
  const Workplace place;
  const Json json = Json::parse(place.run(with_format(formatted[2], "json")).out);
  const Json& as_logged = json.at("arms").at(2);
  ASSERT_EQ(as_logged.at("name"), "as-logged");
  EXPECT_EQ(as_logged.at("responses").at("time_to_ui_p50").at("point"), "> horizon");
  EXPECT_EQ(as_logged.at("time_to_ui_max"), "> horizon");
  const Json none = Json::parse(place.run(with_format(formatted[4], "json")).out);
  EXPECT_TRUE(none.at("arms").at(0).at("responses").at("time_to_ui_p50").at("point").is_null());
  const auto rows = csv_rows(place.run(with_format(formatted[2], "csv")).out);
  EXPECT_THAT(rows,
              ::testing::Contains(::testing::IsSupersetOf({"as-logged", "time_to_ui_p50", "> horizon"})));
}

TEST(Output, HasTheSameBytesForAnyNumberOfThreads) {
  const Workplace place;
  for (const char* format : {"table", "json", "csv"}) {
    const auto compare = [&](const char* threads) {
      return place
          .run({"compare", "fifteen-minutes", "--replications", "100", "--format", format, "-j", threads})
          .out;
    };
    const auto sweep = [&](const char* threads) {
      const Outcome outcome =
          place.run({"sweep", "first-meal", "--replications", "50", "--vary", "ping.interval=10s,20s",
                     "--format", format, "-j", threads, "-o", "s"});
      EXPECT_THAT(outcome.out, IsEmpty());
      return place.read("s");
    };
    EXPECT_EQ(compare("1"), compare("2"));
    EXPECT_EQ(sweep("1"), sweep("2"));
  }
  EXPECT_THAT(place.files(), ElementsAre("s"));
}

TEST(Output, HasNoColourAndNoProgressWhenNobodyWatches) {
  const Workplace place;
  for (const auto& arguments : formatted) {
    const Outcome outcome = place.run(with_format(arguments, "table"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
    EXPECT_THAT(outcome.err, IsEmpty());
  }
}

TEST(Init, WritesAScenarioThatChecksAndComparesAndIsNeverOverwritten) {
  const Workplace place;
  const Outcome init = place.run({"init", "my.toml"});
  EXPECT_EQ(init.status, 0);
  EXPECT_THAT(init.out, HasSubstr("lastseen compare my.toml"));
  EXPECT_EQ(place.run({"check", "my.toml"}).status, 0);
  EXPECT_THAT(place.run({"compare", "my.toml"}).status, ::testing::AnyOf(0, 1, 3));
  EXPECT_EQ(place.run({"report", "my.toml", "--replications", "20", "-o", "r.html"}).status, 0);
  EXPECT_EQ(place.run({"init", "-"}).out, place.read("my.toml"));

  place.write("my.toml", "title = \"mine\"\n");
  const Outcome again = place.run({"init", "my.toml"});
  EXPECT_EQ(again.status, 2);
  EXPECT_THAT(again.err, ::testing::AllOf(HasSubstr("`my.toml`"), HasSubstr("--force")));
  EXPECT_EQ(place.read("my.toml"), "title = \"mine\"\n");
  EXPECT_EQ(place.run({"init", "my.toml", "--force"}).status, 0);
  EXPECT_EQ(place.read("my.toml"), place.run({"init", "-"}).out);
  EXPECT_THAT(place.files(), ElementsAre("my.toml", "r.html"));
}

// A name without a suffix would be taken for a shipped scenario: init says how it is called.
TEST(Init, SaysACommandThatWorksWhateverTheNameOfTheFile) {
  const Workplace place;
  const std::string out = place.run({"init", "mine"}).out;
  EXPECT_THAT(out, HasSubstr("lastseen compare ./mine"));
  EXPECT_EQ(place.run({"check", "./mine"}).status, 0);
}

TEST(Sweep, ShowsItsPointsWithoutRunningThemWhenDry) {
  const Workplace place;
  const Outcome dry = place.run({"sweep", "fifteen-minutes", "--vary", "ping.interval=1s..100s:1s", "--vary",
                                 "jobs.count=1..100:1", "--dry-run", "-o", "s"});
  EXPECT_EQ(dry.status, 0);
  EXPECT_THAT(dry.out, HasSubstr("10,000 points x 4 arms x 4,000 replications = 160,000,000 sessions"));
  EXPECT_THAT(
      place.run({"sweep", "timeline", "--vary", "jobs.count=1", "--replications", "1", "--dry-run"}).out,
      HasSubstr("\n1 point x 2 arms x 1 replication = 2 sessions\n"));
  EXPECT_THAT(
      place.run({"check", "timeline", "--replications", "1"}).out,
      StartsWith(
          "timeline: valid; 2 arms, 10 rows of evidence, 0 targets, 0 factors, seed 1, 1 replication\n"));
  EXPECT_THAT(place.files(), IsEmpty());
}

TEST(Run, WritesATraceWithOneRecordALine) {
  const Workplace place;
  EXPECT_EQ(place.run({"run", "field-case-3", "--trace", "t.jsonl"}).status, 0);
  std::istringstream lines(place.read("t.jsonl"));
  std::size_t id = 0;
  for (std::string line; std::getline(lines, line);) {
    const Json record = Json::parse(line);
    EXPECT_EQ(record.at("id"), ++id);
    EXPECT_LT(record.at("cause").get<std::size_t>(), id);
  }
  EXPECT_GT(id, 20U);
  EXPECT_EQ(place.run({"run", "field-case-3", "--trace", "-"}).out, place.read("t.jsonl"));
}

TEST(Run, SaysWhetherEachArmAgreesWithTheLogs) {
  const Workplace place;
  EXPECT_THAT(place.run({"run", "field-case-3"}).out,
              ::testing::AllOf(HasSubstr("Arm before agrees with the evidence"),
                               HasSubstr("Arm after does not agree with the evidence: server skipped")));
  EXPECT_EQ(Json::parse(place.run({"run", "field-case-3", "--format", "json"}).out).at("agrees"), true);
}

// Goal: the level is that of all intervals, stands above them, and goes on into JSON. Wider at 0.99, and nothing else differs.
TEST(Confidence, IsThatOfEveryInterval) {
  const Workplace place;
  const std::vector<std::string> compare = {"compare", "first-meal",   "--replications",
                                            "50",      "--confidence", "0.99"};
  EXPECT_THAT(place.run(compare).out, HasSubstr("response (99 % interval)"));
  std::vector<std::string> as_json = compare;
  as_json.insert(as_json.end(), {"--format", "json"});
  const auto json = nlohmann::json::parse(place.run(as_json).out);
  as_json[5] = "0.95";
  const auto usual = nlohmann::json::parse(place.run(as_json).out);
  const auto& wide = json["arms"][0]["responses"]["delivery_rate"];
  const auto& narrow = usual["arms"][0]["responses"]["delivery_rate"];
  EXPECT_EQ(wide["level"], 0.99);
  EXPECT_EQ(wide["point"], narrow["point"]);
  EXPECT_LT(wide["low"], narrow["low"]);
  EXPECT_EQ(json["pairs"][0]["difference"]["level"], 0.99);
  EXPECT_EQ(json["targets"][0]["estimate"]["level"], 0.99);
  EXPECT_THAT(place
                  .run({"sweep", "first-meal", "--vary", "ping.interval=10s", "--replications", "5",
                        "--confidence", "0.9"})
                  .out,
              HasSubstr("90 % interval"));
}

TEST(Confidence, IsRefusedOutsideItsRange) {
  const Workplace place;
  for (const char* level : {"0", "1", "95", "0.49", "nan", "0.99x", ""}) {
    const Outcome outcome = place.run({"compare", "first-meal", std::string("--confidence=") + level});
    EXPECT_EQ(outcome.status, 2) << level;
    EXPECT_THAT(outcome.err, HasSubstr("--confidence")) << level;
  }
}

// A report's printed commands give its figures, so they carry its level.
TEST(Confidence, IsCarriedIntoTheCommandsOfAReport) {
  const Workplace place;
  place.write("in.toml", "replications = 5\n[[factors]]\nkey = \"ping.interval\"\nlevels = [\"10s\"]\n");
  EXPECT_EQ(place.run({"report", "./in.toml", "-o", "out.html", "--confidence", "0.99"}).status, 0);
  const std::string report = place.read("out.html");
  EXPECT_THAT(report, HasSubstr("<span>--seed</span> 1 <span>--confidence</span> 0.99"));
  EXPECT_THAT(report, HasSubstr("99 % intervals"));
  EXPECT_THAT(report, ::testing::Not(HasSubstr("95 % interval")));
}

// Goal: 1,000 arms may have 10,000 faults each; here three with two. Method: the lines are what one table of all would be.
TEST(Check, AlignsTheRowsOfAllArms) {
  const Workplace place;
  place.write("in.toml",
              "[[faults]]\nkind = \"outage\"\nat = \"10s\"\nfor = \"1s\"\n"
              "[[arms]]\nname = \"a\"\n[[arms]]\nname = \"longer\"\nping.interval = \"10s\"\n");
  EXPECT_THAT(place.run({"check", "./in.toml"}).out,
              ::testing::EndsWith("arm     parameter      value                         default\n"
                                  "a       fault          at 10s: outage (both) for 1s\n"
                                  "longer  ping.interval  10s                           30s\n"
                                  "longer  fault          at 10s: outage (both) for 1s\n"));
  const auto json = nlohmann::json::parse(place.run({"check", "./in.toml", "--format", "json"}).out);
  EXPECT_EQ(json["arms"][1]["faults"][0], "at 10s: outage (both) for 1s");
  EXPECT_EQ(json["arms"][1]["parameters"]["ping.interval"], "10s");
}

}  // namespace
}  // namespace lastseen::cli
