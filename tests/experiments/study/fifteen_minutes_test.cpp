// The default study against arithmetic done outside the simulator.
//
// Without a refresh a job is delivered when it is done while the entry is there:
//
//     R <= T < R + A,   T = S + L + h + X
//
// R  registration: the handshake, lognormal(median 600 ms, p95 1.4 s)
// A  life of the entry: the cleanup ticks every 30 s at a random phase and removes an entry not seen for more
//    than 60 s, so A is uniform in (60 s, 90 s], 75 s on average
// S  submission, uniform in [0, 900 s]; L upload, lognormal(median 38 ms, p95 120 ms); h REST handling, 2 ms;
// X  processing, uniform in [20 s, 30 s]
//
// S is uniform, and T >= 20 s > R but for a few in a million, so
//
//     P(delivered) = E[(R + A - L - h - X)+] / 900 s = (0.69 + 75 - 0.05 - 0.002 - 25) s / 900 s = 5.6 %
//
// As logged, the client stops polling once the socket looks connected, so nothing else shows a job that was
// skipped: the screen never updates for 1 - 5.6 % = 94.4 % of the jobs. A simulation outside this project
// said 96 %. That is 1 - (0.69 + 60 - 0.05 - 25) / 900: it lets the entry live 60 s, the timeout, and forgets
// that a cleanup that ticks every 30 s finds it up to 30 s later, 15 s on average. 15 s of 900 s are the 1.7
// points between the two.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include <lastseen/experiments/study/comparison.hpp>

namespace lastseen::experiments {
namespace {

/// A lognormal variate from its median and 95th percentile, z(0.95) = 1.6449 (Abramowitz & Stegun, table
/// 26.5).
class Lognormal {
 public:
  Lognormal(double median, double p95)
      : normal_(std::log(median), std::log(p95 / median) / 1.6448536269514722) {}
  double operator()(std::mt19937_64& chance) { return std::exp(normal_(chance)); }

 private:
  std::normal_distribution<double> normal_;
};

/// E[(R + A - L - h - X)+] / 900 with an entry that lives `shortest` to `longest` seconds, from 2 million
/// draws: the standard error is below 0.0001.
double delivered_share(double shortest, double longest) {
  std::mt19937_64 chance(20'240'229);
  Lognormal handshake(0.6, 1.4);
  Lognormal latency(0.038, 0.120);
  std::uniform_real_distribution<double> life(shortest, std::nextafter(longest, 1e9));
  std::uniform_real_distribution<double> processing(20, 30);
  constexpr int draws = 2'000'000;
  double sum = 0;
  for (int i = 0; i < draws; ++i) {
    sum += std::max(0.0, handshake(chance) + life(chance) - latency(chance) - 0.002 - processing(chance));
  }
  return sum / draws / 900;
}

/// The study as shipped, 4,000 sessions an arm, run once for all tests.
const ArmComparison& study() {
  static const ArmComparison comparison = compare(load_scenario("fifteen-minutes"), {.threads = 2});
  return comparison;
}

const Estimate& figure(std::string_view arm, ResponseId response) {
  for (const ArmFigures& figures : study().arms) {
    if (figures.name == arm) return figures.estimates[response];
  }
  throw std::out_of_range("no such arm");
}

/// Within 4 standard errors, of which the 95 % interval has 1.96 on each side.
void expect_near(const Estimate& estimate, double expected, double error_of_expected) {
  const double error = (*estimate.high - *estimate.low) / (2 * 1.96);
  EXPECT_NEAR(*estimate.point, expected, 4 * std::hypot(error, error_of_expected));
}

TEST(FifteenMinutes, DeliversNearlyAlwaysAndAtOnceWithTheFix) {
  EXPECT_EQ(study().arms[0].sessions, 4000U);
  EXPECT_EQ(study().arms[0].jobs, 20'000U);
  EXPECT_GT(*figure("after", ResponseId::delivery_rate).low, 0.99);
  EXPECT_LT(*figure("after", ResponseId::time_to_ui_mean).high, 0.2);
  EXPECT_LT(*figure("after", ResponseId::never_updated).high, 0.01);
  EXPECT_EQ(study().overall(), Verdict::met);
}

TEST(FifteenMinutes, DeliversOneInTwentyWithoutRefreshAndPollsInSeconds) {
  EXPECT_GT(*figure("before", ResponseId::delivery_rate).low, 0.03);
  EXPECT_LT(*figure("before", ResponseId::delivery_rate).high, 0.08);
  EXPECT_GT(*figure("before", ResponseId::time_to_ui_mean).low, 2);
  EXPECT_LT(*figure("before", ResponseId::time_to_ui_mean).high, 3.5);
  EXPECT_LT(*figure("before", ResponseId::never_updated).high, 0.01);
}

TEST(FifteenMinutes, DeliversAThirdWithALongerTimeoutAlone) {
  EXPECT_GT(*figure("longer-timeout", ResponseId::delivery_rate).low, 0.25);
  EXPECT_LT(*figure("longer-timeout", ResponseId::delivery_rate).high, 0.38);
}

TEST(FifteenMinutes, AgreesWithTheClosedForm) {
  const double expected = delivered_share(60, 90);
  EXPECT_NEAR(expected, (0.69 + 75 - 0.05 - 0.002 - 25) / 900,
              0.0005);  // the arithmetic in the comment above
  expect_near(figure("before", ResponseId::delivery_rate), expected, 1e-4);
  // With 5 min both timeouts are equal: the check refuses from 300 s on, before any cleanup comes, so A = 300
  // s.
  expect_near(figure("longer-timeout", ResponseId::delivery_rate), delivered_share(300, 300), 1e-4);
}

TEST(FifteenMinutes, LeavesTheScreenStaleForEveryJobNotDeliveredAsLogged) {
  const Estimate& never = figure("as-logged", ResponseId::never_updated);
  EXPECT_GT(*never.low, 0.80);
  // But for a job submitted in the first second, before the socket looks connected: its loop stops as well,
  // and may have polled once. 1 s of 900 s is within the error.
  expect_near(never, 1 - delivered_share(60, 90), 1e-3);
  EXPECT_NEAR(*never.point, 0.944, 0.004);
  // The other simulation's 96 % needs an entry that lives exactly as long as the timeout.
  EXPECT_NEAR(1 - delivered_share(60, 60), 0.960, 0.001);
  EXPECT_LT(*never.high, 0.955);
}

}  // namespace
}  // namespace lastseen::experiments
