// M/D/1 and M/G/1: a customer a second at random; services of 0.8 s always, or lognormal. Means by Pollaczek and Khinchine;
// distributions too: of the wait in M/D/1 by A. K. Erlang (1909), in M/G/1 by the Pollaczek-Khinchine transform (Kleinrock,
// chapter 5).
//
// Services have a memory, so runs start empty, and the first 2,000 s are not counted: some twenty times 1 / (1 - rho)^2
// services, by which the start is forgotten.
#include <fmt/core.h>
#include <gmock/gmock.h>

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>

#include "tests/theory/formulas.hpp"
#include "tests/theory/queue.hpp"

namespace lastseen::theory::mg1 {
namespace {

using namespace std::chrono_literals;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr Window window{2000s, 240'000s};

// M/D/1

constexpr double d = 0.8;  // service time, in seconds; and the utilisation
const std::vector<sim::Duration> ts{0s, 500ms, 1s, 2s, 4s};

/// P(W <= t) = (1 - rho) sum over k <= t / d of (-(t - k d))^k / k! e^(t - k d), with a customer a second.
double md1_wait_up_to(double t) {
  double sum = 0;
  for (int k = 0; k <= static_cast<int>(t / d); ++k) {
    sum += std::pow(-(t - k * d), k) / std::tgamma(k + 1) * std::exp(t - k * d);
  }
  return (1 - d) * sum;
}

Responses md1_theory() {
  const Mg1 queue{.lambda = 1, .mean = d, .second_moment = d * d};
  Responses result{{"mean wait, s", queue.mean_wait()}, {"mean queue", queue.mean_queue()}};
  for (const sim::Duration t : ts) result[wait_beyond(t)] = 1 - md1_wait_up_to(sim::to_seconds(t));
  // From (1 - rho) (1 - z) / (1 - z e^(rho (1 - z))), the transform of the number in the system.
  result[number_is(0)] = 1 - d;
  result[number_is(1)] = (1 - d) * std::expm1(d);
  result[number_is(2)] = (1 - d) * std::exp(d) * (std::exp(d) - 1 - d);
  return result;
}

const Estimates& md1_simulated() {
  static const Estimates estimates = replicate(4, [](const sim::Chance& chance) {
    return responses(play_processes({chance, 1s, 800ms}, 1, window), ts, 3);
  });
  return estimates;
}

TEST(MD1, AgreesWithTheory) {
  print("M/D/1", md1_simulated(), md1_theory());
  EXPECT_THAT(disagreements(md1_simulated(), md1_theory()), IsEmpty());
  EXPECT_THAT(too_wide(md1_simulated(), 0.03), IsEmpty());
}

// Goal: the test above can fail. Method: the theory of M/M/1 of the same utilisation, whose mean wait is twice as long.
TEST(MD1, IsToldFromExponentialServices) {
  Responses theory = md1_theory();
  theory["mean wait, s"] = Mmc{.lambda = 1, .mu = 1 / d}.mean_wait();
  EXPECT_THAT(disagreements(md1_simulated(), theory), ElementsAre(StartsWith("mean wait")));
}

// M/G/1 with lognormal services

constexpr double median = 0.6;
constexpr double p95 = 2;
const double sigma = std::log(p95 / median) / 1.6448536269514722;  // the normal distribution's 95 % point

/// E[S^k] = median^k e^(k^2 sigma^2 / 2).
double moment(int k) { return std::pow(median, k) * std::exp(k * k * sigma * sigma / 2); }

/// E[e^(-s S)], numerically.
double service_transform(double s) {
  const auto integrand = [s](double z) {
    return std::exp(-s * median * std::exp(sigma * z) - z * z / 2) / std::sqrt(2 * std::acos(-1.0));
  };
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(integrand, -9.0, 9.0, 10, 1e-12);
}

Responses mg1_theory() {
  const Mg1 queue{.lambda = 1, .mean = moment(1), .second_moment = moment(2)};
  const double idle = 1 - queue.utilisation();
  Responses result{{"mean wait, s", queue.mean_wait()}, {"mean queue", queue.mean_queue()}};
  for (const double s : {0.2, 1.0, 5.0}) {
    result[fmt::format("E exp(-{} W)", s)] = idle * s / (s - 1 + service_transform(s));
  }
  result[wait_beyond(0s)] = queue.utilisation();
  result[number_is(0)] = idle;
  result[number_is(1)] = idle * (1 / service_transform(1) - 1);
  return result;
}

Customers lognormal_customers(const sim::Chance& chance) {
  return {chance, 1s, sim::Distribution::lognormal(600ms, 2s)};
}

const Estimates& mg1_simulated() {
  static const Estimates estimates = replicate(5, [](const sim::Chance& chance) {
    const Seen seen = play_events(lognormal_customers(chance), 1, window);
    Responses result = responses(seen, {0s}, 2);
    for (const double s : {0.2, 1.0, 5.0}) {
      sim::Tally transform;
      for (std::size_t i = seen.counted_from; i < seen.waits.size(); ++i) {
        transform.add(std::exp(-s * sim::to_seconds(seen.waits[i])));
      }
      result[fmt::format("E exp(-{} W)", s)] = transform.mean().value();
    }
    return result;
  });
  return estimates;
}

TEST(MG1, WithLognormalServicesAgreesWithTheory) {
  print("M/G/1, lognormal", mg1_simulated(), mg1_theory());
  EXPECT_THAT(disagreements(mg1_simulated(), mg1_theory()), IsEmpty());
  EXPECT_THAT(too_wide(mg1_simulated(), 0.04), IsEmpty());
}

// Goal: the test above can fail. Method: the theory of exponential services of the same mean: its second moment is 17 %
// larger.
TEST(MG1, IsToldFromExponentialServices) {
  Responses theory = mg1_theory();
  theory["mean wait, s"] = Mg1{1, moment(1), 2 * moment(1) * moment(1)}.mean_wait();
  EXPECT_THAT(disagreements(mg1_simulated(), theory), ElementsAre(StartsWith("mean wait")));
}

TEST(MG1, HasTheSameWaitsAsEventsAsProcessesAndByRecursion) {
  const Customers some = lognormal_customers(sim::Chance(2, 0));
  const Seen events = play_events(some, 1, window);
  EXPECT_EQ(events.waits, waits_by_recursion(some, 1, events.waits.size()));
  EXPECT_EQ(events, play_processes(some, 1, window)) << "nor do queue lengths differ";
}

// Goal: the numerical transform. Method: its slope at 0 is minus the mean, its curvature the second moment.
TEST(MG1, TransformHasTheMomentsOfTheLognormalDistribution) {
  constexpr double h = 1e-3;
  const double up = service_transform(h);
  const double down = service_transform(-h);
  EXPECT_THAT(service_transform(0), DoubleNear(1, 1e-12));
  EXPECT_THAT((down - up) / (2 * h), DoubleNear(moment(1), 1e-5));
  EXPECT_THAT((up + down - 2) / (h * h), DoubleNear(moment(2), 1e-4));
}

}  // namespace
}  // namespace lastseen::theory::mg1
