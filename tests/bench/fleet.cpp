// A fleet in one world: so many users, each with five jobs in fifteen minutes, on three instances of the server, with
// pings, polls, backgrounds, network switches and a restart now and then. Prints what became of the jobs, events and
// records a second, and bytes of memory per user; fails when a job is unaccounted for or a user takes too much.
//
//     fleet [USERS]        100,000 unless told
#include <fmt/format.h>
#include <sys/resource.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <string_view>

#include <lastseen/models/monitor.hpp>
#include <lastseen/models/world.hpp>

namespace {

using namespace lastseen;
using namespace std::chrono_literals;

/// A monitor's share is told apart from the world's.
constexpr long most_bytes_per_user = 8192;

models::Settings fleet(std::uint32_t users) {
  models::Settings settings;
  settings.session.users = users;
  settings.registry.refresh_on = models::RefreshOn::ping;
  settings.connection.reconnect_after = 2s;
  settings.connection.reconnect_factor = 2;
  settings.connection.reconnect_jitter = 0.5;
  settings.connection.health_check = 60s;
  settings.server.instances = 3;
  settings.server.restart_every = sim::Distribution::exponential(10min);
  settings.background.every = sim::Distribution::exponential(5min);
  settings.network.switch_every = sim::Distribution::exponential(20min);
  settings.notifier.on_missing = models::OnMissing::publish;
  return settings;
}

long peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss * 1024;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint32_t users = 100'000;
  if (argc > 1) {
    const std::string_view text = argv[1];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), users);
    if (error != std::errc{} || end != text.data() + text.size() || users == 0 || users > 1'000'000) {
      fmt::print(stderr, "fleet: {} is not a number of users from 1 to 1,000,000\n", text);
      return 2;
    }
  }
  const long before = peak_bytes();
  const auto start = std::chrono::steady_clock::now();
  const models::Settings settings = fleet(users);
  const sim::Chance chance(1, 0);
  models::World world(settings, chance);
  models::Monitor monitor(settings);
  world.add(monitor);
  world.run();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const long per_user = (peak_bytes() - before) / users;

  const models::SessionResult result = monitor.result(world.now());
  std::array<std::uint64_t, models::outcome_count> outcomes{};
  std::uint64_t without_cause = 0;
  for (const models::JobResult& job : result.jobs) {
    ++outcomes[static_cast<std::size_t>(job.outcome)];
    const bool is_lost = job.was_completed() && !job.was_delivered();
    without_cause += is_lost != job.cause.has_value() ? 1U : 0U;
  }
  fmt::print(
      "{} users, {} s simulated in {:.1f} s: {:.2f} million events/s, {} events, {} records, fingerprint "
      "{}\n",
      users, sim::to_seconds(world.now() - sim::run_start), seconds,
      static_cast<double>(world.events()) / seconds / 1e6, world.events(), world.records(),
      world.fingerprint().to_text());
  fmt::print("{} bytes per user (world, pending events, and a monitor with {} jobs each)\n", per_user,
             settings.jobs.count);
  for (int index = 0; index < models::outcome_count; ++index) {
    fmt::print("{:>9} {}\n", outcomes[static_cast<std::size_t>(index)],
               models::name(static_cast<models::Outcome>(index)));
  }
  if (without_cause > 0) fmt::print("{} jobs without exactly one cause\n", without_cause);
  if (per_user > most_bytes_per_user && users >= 10'000)
    fmt::print("more than {} bytes per user\n", most_bytes_per_user);
  return without_cause > 0 || (per_user > most_bytes_per_user && users >= 10'000) ? 1 : 0;
}
