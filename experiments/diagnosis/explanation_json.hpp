// Why a job was not delivered, as JSON.
#pragma once

#include <cstdint>
#include <string>

#include <lastseen/experiments/diagnosis/why.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::experiments {

/// Schema lastseen.why/1.
std::string explanation_json(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
                             const Explanation& explanation);

}  // namespace lastseen::experiments
