// The race in miniature. A server's registry remembers when it has last seen a user, and a cleanup every minute forgets
// whoever it has not seen for a minute. The app pings every 30 s, and is answered; but does a ping count as being seen? A
// job's result is delivered if the registry knows the user at the moment when it is ready.
//
// Shows three processes around one variable, the defect as a setting, and both settings with the same luck: the same
// sessions, before and after the fix. Theory: the cleanup comes at a phase that is uniform over its interval C, so that a
// result ready D after connecting, later than the timeout S, finds the user known with probability 1 - (D - S) / C.
//
//     cmake --build --preset release --target example_registry_race && build/release/tests/example_registry_race
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>

#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/waiting.hpp>

using namespace lastseen::sim;
using namespace std::chrono_literals;

enum Purpose : std::uint8_t { cleanup_phase, work };
enum class Pings { are_only_answered, refresh };  // the defect, the fix

constexpr Duration ping_interval = 30s;
constexpr Duration stale_timeout = 60s;
constexpr Duration cleanup_interval = 60s;
const Distribution phases = Distribution::uniform(0s, cleanup_interval);
const Distribution works = Distribution::uniform(20s, 30s);

struct Registry {
  std::optional<Instant> last_seen;  // of the one user; nothing: not connected, as far as the server knows
};

Process app(Simulation& simulation, Registry& registry, Pings pings) {
  registry.last_seen = simulation.now();  // connects
  for (;;) {
    co_await delay(ping_interval);
    if (pings == Pings::refresh && registry.last_seen) registry.last_seen = simulation.now();
  }
}

Process cleanup(Simulation& simulation, Registry& registry, Duration phase) {
  for (co_await delay(phase);; co_await delay(cleanup_interval)) {
    if (registry.last_seen && simulation.now() - *registry.last_seen > stale_timeout)
      registry.last_seen.reset();
  }
}

Process job(Simulation&, const Registry& registry, Duration submitted, Duration takes, bool& delivered) {
  co_await delay(submitted);
  co_await delay(takes);
  delivered = registry.last_seen.has_value();
}

/// Whether the result of a job is delivered in this session.
bool is_delivered(const Chance& chance, Duration submitted, Pings pings) {
  Registry registry;
  bool delivered = false;
  Simulation simulation;  // goes first, as its processes refer to the others
  app(simulation, registry, pings);
  cleanup(simulation, registry, chance.draw({0, cleanup_phase}, phases));
  const Process result = job(simulation, registry, submitted, chance.draw({0, work}, works), delivered);
  while (result.is_alive()) simulation.step();
  return delivered;
}

/// P(U < 1 - (D - S) / C) for D = submitted + 20..30 s: linear in D, so it is its value at the mean while D is in S..S+C.
double theory(Duration submitted) {
  const double beyond = to_seconds(submitted + 25s - stale_timeout) / to_seconds(cleanup_interval);
  return std::clamp(1 - beyond, 0.0, 1.0);
}

int main() {
  constexpr std::uint32_t sessions = 4000;
  bool agrees = true;
  fmt::print("            delivered, %\n");
  fmt::print("submitted   before the fix  +-    theory   after\n");
  for (const Duration submitted : {10s, 30s, 45s, 60s, 75s, 90s, 100s}) {
    double before = 0;
    double after = 0;
    for (std::uint32_t session = 0; session < sessions; ++session) {
      const Chance chance(1, session);
      before += is_delivered(chance, submitted, Pings::are_only_answered) ? 1 : 0;
      after += is_delivered(chance, submitted, Pings::refresh) ? 1 : 0;
    }
    before *= 100.0 / sessions;
    after *= 100.0 / sessions;
    const double expected = 100 * theory(submitted);
    const double half_width = 3.291 * std::sqrt(expected * (100 - expected) / sessions);  // 99.9 %
    fmt::print("{:>7} s   {:>14.1f}  {:<4.1f}  {:>6.1f}   {:>5.1f}\n", submitted / 1s, before, half_width,
               expected, after);
    agrees &= std::abs(before - expected) <= half_width && after == 100;
  }
  return agrees ? 0 : 1;
}
