// The figures of arms as JSON documents.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/study/comparison.hpp>
#include <lastseen/experiments/study/sweep.hpp>

namespace lastseen::experiments {

/// Arms, pairs and targets (schema lastseen.compare/1).
std::string comparison_json(const Scenario& scenario, const ArmComparison& comparison);

/// All arms at each point (schema lastseen.sweep/1).
std::string sweep_json(const Scenario& scenario, const std::vector<PointFigures>& results);

}  // namespace lastseen::experiments
