// The machine shop, after SimPy's example: ten machines make parts all day, break down at times, and wait for the one
// repairman.
//
// Shows processes that share a resource for a part of their loop: the repairman is held from `acquire()` to the end of the
// braces. The part under way when a machine breaks is finished after the repair. Theory: the machine repair model, or
// M/M/1//N (L. Kleinrock, Queueing Systems, volume 1, chapter 3).
//
//     cmake --build --preset release --target example_machine_shop && build/release/tests/example_machine_shop
#include <array>
#include <numeric>

#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/time_weighted.hpp>
#include <lastseen/sim/waiting.hpp>
#include "tests/examples/beside_theory.hpp"

using namespace lastseen::examples;
using namespace lastseen::sim;
using namespace std::chrono_literals;

enum Purpose : std::uint8_t { life, repair };

const Distribution lives = Distribution::exponential(300min);  // of work, from one breakdown to the next
const Distribution repairs = Distribution::exponential(30min);
constexpr Duration work_for_a_part = 10min;
constexpr Duration year = 365 * 24h;
constexpr std::uint32_t machines = 10;

struct Shop {
  const Chance& chance;
  Resource repairman{1};
  TimeWeighted working{run_start, machines, machines + 1};
  std::array<int, machines> parts{};
};

Process machine(Simulation& simulation, Shop& shop, std::uint32_t number) {
  std::uint32_t breakdown = 0;
  Duration left_to_live = shop.chance.draw({number, life, 0, breakdown}, lives);
  for (;; ++shop.parts[number]) {
    Duration left_to_do = work_for_a_part;
    while (left_to_live < left_to_do) {
      co_await delay(left_to_live);
      left_to_do -= left_to_live;
      shop.working.set(simulation.now(), shop.working.value() - 1);
      {
        const Resource::Use repairman = co_await shop.repairman.acquire();
        co_await delay(shop.chance.draw({number, repair, 0, breakdown}, repairs));
      }
      shop.working.set(simulation.now(), shop.working.value() + 1);
      left_to_live = shop.chance.draw({number, life, 0, ++breakdown}, lives);
    }
    co_await delay(left_to_do);
    left_to_live -= left_to_do;
  }
}

/// Share of time without work for the repairman: 1 / sum over n of N! / (N - n)! (mean repair / mean life)^n.
double share_idle() {
  double term = 1;
  double sum = 1;
  for (std::uint32_t n = 0; n < machines; ++n) sum += term *= (machines - n) * 30.0 / 300.0;
  return 1 / sum;
}

int main() {
  Tally idle, working, parts;
  for (std::uint32_t replication = 0; replication < replications; ++replication) {
    const Chance chance(1, replication);
    Shop shop{chance};
    Simulation simulation;  // goes before the shop, to which its processes refer
    for (std::uint32_t number = 0; number < machines; ++number) machine(simulation, shop, number);
    simulation.run_until(run_start + 48h);  // a warm-up, which is not counted
    shop.working.reset(simulation.now());
    shop.parts = {};
    simulation.run_until(simulation.now() + year);
    idle.add(*shop.working.share_at(machines, simulation.now()));
    working.add(*shop.working.average(simulation.now()));
    parts.add(std::accumulate(shop.parts.begin(), shop.parts.end(), 0.0) / (year / 1h));
    if (replication > 0) continue;
    fmt::print("Parts made in a year by machine 0 to 9:");
    for (const int made : shop.parts) fmt::print(" {}", made);
    fmt::print("\n\n");
  }
  print_heading();
  const double repairs_per_h = 2 * (1 - share_idle());  // and as many breakdowns: one in 5 h of each machine
  bool agrees = beside_theory("share of time repairman is idle", idle, share_idle());
  agrees &= beside_theory("machines working", working, repairs_per_h * 5);
  agrees &= beside_theory("parts made in an hour", parts, repairs_per_h * 5 * (1h / work_for_a_part));
  return agrees ? 0 : 1;
}
