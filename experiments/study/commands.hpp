// The commands that print a study's figures again.
#pragma once

#include <cstdint>
#include <string>

#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::experiments {

/// All arms, with the scenario's replications and seed.
std::string compare_command(const Scenario& scenario);

/// One factor at its levels, with so many replications at each point.
std::string sweep_command(const Scenario& scenario, const Factor& factor, std::uint32_t replications);

/// One session of an arm.
std::string run_command(const Scenario& scenario, const std::string& arm, std::uint32_t replication);

}  // namespace lastseen::experiments
