// M/M/c: five servers for a load of four: customers at a mean of 250 ms, services of 1 s on average. The probability of a
// wait is Erlang's C, and waits are exponential beyond (Kleinrock, chapter 3; Gross and Harris, chapter 2).
#include <gmock/gmock.h>

#include "tests/theory/formulas.hpp"
#include "tests/theory/queue.hpp"

namespace lastseen::theory::mmc {
namespace {

using namespace std::chrono_literals;
using ::testing::DoubleNear;
using ::testing::IsEmpty;
using ::testing::Not;

const Mmc queue{.lambda = 4, .mu = 1, .servers = 5};
const std::vector<sim::Duration> ts{0s, 500ms, 1s, 2s};
constexpr std::size_t states = 8;

/// Starts with as many customers as the stationary law says; services are without memory.
Customers customers(const sim::Chance& chance) {
  constexpr std::uint8_t start = 255;
  return {chance, 250ms, sim::Distribution::exponential(1s),
          static_cast<std::uint32_t>(queue.number_at(chance.uniform({.purpose = start})))};
}

constexpr Window window{0s, 60'000s};

Responses theory(const Mmc& system) {
  Responses result;
  result["mean wait, s"] = system.mean_wait();
  result["mean queue"] = system.mean_queue();
  for (const sim::Duration t : ts) result[wait_beyond(t)] = system.wait_beyond(sim::to_seconds(t));
  for (std::size_t n = 0; n < states; ++n) result[number_is(n)] = system.p(n);
  return result;
}

const Estimates& simulated() {
  static const Estimates estimates = replicate(3, [](const sim::Chance& chance) {
    return responses(play_processes(customers(chance), 5, window), ts, states);
  });
  return estimates;
}

TEST(MMc, AgreesWithTheory) {
  print("M/M/5", simulated(), theory(queue));
  EXPECT_THAT(disagreements(simulated(), theory(queue)), IsEmpty());
  EXPECT_THAT(too_wide(simulated(), 0.045), IsEmpty());
}

// Goal: the test above can fail. Method: theories of the same utilisation, of four servers and of six.
TEST(MMc, IsToldFromAnotherNumberOfServers) {
  EXPECT_THAT(disagreements(simulated(), theory({.lambda = 3.2, .mu = 1, .servers = 4})), Not(IsEmpty()));
  EXPECT_THAT(disagreements(simulated(), theory({.lambda = 4.8, .mu = 1, .servers = 6})), Not(IsEmpty()));
}

TEST(MMc, HasTheSameWaitsAsEventsAsProcessesAndByRecursion) {
  const sim::Chance chance(2, 0);
  const Customers some = customers(chance);
  const Seen processes = play_processes(some, 5, window);
  EXPECT_GT(processes.waits.size(), 1000U);
  EXPECT_EQ(processes.waits, waits_by_recursion(some, 5, processes.waits.size()));
  EXPECT_EQ(processes, play_events(some, 5, window)) << "nor do queue lengths differ";
}

// Goal: the formula itself. Method: its probabilities satisfy the balance of each state and sum to 1, and waits and numbers
// obey Little's law: mean number waiting, from the states, is lambda times the mean wait.
TEST(MMc, FormulasSatisfyTheBalanceOfStates) {
  for (const Mmc& system : {Mmc{0.8, 1, 1}, queue, Mmc{9, 0.5, 20}}) {
    double sum = 0;
    double waiting = 0;
    for (std::size_t n = 0; n < 2000; ++n) {
      const double down = std::min<double>(static_cast<double>(n) + 1, system.servers) * system.mu;
      EXPECT_THAT(system.p(n + 1) * down, DoubleNear(system.p(n) * system.lambda, 1e-15));
      sum += system.p(n);
      waiting += std::max(0.0, static_cast<double>(n) - system.servers) * system.p(n);
    }
    EXPECT_THAT(sum, DoubleNear(1, 1e-12));
    EXPECT_THAT(waiting, DoubleNear(system.mean_queue(), 1e-9));
  }
}

}  // namespace
}  // namespace lastseen::theory::mmc
