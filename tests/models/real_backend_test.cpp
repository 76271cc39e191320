// The model beside a real backend: Go 1.19 with gorilla/websocket on loopback, one job per client, with the same settings; 1,000
// clients where the server restarts, 300 where the network is out. Restarts were of the real process, outages by a blackhole in
// the kernel, in real time. Latencies of loopback count as none; TCP's first timeout was measured as 200 to 208 ms.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

/// What several runs of the real backend gave, from the lowest to the highest.
struct Range {
  double low = 0;
  double high = 0;

  double distance(double value) const { return std::max({low - value, value - high, 0.0}); }
};

struct Figures {
  double delivered = 0;  ///< share of the jobs
  double mean = 0;       ///< of the time from completion to the screen, of the jobs that it shows [s]
  double p95 = 0;        ///< likewise
};

Figures simulate(const Settings& settings, std::uint32_t sessions = 4000) {
  std::vector<double> times;
  std::size_t delivered = 0;
  for (std::uint32_t replication = 0; replication < sessions; ++replication) {
    const sim::Chance chance(1, replication);
    World world(settings, chance);
    world.stop_fingerprint();
    Monitor monitor(settings);
    world.add(monitor);
    world.run();
    for (const JobResult& job : monitor.result(world.now()).jobs) {
      delivered += job.was_delivered() ? 1U : 0U;
      if (job.was_shown()) times.push_back(sim::to_seconds(job.shown - job.completed));
    }
  }
  std::ranges::sort(times);
  double sum = 0;
  for (const double time : times) sum += time;
  return {.delivered = static_cast<double>(delivered) / sessions,
          .mean = sum / static_cast<double>(times.size()),
          .p95 = times.at(times.size() * 95 / 100)};
}

/// Delivery within 2 points; times within 25 % or 0.3 s.
void expect_near_the_real(const Figures& figures, const Range& delivered, const Range& mean,
                          const Range& p95) {
  EXPECT_LE(delivered.distance(figures.delivered), 0.02) << figures.delivered;
  EXPECT_LE(mean.distance(figures.mean), std::max(0.25 * mean.low, 0.3)) << figures.mean;
  EXPECT_LE(p95.distance(figures.p95), std::max(0.25 * p95.low, 0.3)) << figures.p95;
}

/// An app's connection, opened at 0.4 s, with the fix; a job submitted at any time until the end.
Settings client(Duration until) {
  Settings settings;
  settings.jobs.count = 1;
  settings.jobs.at = {Distribution::uniform(0s, until)};
  settings.connection.opens_at = 400ms;
  settings.network.latency = 0s;
  settings.handshake.duration = 600ms;
  settings.rest.handling = 0s;
  settings.registry.check_timeout = 60s;
  settings.registry.key = RegistryKey::generation;
  settings.registry.refresh_on = RefreshOn::ping;
  return settings;
}

Settings with_restart(Duration lasts) {
  Settings settings = client(2min);
  settings.session.duration = 2min;
  settings.session.drain = 2min;
  settings.connection.reconnect_after = 2s;
  settings.registry.cleanup_phase = 30s;
  settings.faults = {{.kind = FaultKind::restart, .at = 70s, .lasts = lasts, .graceful = true}};
  return settings;
}

TEST(RealBackend, ThatIsDownFor5sIsAsLateAsHere) {
  expect_near_the_real(simulate(with_restart(5s)), {0.939, 0.939}, {0.24, 0.24}, {1.6, 1.6});
}

TEST(RealBackend, ThatIsDownFor20sIsAsLateAsHere) {
  expect_near_the_real(simulate(with_restart(20s)), {0.802, 0.823}, {2.1, 2.3}, {16.3, 16.7});
}

Settings with_outage(Duration lasts, bool polls) {
  Settings settings = client(1min);
  settings.session.duration = lasts + 90s;
  settings.session.drain = lasts == 20s ? 1min : 40s;  // as long as the real ones were watched
  settings.connection.reconnect_after = 10ms;
  settings.worker.processing_time = Distribution::uniform(5s, 10s);
  settings.registry.cleanup_phase = 29'990ms;
  settings.polling.enabled = polls;
  settings.faults = {{.kind = FaultKind::outage, .at = 30s, .lasts = lasts}};
  return settings;
}

TEST(RealBackend, OutOfReachFor20sIsAsLateAsHere) {
  expect_near_the_real(simulate(with_outage(20s, false)), {1, 1}, {2.9, 3.4}, {26.7, 26.7});
}

TEST(RealBackend, OutOfReachFor20sIsAsLateAsHereWithPolling) {
  expect_near_the_real(simulate(with_outage(20s, true)), {1, 1}, {2.5, 3.4}, {25.4, 26.1});
}

// The p95 of those that are shown was not measured.
TEST(RealBackend, OutOfReachFor60sIsAsLateAsHere) {
  const Figures figures = simulate(with_outage(60s, false));
  expect_near_the_real(figures, {0.48, 0.48}, {22, 24}, {figures.p95, figures.p95});
}

}  // namespace
}  // namespace lastseen::models
