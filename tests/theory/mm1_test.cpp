// M/M/1: a customer a second, services of 0.8 s on average, so that the server is busy for 80 % of the time. Waits have an
// atom of 1 - rho at 0 and are exponential beyond; the number in the system is geometric (Kleinrock, chapters 3 and 5).
#include <gmock/gmock.h>

#include "tests/theory/formulas.hpp"
#include "tests/theory/queue.hpp"

namespace lastseen::theory::mm1 {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr double rho = 0.8;
const std::vector<sim::Duration> ts{0s, 1s, 4s, 8s};
constexpr std::size_t states = 6;

/// Starts with as many customers as the stationary law says: P(n) = (1 - rho) rho^n.
Customers customers(const sim::Chance& chance) {
  constexpr std::uint8_t start = 255;
  const double u = chance.uniform({.purpose = start});
  return {chance, 1s, sim::Distribution::exponential(800ms),
          static_cast<std::uint32_t>(std::log(u) / std::log(rho))};
}

constexpr Window window{0s, 360'000s};

const Estimates& simulated() {
  static const Estimates estimates = replicate(1, [](const sim::Chance& chance) {
    return responses(play_events(customers(chance), 1, window), ts, states);
  });
  return estimates;
}

Responses theory(double utilisation) {
  const double mu = 1 / 0.8;
  const double lambda = utilisation * mu;
  Responses result;
  result["mean wait, s"] = utilisation / (mu - lambda);
  result["mean queue"] = utilisation * utilisation / (1 - utilisation);
  for (const sim::Duration t : ts) {
    result[wait_beyond(t)] = utilisation * std::exp(-mu * (1 - utilisation) * sim::to_seconds(t));
  }
  for (std::size_t n = 0; n < states; ++n) {
    result[number_is(n)] = (1 - utilisation) * std::pow(utilisation, static_cast<double>(n));
  }
  return result;
}

TEST(MM1, AgreesWithTheory) {
  print("M/M/1", simulated(), theory(rho));
  EXPECT_THAT(disagreements(simulated(), theory(rho)), IsEmpty());
  EXPECT_THAT(too_wide(simulated(), 0.03), IsEmpty());
}

// Goal: the test above can fail. Method: the theory of a server that is busy 77 or 83 % of the time.
TEST(MM1, IsToldFromAnotherUtilisation) {
  EXPECT_THAT(disagreements(simulated(), theory(0.77)), Not(IsEmpty()));
  EXPECT_THAT(disagreements(simulated(), theory(0.83)), Not(IsEmpty()));
}

// Goal: the engine does nothing but order events; chance is the same by label, whatever draws it. Method: each customer
// waits, to the nanosecond, as long in all makings.
TEST(MM1, HasTheSameWaitsAsEventsAsProcessesAndByRecursion) {
  const sim::Chance chance(2, 0);
  const Customers some = customers(chance);
  const Seen events = play_events(some, 1, window);
  EXPECT_GT(events.waits.size(), 1000U);
  EXPECT_EQ(events.waits, waits_by_recursion(some, 1, events.waits.size()));
  EXPECT_EQ(events, play_processes(some, 1, window)) << "nor do queue lengths differ";
}

}  // namespace
}  // namespace lastseen::theory::mm1
