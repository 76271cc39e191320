// Charts of the responses against a varied factor, all arms together.
#pragma once

#include <vector>

#include <lastseen/experiments/runs/execution.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/plots/document.hpp>

namespace lastseen::experiments {

/// Replications at each point of a factor chart.
std::uint32_t factor_replications(const Scenario& scenario);

/// Runs the factor's levels and draws delivery rate and time to UI update against it; as a table when a level is no
/// number (a choice, "never").
plots::Block factor_charts(const Scenario& scenario, const Factor& factor, const Execution& execution);

}  // namespace lastseen::experiments
