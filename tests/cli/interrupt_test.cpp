// Interrupts (Ctrl-C, SIGTERM): the program ends at once with status 130, whatever it is doing, and leaves nothing behind.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "tests/cli/program.hpp"

namespace lastseen::cli {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The system takes a while to have gigabytes back.
constexpr std::chrono::milliseconds at_once{1000};

const std::vector<std::vector<std::string>> long_runs = {
    {"compare", "fifteen-minutes", "--replications", "1000000"},
    {"compare", "fifteen-minutes", "--replications", "1000000", "--format", "json"},
    {"sweep", "fifteen-minutes", "--replications", "1000000", "--vary", "jobs.count=1,2", "-o", "sweep.csv"},
    {"report", "fifteen-minutes", "--replications", "1000000"},
    // One session of minutes: a ping each millisecond for a day; ten million jobs to set up, to order and to free.
    {"compare", "fifteen-minutes", "--replications", "2", "--set", "ping.interval=1ms", "--set",
     "session.duration=24h"},
    {"compare", "fifteen-minutes", "--replications", "100001", "--set", "session.users=1000", "--set",
     "jobs.count=10000"},
};

TEST(Interrupt, EndsALongRunAtOnceWithNothingWritten) {
  for (const auto& arguments : long_runs) {
    for (const int signal : {SIGINT, SIGTERM}) {
      const Workplace place;
      const Outcome outcome = place.interrupted(arguments, signal, 300);
      EXPECT_EQ(outcome.status, 130) << arguments[0];
      EXPECT_THAT(outcome.out, IsEmpty()) << arguments[0];
      EXPECT_THAT(outcome.complaints(), ElementsAre("lastseen: interrupted; nothing was written"))
          << arguments[0];
      EXPECT_THAT(place.files(), IsEmpty()) << arguments[0];
      EXPECT_LT(outcome.heard_after, at_once) << arguments[0];
    }
  }
}

// Opening a pipe waits for its other end, and so does writing into one that is full.
TEST(Interrupt, EndsWaitingForAFile) {
  const Workplace place;
  ASSERT_EQ(mkfifo((place.folder() / "pipe.toml").c_str(), 0600), 0);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"check", "pipe.toml"},
        {"report", "first-meal", "--replications", "20", "-o", "pipe.toml"}}) {
    const Outcome outcome = place.interrupted(arguments, SIGTERM, 1500);
    EXPECT_EQ(outcome.status, 130) << arguments[0];
    EXPECT_THAT(outcome.complaints(), ElementsAre("lastseen: interrupted; nothing was written"));
  }
}

/// A pipe that is soon full, with a reader that never reads.
class StalledPipe {
 public:
  explicit StalledPipe(const Workplace& place) : path_((place.folder() / "pipe").string()) {
    if (mkfifo(path_.c_str(), 0600) != 0) throw std::runtime_error("no pipe");
    reader_ = open(path_.c_str(), O_RDWR | O_CLOEXEC);
    size_ = fcntl(reader_, F_SETPIPE_SZ, 4096);
  }
  ~StalledPipe() { close(reader_); }
  StalledPipe(const StalledPipe&) = delete;
  StalledPipe& operator=(const StalledPipe&) = delete;
  const std::string& path() const { return path_; }
  void wait_until_full() const {
    for (int waiting = 0; waiting < size_;) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      ioctl(reader_, FIONREAD, &waiting);
    }
  }

 private:
  std::string path_;
  int reader_ = -1;
  int size_ = 0;
};

TEST(Interrupt, EndsWaitingForAReader) {
  const std::vector<std::vector<std::string>> long_outputs = {
      {"run", "fifteen-minutes", "--set", "jobs.count=1000"},
      {"run", "fifteen-minutes", "--trace", "-", "--set", "jobs.count=1000"},
      {"sweep", "fifteen-minutes", "--vary", "jobs.count=1..9999:1", "--dry-run"},
      {"report", "first-meal", "--replications", "20", "-o", "-"},
      {"list", "parameters", "--format", "json"},
  };
  for (const auto& arguments : long_outputs) {
    for (const int signal : {SIGINT, SIGTERM}) {
      const Workplace place;
      const StalledPipe pipe(place);
      const Outcome outcome = place.interrupted(
          arguments, signal, [&] { pipe.wait_until_full(); }, pipe.path());
      EXPECT_EQ(outcome.status, 130) << arguments[0];
      EXPECT_LT(outcome.heard_after, at_once) << arguments[0];
      EXPECT_THAT(outcome.complaints(), ElementsAre("lastseen: interrupted; the output is incomplete"))
          << arguments[0];
    }
  }
}

TEST(Interrupt, LeavesTheFileOfAnEarlierSweepAsItWas) {
  const Workplace place;
  place.write("sweep.csv", "kept");
  EXPECT_EQ(place.interrupted(long_runs[2], SIGINT, 200).status, 130);
  EXPECT_EQ(place.read("sweep.csv"), "kept");
  EXPECT_THAT(place.files(), ElementsAre("sweep.csv"));
}

}  // namespace
}  // namespace lastseen::cli
