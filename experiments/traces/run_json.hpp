// A run as one JSON document.
#pragma once

#include <string>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {

/// The run with its jobs, its evidence and all records (schema lastseen.run/1).
std::string run_json(const Scenario& scenario, const Arm& arm, const Replay& told);

}  // namespace lastseen::experiments
