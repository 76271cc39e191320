// Why a job was not delivered, as text for a terminal.
#pragma once

#include <string>

#include <lastseen/experiments/diagnosis/why.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::experiments {

/// What became of the job, the records that tell why, and what the replays prove.
std::string explanation_text(const Scenario& scenario, const Arm& arm, const Explanation& explanation);

}  // namespace lastseen::experiments
