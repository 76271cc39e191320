// Exit statuses: 0 done and targets met, 1 a target missed, 2 wrong input, 3 inconclusive; 130 is in interrupt_test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace lastseen::cli {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string before_alone = R"(replications = 200
[[arms]]
name = "before"
[targets]
)";

TEST(ExitStatus, IsZeroWhenTheTargetsAreMetOrThereAreNone) {
  const Workplace place;
  place.write("met.toml", before_alone + "delivery_rate = { at_most = 0.5 }\n");
  EXPECT_EQ(place.run({"compare", "met.toml"}).status, 0);
  EXPECT_EQ(place.run({"compare", "field-case-3"}).status, 0);
}

TEST(ExitStatus, IsOneWhenATargetIsMissed) {
  const Workplace place;
  place.write("missed.toml", before_alone + "delivery_rate = { at_least = 0.95 }\n");
  const Outcome missed = place.run({"compare", "missed.toml"});
  EXPECT_EQ(missed.status, 1);
  EXPECT_THAT(missed.out, HasSubstr("missed"));
  EXPECT_THAT(missed.err, IsEmpty());
}

TEST(ExitStatus, IsThreeWhenTheIntervalStraddlesTheTargetOrThereIsNone) {
  const Workplace place;
  place.write("straddled.toml", before_alone + "delivery_rate = { at_least = 0.056 }\n");
  EXPECT_EQ(place.run({"compare", "straddled.toml"}).status, 3);
  EXPECT_EQ(place.run({"compare", "fifteen-minutes", "--replications", "1"}).status, 3);
}

TEST(ExitStatus, IsTwoAndUsageIsOnStderrWithoutACommand) {
  const Workplace place;
  const Outcome nothing = place.run({});
  EXPECT_EQ(nothing.status, 2);
  EXPECT_THAT(nothing.out, IsEmpty());
  EXPECT_THAT(nothing.err, HasSubstr("usage: lastseen COMMAND"));
}

// A target in a scenario is judged by compare alone; a story and a sweep are told whatever they say.
TEST(ExitStatus, IsZeroForARunAndASweepOfABadScenario) {
  const Workplace place;
  place.write("missed.toml", before_alone + "delivery_rate = { at_least = 0.95 }\n");
  EXPECT_EQ(place.run({"run", "missed.toml"}).status, 0);
  EXPECT_EQ(place.run({"sweep", "missed.toml", "--vary", "jobs.count=1"}).status, 0);
}

TEST(ExitStatus, IsTwoWhenAFileMayNotGrow) {
  const Workplace place;
  const Outcome outcome =
      place.shell("ulimit -f 100; exec lastseen report first-meal --replications 20 -o report.html");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.complaints(), ElementsAre(HasSubstr("report.html")));
  EXPECT_THAT(place.files(), IsEmpty());
}

// A story keeps every record: of a day of pings each millisecond it tells nothing, and says why.
TEST(ExitStatus, IsTwoWhenASessionIsTooLongToBeTold) {
  const Workplace place;
  const Outcome outcome = place.run({"run", "fifteen-minutes", "--trace", "t.jsonl", "--set",
                                     "ping.interval=1ms", "--set", "session.duration=24h"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.complaints(), ElementsAre(HasSubstr("more than 1,000,000 records")));
  EXPECT_THAT(place.files(), IsEmpty());
}

#ifndef LASTSEEN_WITH_SANITIZERS  // the address sanitizer needs terabytes of addresses for itself
TEST(ExitStatus, IsTwoWhenTheMemoryIsNotEnough) {
  const Workplace place;
  const Outcome outcome = place.shell(
      "ulimit -v 1000000; exec lastseen compare first-meal -j 1 --replications 1 --set session.users=1000000 "
      "--set jobs.count=10");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.complaints(), ElementsAre(HasSubstr("out of memory")));
}

// Threads with stacks of 1 GB do not fit; those that do get all the work.
TEST(ExitStatus, IsAsEverWhenTheSystemAllowsFewThreads) {
  const Workplace place;
  const Outcome outcome = place.shell(
      "ulimit -s 1000000; ulimit -v 4000000; exec lastseen compare field-case-3 -j 100 --replications 1000");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
}
#endif

}  // namespace
}  // namespace lastseen::cli
