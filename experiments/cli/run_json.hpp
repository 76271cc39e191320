// What `run` prints as JSON: the whole run, or what there was to see at some instants.
#pragma once

#include <cstdint>
#include <vector>

#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/inspection.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::cli {

/// The run with its jobs, its evidence and all records (schema lastseen.run/1).
Json run_json(const experiments::Scenario& scenario, const experiments::Arm& arm,
              const experiments::Replay& told);

/// The registry's debug view and the clients' metrics at each instant (schema lastseen.inspection/1).
Json inspections_json(const experiments::Scenario& scenario, const experiments::Arm& arm,
                      std::uint32_t replication, const std::vector<experiments::Inspection>& inspections);

}  // namespace lastseen::cli
