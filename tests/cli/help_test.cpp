// Help: there for every command, with examples, and every example runs as it is printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "tests/cli/program.hpp"

namespace lastseen::cli {
namespace {

using namespace testing;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// The example with few replications where the command takes them, so that all run within seconds.
std::string shortened(const std::string& example) {
  static const std::regex takes_replications("lastseen (compare|sweep|report) .*");
  if (!std::regex_match(example, takes_replications)) return example;
  return std::regex_replace(example, std::regex(" --replications \\d+"), "") + " --replications 20";
}

TEST(Help, IsPrintedByEveryCommandWithExamples) {
  const Workplace place;
  for (const std::string& command : commands()) {
    for (const char* option : {"--help", "-h"}) {
      const Outcome help = place.run({command, option});
      EXPECT_EQ(help.status, 0) << command;
      EXPECT_THAT(help.out, HasSubstr("usage: lastseen " + command)) << command;
      EXPECT_THAT(examples_in(help.out), Not(IsEmpty())) << command;
      EXPECT_THAT(help.err, IsEmpty()) << command;
    }
    EXPECT_THAT(place.run({"--help"}).out, HasSubstr("  " + command)) << command;
  }
  EXPECT_EQ(place.run({"-h"}).out, place.run({"--help"}).out);
  EXPECT_EQ(place.run({"help"}).out, place.run({"--help"}).out);
  EXPECT_THAT(place.files(), IsEmpty());
}

TEST(Help, HasLinesThatFitATerminal) {
  const Workplace place;
  for (const std::string& command : commands()) {
    const std::string help = place.run({command, "--help"}).out;
    EXPECT_FALSE(std::regex_search(help, std::regex("[^\\n]{116}"))) << command;
  }
}

// In the order in which a user would: init comes first, so that `check my-scenario.toml` finds its file.
TEST(HelpExamples, AllRun) {
  const Workplace place;
  std::vector<std::string> examples;
  for (const std::string& command : commands()) {
    for (const std::string& example : examples_in(place.run({command, "--help"}).out))
      examples.push_back(example);
  }
  for (const std::string& example : examples_in(place.run({"--help"}).out)) examples.push_back(example);
  EXPECT_THAT(examples, SizeIs(::testing::Ge(18U)));
  for (const std::string& example : examples) {
    const Outcome outcome = place.shell(shortened(example));
    EXPECT_THAT(outcome.status, AnyOf(0, 1, 3)) << example << "\n" << outcome.err;
    EXPECT_THAT(outcome.err, IsEmpty()) << example;
  }
  EXPECT_THAT(place.files(), ::testing::ElementsAre("first-meal.html", "lastseen-report.html",
                                                    "my-scenario.toml", "sweep.csv", "trace.jsonl"));
}

TEST(Version, IsOneLine) {
  const Workplace place;
  EXPECT_THAT(place.run({"--version"}).out, ::testing::MatchesRegex("lastseen [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(List, WorksForEveryTopicInEveryFormat) {
  const Workplace place;
  for (const char* topic : {"scenarios", "parameters", "responses", "mechanisms", "distributions", "kinds"}) {
    for (const char* format : {"table", "csv", "json"}) {
      const Outcome list = place.run({"list", topic, "--format", format});
      EXPECT_EQ(list.status, 0) << topic;
      EXPECT_GT(list.out.size(), 200U) << topic;
      EXPECT_THAT(list.err, IsEmpty()) << topic;
    }
    EXPECT_THAT(place.run({"list", "--help"}).out, HasSubstr(topic));
  }
}

}  // namespace
}  // namespace lastseen::cli
