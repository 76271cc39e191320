// What there was to see at some instants of a run, as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/inspection.hpp>

namespace lastseen::experiments {

/// The registry's debug view and the clients' metrics at each instant (schema lastseen.inspection/1).
std::string inspections_json(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
                             const std::vector<Inspection>& inspections);

}  // namespace lastseen::experiments
