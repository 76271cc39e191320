// Files that commands write: whole or not at all, through links and into pipes, and never over what is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <filesystem>

#include "tests/cli/program.hpp"
#include "tests/scale.hpp"

namespace lastseen::cli {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::StartsWith;
namespace fs = std::filesystem;

constexpr const char* small_scenario = "replications = 2\n";
const std::vector<std::string> sweep = {"sweep", "./in.toml", "--vary", "ping.interval=30s", "-o"};

std::vector<std::string> sweep_into(const std::string& file) {
  std::vector<std::string> arguments = sweep;
  arguments.push_back(file);
  return arguments;
}

// Goal: a pipe (as a device) is written to, not replaced. Method: a named pipe, read by cat.
TEST(OutputFile, WritesIntoAPipeAndLeavesItAPipe) {
  const Workplace place;
  place.write("in.toml", small_scenario);
  const Outcome outcome = place.shell(
      "mkfifo pipe; cat pipe > read & lastseen sweep ./in.toml --vary ping.interval=30s -o pipe; wait");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(fs::is_fifo(place.folder() / "pipe"));
  EXPECT_THAT(place.read("read"), StartsWith("ping.interval"));
}

TEST(OutputFile, FollowsASymbolicLinkAndKeepsTheMode) {
  const Workplace place;
  place.write("in.toml", small_scenario);
  place.write("target", "old");
  fs::permissions(place.folder() / "target", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("target", place.folder() / "link");
  EXPECT_EQ(place.run(sweep_into("link")).status, 0);
  EXPECT_TRUE(fs::is_symlink(place.folder() / "link"));
  EXPECT_THAT(place.read("target"), StartsWith("ping.interval"));
  EXPECT_EQ(fs::status(place.folder() / "target").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST(OutputFile, IsNeverTheScenarioThatIsRead) {
  const Workplace place;
  place.write("in.toml", small_scenario);
  for (const std::vector<std::string>& arguments :
       {sweep_into("in.toml"), std::vector<std::string>{"report", "./in.toml", "-o", "in.toml"},
        std::vector<std::string>{"run", "./in.toml", "--trace", "in.toml"}}) {
    const Outcome outcome = place.run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments[0];
    EXPECT_THAT(outcome.err, HasSubstr("is the scenario being read"));
    EXPECT_EQ(place.read("in.toml"), small_scenario);
  }
}

// Goal: a file is the old one or the new one, whole, even when its writer is killed, which cannot clean up. Method: kills at
// many instants of a short sweep, before and after its end; what may stay beside the file is overwritten by the next writer.
TEST(OutputFile, IsTheOldOneOrTheNewWhenItsWriterIsKilled) {
  const Workplace place;
  place.write("in.toml", small_scenario);
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(place.run(sweep_into("sweep.csv")).status, 0);
  const auto whole_ms =
      std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  const std::string written = place.read("sweep.csv");
  const int kills = scaled(20, "kills");
  int old = 0;
  for (int kill = 0; kill < kills; ++kill) {
    place.write("sweep.csv", "old");
    place.interrupted(sweep_into("sweep.csv"), SIGKILL, static_cast<int>(whole_ms.count()) * kill / kills);
    const std::string found = place.read("sweep.csv");
    old += found == "old" ? 1 : 0;
    ASSERT_TRUE(found == "old" || found == written) << "kill " << kill << ": " << found;
  }
  EXPECT_GT(old, 0);
  EXPECT_EQ(place.run(sweep_into("sweep.csv")).status, 0);
  EXPECT_EQ(place.read("sweep.csv"), written);
}

// Goal: a name that cannot be written is refused before the work, which would take minutes here.
TEST(OutputFile, IsTriedBeforeTheWork) {
  const Workplace place;
  const Outcome outcome =
      place.run({"report", "fifteen-minutes", "--replications", "1000000", "-o", std::string(255, 'x')});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("File name too long"));
}

// Goal: the exit status is the documented one even when the message can go nowhere.
TEST(WrongUsage, HasItsExitStatusWhenStderrIsClosed) {
  const Workplace place;
  EXPECT_EQ(place.shell("lastseen compare nosuch 2>&-").status, 2);
  EXPECT_EQ(place.shell("lastseen compare nosuch >&- 2>&- <&-").status, 2);
  EXPECT_EQ(place.shell("lastseen run timeline --trace t.jsonl >&- 2>&- <&-").status,
            2);  // its story has no reader
}

// Goal: a printed command can be pasted, whatever the file's name.
TEST(Report, QuotesTheNameOfItsScenarioForTheShell) {
  const Workplace place;
  place.write("it's mine.toml", small_scenario);
  EXPECT_EQ(place.run({"report", "./it's mine.toml", "-o", "r.html"}).status, 0);
  EXPECT_THAT(place.read("r.html"),
              HasSubstr(R"(lastseen compare &#39;./it&#39;\&#39;&#39;s mine.toml&#39;)"));
}

}  // namespace
}  // namespace lastseen::cli
