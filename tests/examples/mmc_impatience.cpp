// M/M/c with impatience as processes: a call centre with 5 agents; a caller who has waited too long hangs up.
//
// Shows a customer's story as a coroutine: `co_await within(patience, agents.acquire())` waits for an agent, but no longer
// than the patience. Callers come every 10 s and take a minute on average, six agents' work for five, so that without
// impatience the queue would grow for ever. Theory: Erlang A (O. Garnett, A. Mandelbaum, M. Reiman, Manufacturing and
// Service Operations Management 4 (2002) 208-227).
//
//     cmake --build --preset release --target example_mmc_impatience && build/release/tests/example_mmc_impatience
#include <algorithm>
#include <vector>

#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/waiting.hpp>
#include "tests/examples/beside_theory.hpp"

using namespace lastseen::examples;
using namespace lastseen::sim;
using namespace std::chrono_literals;

enum Purpose : std::uint8_t { gap, patience, service };

const Distribution gaps = Distribution::exponential(10s);
const Distribution patiences = Distribution::exponential(2min);
const Distribution services = Distribution::exponential(1min);
constexpr int agents = 5;

struct CallCentre {
  const Chance& chance;
  Resource free_agents{agents};
  Tally waits;          // in seconds, also of those who hang up
  Tally lost, at_once;  // 1 or 0 for each caller
};

Process caller(Simulation& simulation, CallCentre& centre, std::uint32_t number) {
  const Instant called = simulation.now();
  const Duration patient_for = centre.chance.draw({number, patience}, patiences);
  const Resource::Use agent = co_await within(patient_for, centre.free_agents.acquire());
  const Duration waited = simulation.now() - called;
  centre.waits.add(to_seconds(waited));
  centre.at_once.add(waited == 0s ? 1 : 0);
  centre.lost.add(agent.holds() ? 0 : 1);
  if (!agent.holds()) co_return;
  co_await delay(centre.chance.draw({number, service}, services));
}  // the agent is free again

Process callers(Simulation& simulation, CallCentre& centre) {
  for (std::uint32_t number = 0;; ++number) {
    co_await delay(centre.chance.draw({number, gap}, gaps));
    caller(simulation, centre, number);
  }
}

/// Shares of the time with n calls, in service or waiting: from n to n - 1 at the rate of services and hang-ups.
std::vector<double> shares_of_time() {
  std::vector<double> shares{1};
  double sum = 1;
  for (int n = 1; n < 200; ++n) {
    const double leave_per_min = std::min(n, agents) / 1.0 + std::max(n - agents, 0) / 2.0;
    shares.push_back(shares.back() * 6.0 / leave_per_min);
    sum += shares.back();
  }
  for (double& share : shares) share /= sum;
  return shares;
}

int main() {
  Tally lost, at_once, waits;
  for (std::uint32_t replication = 0; replication < replications; ++replication) {
    const Chance chance(1, replication);
    CallCentre centre{chance};
    Simulation simulation;
    callers(simulation, centre);
    simulation.run_until(run_start + 1h);  // a warm-up, which is not counted
    centre.waits = centre.lost = centre.at_once = {};
    simulation.run_until(run_start + 201h);
    lost.add(*centre.lost.mean());
    at_once.add(*centre.at_once.mean());
    waits.add(*centre.waits.mean());
  }
  const std::vector<double> shares = shares_of_time();
  double served_at_once = 0;
  double queue_length = 0;
  for (std::size_t n = 0; n < shares.size(); ++n) {
    const double waiting = static_cast<double>(n) - agents;
    served_at_once += waiting < 0 ? shares[n] : 0;
    queue_length += waiting > 0 ? waiting * shares[n] : 0;
  }
  print_heading();
  bool agrees = beside_theory("share that hangs up", lost, queue_length / 2.0 / 6.0);
  agrees &= beside_theory("share served at once", at_once, served_at_once);
  agrees &= beside_theory("mean wait, seconds", waits, queue_length * 10.0);  // Little's law
  return agrees ? 0 : 1;
}
