// Memory that does not grow with replications, design points, or arms that share what is long: each in 100 MB of addresses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

#ifndef LASTSEEN_WITH_SANITIZERS  // the address sanitizer needs terabytes of addresses for itself

namespace lastseen::cli {
namespace {

using namespace testing;

/// The command's outcome with so little memory; its output is thrown away.
Outcome in_100_mb(const Workplace& place, const std::string& arguments) {
  return place.shell("ulimit -v 100000; exec lastseen " + arguments + " > /dev/null");
}

TEST(Memory, DoesNotGrowWithReplications) {
  const Workplace place;
  const Outcome outcome = in_100_mb(place, "compare first-meal -j 1 --replications 200000");
  EXPECT_LE(outcome.status, 3) << outcome.err;
  EXPECT_NE(outcome.status, 2) << outcome.err;
}

TEST(Memory, DoesNotGrowWithDesignPoints) {
  const Workplace place;
  const Outcome dry = in_100_mb(place,
                                "sweep fifteen-minutes --vary registry.cleanup_timeout=1s..1000s:1s "
                                "--vary ping.interval=1s..100s:1s --dry-run");
  EXPECT_EQ(dry.status, 0) << dry.err;
  const Outcome written =
      in_100_mb(place,
                "sweep fifteen-minutes --vary ping.interval=1s..2000s:1s --replications 1 -j 1 "
                "--format json -o sweep.json");
  EXPECT_EQ(written.status, 0) << written.err;
}

TEST(Memory, DoesNotGrowWithArmsOfTheSameFaults) {
  const Workplace place;
  std::string scenario;
  for (int fault = 0; fault < 10'000; ++fault)
    scenario += "[[faults]]\nkind = \"outage\"\nat = \"1s\"\nfor = \"1s\"\n";
  for (int arm = 0; arm < 100; ++arm) scenario += "[[arms]]\nname = \"a" + std::to_string(arm) + "\"\n";
  place.write("in.toml", scenario);
  const Outcome outcome = in_100_mb(place, "check ./in.toml --format csv");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
}

}  // namespace
}  // namespace lastseen::cli

#endif
