// Help: there for every command, with examples, and every example runs as it is printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/cli/program.hpp"

namespace lastseen::cli {
namespace {

using namespace testing;
using ::testing::AnyOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

/// The example with few replications where the command takes them, so that all run within seconds.
std::string shortened(const std::string& example) {
  const std::string option = " --replications ";
  bool takes_replications = false;
  for (const char* command : {"compare", "sweep", "report"}) {
    takes_replications = takes_replications || example.starts_with(std::string("lastseen ") + command);
  }
  if (!takes_replications) return example;
  const std::size_t given = example.find(option);
  if (given == std::string::npos) return example + option + "20";
  return example.substr(0, given) + option + "20" +
         example.substr(std::min(example.find(' ', given + option.size()), example.size()));
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
    std::istringstream help(place.run({command, "--help"}).out);
    for (std::string line; std::getline(help, line);) EXPECT_LE(line.size(), 115U) << command << ": " << line;
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
    EXPECT_THAT(outcome.complaints(), Each(StartsWith("lastseen: note: "))) << example;
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
  for (const char* topic :
       {"scenarios", "parameters", "responses", "mechanisms", "remedies", "distributions", "kinds"}) {
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
