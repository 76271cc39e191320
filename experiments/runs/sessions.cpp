#include <lastseen/experiments/runs/sessions.hpp>

#include <fmt/format.h>

#include <utility>

#include <lastseen/models/world.hpp>
#include <lastseen/sim/defect.hpp>

namespace lastseen::experiments {

SessionRow SessionRunner::run(const models::Settings& settings, std::uint64_t seed,
                              std::uint32_t replication) {
  const sim::Chance chance(seed, replication);
  models::World world(settings, chance, simulation_);
  models::Monitor monitor(settings);
  world.add(monitor);
  try {
    world.run();
  } catch (const sim::Defect& defect) {
    throw sim::Defect(fmt::format("seed {}, replication {}, simulated time {} s: {}", seed, replication,
                                  sim::to_seconds(world.now()), defect.what()));
  }
  SessionRow row = session_row(std::move(monitor).result(world.now()), replication, settings.jobs.count);
  row.session_time = settings.session.duration;
  row.fingerprint = world.fingerprint().value();
  row.events = world.events();
  row.records = world.records();
  return row;
}

std::vector<SessionRow> run_sessions(const models::Settings& settings, std::uint64_t seed,
                                     std::uint32_t first, std::uint32_t count) {
  SessionRunner runner;
  std::vector<SessionRow> rows;
  rows.reserve(count);
  for (std::uint32_t index = 0; index < count; ++index) {
    rows.push_back(runner.run(settings, seed, first + index));
  }
  return rows;
}

}  // namespace lastseen::experiments
