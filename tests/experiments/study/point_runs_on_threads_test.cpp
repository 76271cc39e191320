// Design points on threads: the same figures in the same order for any number of threads, and the first mistake told.
#include <lastseen/experiments/study/point_runs.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include <lastseen/experiments/runs/sessions.hpp>
#include <lastseen/sim/fingerprint.hpp>

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

class CountedProgress : public Progress {
 public:
  void advance(std::uint64_t sessions) override { done += sessions; }
  std::atomic<std::uint64_t> done{0};
};

/// Points that differ in the ping interval, both arms of a study at each.
PointPlan pings(std::size_t points, std::uint32_t replications) {
  return {.points = points,
          .arms =
              [](std::size_t point) {
                const Scenario scenario = load_scenario("fifteen-minutes");
                std::vector<Arm> arms = {scenario.arm("before"), scenario.arm("after")};
                for (Arm& arm : arms) arm.settings.ping.interval = (static_cast<int>(point) + 1) * 10s;
                return arms;
              },
          .seed = 42,
          .replications = replications};
}

/// What comes out, as text to the last bit.
std::vector<std::string> digest(const PointPlan& plan, const Execution& execution) {
  std::vector<std::string> lines;
  run_points(plan, execution, [&](const MeasuredPoint& point) {
    for (const ArmFigures& arm : point.arms) {
      lines.push_back(fmt::format("{} {} {:016x} {}", point.point, arm.name, arm.fingerprint, arm.events));
      for (const Response& response : responses()) {
        const Estimate& e = arm.estimates[response.id];
        lines.push_back(fmt::format("{} {:a} {:a} {:a}", response.key, e.point.value_or(-1),
                                    e.low.value_or(-1), e.high.value_or(-1)));
      }
    }
    for (const PairedFigures& pair : point.pairs) {
      lines.push_back(fmt::format("{:a} {:a} {}", pair.difference.low.value_or(-2),
                                  pair.correlation.value_or(-2), pair.table.only_after));
    }
  });
  return lines;
}

// 67 replications are not a multiple of a batch; more threads than batches have nothing to do.
TEST(PointsOnThreads, GiveTheSameFiguresInOrderForAnyNumberOfThreads) {
  for (const auto& [points, replications] : {std::pair{1U, 67U}, {1U, 700U}, {9U, 5U}, {100U, 1U}}) {
    const PointPlan plan = pings(points, replications);
    const std::vector<std::string> alone = digest(plan, {});
    for (const unsigned threads : {0U, 2U, 5U, 64U}) {
      CountedProgress progress;
      EXPECT_EQ(digest(plan, {.threads = threads, .progress = &progress}), alone) << threads;
      EXPECT_EQ(progress.done, std::uint64_t{2} * points * replications);
    }
  }
}

// The fingerprint of an arm is that of its sessions' in the order of replications.
TEST(Points, HaveTheFingerprintOfTheirSessionsInOrder) {
  const PointPlan plan = pings(1, 40);
  sim::Fingerprint expected;
  for (const SessionRow& row : run_sessions(plan.arms(0)[1].settings, plan.seed, 0, 40)) {
    expected.add(row.fingerprint);
  }
  run_points(plan, {.threads = 2},
             [&](const MeasuredPoint& point) { EXPECT_EQ(point.arms[1].fingerprint, expected.value()); });
}

// Point 0 takes longest and the others may not run ahead without end; what fails there is told, whatever fails elsewhere.
TEST(PointsOnThreads, TellTheFirstFailure) {
  PointPlan plan = pings(500, 1);
  const auto arms = plan.arms;
  plan.arms = [&](std::size_t point) {
    if (point == 0) std::this_thread::sleep_for(50ms);
    if (point % 10 == 0) throw std::runtime_error(fmt::format("point {}", point));
    return arms(point);
  };
  for (const unsigned threads : {1U, 4U}) {
    try {
      run_points(plan, {.threads = threads}, [](const MeasuredPoint&) {});
      ADD_FAILURE() << "no failure";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "point 0") << threads;
    }
  }
}

TEST(PointsOnThreads, PassOnWhatTheTakerThrows) {
  const auto refuse = [](const MeasuredPoint& point) {
    if (point.point == 2) throw std::runtime_error("disk full");
  };
  EXPECT_THROW(run_points(pings(9, 2), {.threads = 3}, refuse), std::runtime_error);
}

}  // namespace
}  // namespace lastseen::experiments
