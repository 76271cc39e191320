// M/M/1 as plain events: a bank with one teller; customers come at random, 48 an hour, and take a minute each on average.
//
// Shows a model as a class whose members are what happens: each event schedules the next ones. Chance is drawn by a label
// that names the thing (customer 7's service), so what one customer draws never depends on what others did. The run is
// replicated 20 times, and every mean stands beside its theory (L. Kleinrock, Queueing Systems, volume 1, chapters 3 and 5).
//
//     cmake --build --preset release --target example_mm1 && build/release/tests/example_mm1
#include <deque>

#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/simulation.hpp>
#include <lastseen/sim/time_weighted.hpp>
#include "tests/examples/beside_theory.hpp"

using namespace lastseen::examples;
using namespace lastseen::sim;
using namespace std::chrono_literals;

enum Purpose : std::uint8_t { gap, service };

class Bank {
 public:
  explicit Bank(const Chance& chance) : chance_{chance} { expect_customer(); }

  void run_until(Instant end) { simulation_.run_until(end); }

  void end_warm_up() {
    waits_ = {};
    long_waits_ = {};
    queue_length_.reset(simulation_.now());
  }

  double mean_wait_s() const { return *waits_.mean(); }
  double share_of_long_waits() const { return *long_waits_.mean(); }
  double mean_queue_length() const { return *queue_length_.average(simulation_.now()); }

 private:
  struct Customer {
    std::uint32_t number;
    Instant arrived;
  };

  void expect_customer() {
    simulation_.after(chance_.draw({next_customer_, gap}, gaps_), 0, [this] { arrive(); });
  }
  void arrive() {
    queue_.push_back({next_customer_++, simulation_.now()});
    queue_length_.set(simulation_.now(), std::ssize(queue_));
    if (!teller_is_busy_) serve();
    expect_customer();
  }
  void serve() {
    const Customer customer = queue_.front();
    queue_.pop_front();
    queue_length_.set(simulation_.now(), std::ssize(queue_));
    const Duration wait = simulation_.now() - customer.arrived;
    waits_.add(to_seconds(wait));
    long_waits_.add(wait > 10min ? 1 : 0);
    teller_is_busy_ = true;
    simulation_.after(chance_.draw({customer.number, service}, services_), 0, [this] { leave(); });
  }
  void leave() {
    teller_is_busy_ = false;
    if (!queue_.empty()) serve();
  }

  const Distribution gaps_ = Distribution::exponential(75s);
  const Distribution services_ = Distribution::exponential(60s);
  const Chance& chance_;
  Simulation simulation_;
  std::deque<Customer> queue_;
  bool teller_is_busy_ = false;
  std::uint32_t next_customer_ = 0;
  Tally waits_;       // in seconds
  Tally long_waits_;  // 1 or 0 for each customer
  TimeWeighted queue_length_{run_start};
};

int main() {
  Tally waits, long_waits, queue_lengths;
  for (std::uint32_t replication = 0; replication < replications; ++replication) {
    const Chance chance(1, replication);
    Bank bank(chance);
    bank.run_until(run_start + 48h);
    bank.end_warm_up();
    bank.run_until(run_start + 3000h);
    waits.add(bank.mean_wait_s());
    long_waits.add(bank.share_of_long_waits());
    queue_lengths.add(bank.mean_queue_length());
  }
  const double rho = 60.0 / 75.0;
  print_heading();
  bool agrees = beside_theory("mean wait in the queue, seconds", waits, 60 * rho / (1 - rho));
  agrees &= beside_theory("share that waits more than 10 min", long_waits, rho * std::exp(-10 * (1 - rho)));
  agrees &= beside_theory("mean length of the queue", queue_lengths, rho * rho / (1 - rho));
  return agrees ? 0 : 1;
}
