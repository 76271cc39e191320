// PHOLD, the benchmark of parallel simulators: objects send each other messages for ever. A message that arrives is sent on,
// to an object drawn at random, and flies a second on average (R. M. Fujimoto, Performance of Time Warp under synthetic
// workloads, 1990).
//
// Shows events that carry numbers, and luck that travels: its label is (message, hop). Flights are exponential, so the
// arrivals of each object are a Poisson process, all independent, and the counts are known but for their chance. The
// fingerprint stands for all arrivals in their order, and is the same on every machine.
//
//     cmake --build --preset release --target example_phold && build/release/tests/example_phold
#include <fmt/core.h>

#include <cmath>
#include <vector>

#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/fingerprint.hpp>
#include <lastseen/sim/simulation.hpp>

using namespace lastseen::sim;
using namespace std::chrono_literals;

enum Purpose : std::uint8_t { flight, destination };

class Phold {
 public:
  static constexpr std::uint32_t objects = 64;
  static constexpr std::uint32_t messages = 1024;

  explicit Phold(const Chance& chance) : chance_{chance} {
    for (std::uint32_t message = 0; message < messages; ++message) send(message, 0, message % objects);
  }

  void run_until(Instant end) { simulation_.run_until(end); }

  const Simulation& simulation() const { return simulation_; }
  const Fingerprint& fingerprint() const { return fingerprint_; }
  const std::vector<std::uint64_t>& arrivals() const { return arrivals_; }

 private:
  void send(std::uint32_t message, std::uint32_t hop, std::uint32_t to) {
    const Duration delay = chance_.draw({message, flight, 0, hop}, flights_);
    simulation_.after(delay, 0, [=, this] { arrive(message, hop, to); });
  }
  void arrive(std::uint32_t message, std::uint32_t hop, std::uint32_t at) {
    ++arrivals_[at];
    fingerprint_.add(message);
    fingerprint_.add(at);
    send(message, hop + 1, chance_.below({message, destination, 0, hop}, objects));
  }

  const Distribution flights_ = Distribution::exponential(1s);
  const Chance& chance_;
  Simulation simulation_;
  Fingerprint fingerprint_;
  std::vector<std::uint64_t> arrivals_ = std::vector<std::uint64_t>(objects);
};

int main() {
  const Chance chance(1, 0);
  Phold phold(chance);
  phold.run_until(run_start + 1000s);

  const double expected = 1000.0 * Phold::messages;
  const double expected_each = expected / Phold::objects;
  const auto events = static_cast<double>(phold.simulation().executed());
  double chi_square = 0;
  for (const std::uint64_t arrivals : phold.arrivals()) {
    const double deviation = static_cast<double>(arrivals) - expected_each;
    chi_square += deviation * deviation / expected_each;
  }
  const double half_width = 3.291 * std::sqrt(expected);  // of a Poisson number this large, at 99.9 %
  const double highest = 104.72;                          // of chi-square on 64 degrees of freedom, at 99.9 %
  fmt::print("messages under way           {}\n", phold.simulation().pending());
  fmt::print("arrivals                  {}, expected {} +- {:.0f}\n", events, expected, half_width);
  fmt::print("chi-square over objects   {:.1f}, expected below {:.1f}\n", chi_square, highest);
  fmt::print("fingerprint               {}\n", phold.fingerprint().to_text());
  return std::abs(events - expected) <= half_width && chi_square < highest ? 0 : 1;
}
