// The AI workers on the bench: how long a job takes, how many run at once, and who waits.
#include <lastseen/models/worker.hpp>

#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "tests/models/bench.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WorkerOnBench : public Bench {
 public:
  explicit WorkerOnBench(std::optional<std::uint32_t> count, Duration time = 10s)
      : Bench(settings_with(count, time)) {
    worker.done.connect<&WorkerOnBench::done>(*this);
    worker.notify.connect<&WorkerOnBench::notify>(*this);
  }
  void job(Duration instant, std::uint32_t number) {
    at(instant, [this, number] { worker.process(0, number, 0); });
  }
  /// When each job began or ended, as "instant job".
  std::vector<std::string> times(Kind kind) const {
    std::vector<std::string> texts;
    for (const sim::Record& record : recording.records()) {
      if (kind_of(record) != kind) continue;
      texts.push_back(sim::to_text(record.time - sim::run_start) + " " +
                      std::to_string(record.subject.number));
    }
    return texts;
  }

  Worker worker{context};
  std::vector<std::string> told;  ///< who was told what, in order

 private:
  static Settings settings_with(std::optional<std::uint32_t> count, Duration time) {
    Settings settings;
    settings.worker.count = count;
    settings.worker.processing_time = time;
    return settings;
  }
  void done(UserId, std::uint32_t job) { told.push_back("done " + std::to_string(job)); }
  void notify(UserId, std::uint32_t job, sim::RecordId) { told.push_back("notify " + std::to_string(job)); }
};

TEST(Worker, TakesAsManyJobsAsThereAreWithoutALimit) {
  WorkerOnBench bench(std::nullopt);
  for (std::uint32_t job = 1; job <= 3; ++job) bench.job(job * 1s, job);
  bench.run_until(1min);
  EXPECT_THAT(bench.times(Kind::processing_completed), ElementsAre("11s 1", "12s 2", "13s 3"));
}

// Goal: a pool of two. Method: five jobs of 10 s at 0 to 4 s: two start at once, and each end lets the next one start.
TEST(Worker, LetsJobsQueueInTheirOrderForALimitedPool) {
  WorkerOnBench bench(2);
  for (std::uint32_t job = 1; job <= 5; ++job) bench.job((job - 1) * 1s, job);
  bench.run_until(1min);
  EXPECT_THAT(bench.times(Kind::processing_started), ElementsAre("0s 1", "1s 2", "10s 3", "11s 4", "20s 5"));
  EXPECT_THAT(bench.times(Kind::processing_completed),
              ElementsAre("10s 1", "11s 2", "20s 3", "21s 4", "30s 5"));
}

TEST(Worker, IsIdleWhenNothingWaits) {
  WorkerOnBench bench(1);
  bench.job(0s, 1);
  bench.job(25s, 2);
  bench.run_until(1min);
  EXPECT_THAT(bench.times(Kind::processing_started), ElementsAre("0s 1", "25s 2"));
}

// Goal: the database knows that a job is done before anybody is notified of it.
TEST(Worker, TellsOfTheJobBeforeItNotifies) {
  WorkerOnBench bench(1);
  bench.job(0s, 1);
  bench.job(0s, 2);
  bench.run_until(1min);
  EXPECT_THAT(bench.told, ElementsAre("done 1", "notify 1", "done 2", "notify 2"));
}

TEST(Worker, NotifiesOfAFailedJobAsWell) {
  WorkerOnBench bench(1);
  bench.settings.worker.failure_probability = 1;
  bench.job(0s, 1);
  bench.run_until(1min);
  EXPECT_THAT(bench.times(Kind::processing_failed), ElementsAre("10s 1"));
  EXPECT_THAT(bench.times(Kind::processing_completed), IsEmpty());
  EXPECT_THAT(bench.told, ElementsAre("done 1", "notify 1"));
}

// Goal: work that takes no time does not pile up. Method: 10,000 jobs in one instant for one worker.
TEST(Worker, GetsThroughManyJobsThatTakeNoTime) {
  WorkerOnBench bench(1, 0s);
  for (std::uint32_t job = 1; job <= 10'000; ++job) bench.job(1s, job);
  bench.run_until(1s);
  EXPECT_EQ(bench.count(Kind::processing_completed), 10'000U);
}

// Goal: a long queue of jobs that take no time is no recursion. Method: one job of a minute, 300,000 behind it.
TEST(Worker, WorksOffALongQueueOfJobsThatTakeNoTime) {
  WorkerOnBench bench(1, Duration::zero());
  bench.settings.worker.processing_time = Duration(1min);
  bench.job(0s, 1);
  bench.run_until(1s);
  bench.settings.worker.processing_time = Duration::zero();
  constexpr std::uint32_t many = 300'000;
  for (std::uint32_t place = 1; place < many; ++place) {  // 10,000 jobs of each user
    bench.worker.process(place / 10'000, place % 10'000 + 1, 0);
  }
  bench.run_until(1min);
  EXPECT_EQ(bench.count(Kind::processing_completed), many);
}

}  // namespace
}  // namespace lastseen::models
