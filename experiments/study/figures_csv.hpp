// The figures of arms as CSV: a row for each arm and response.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/study/comparison.hpp>
#include <lastseen/experiments/study/sweep.hpp>

namespace lastseen::experiments {

std::string comparison_csv(const ArmComparison& comparison);

/// Each row begins with the values of the varied parameters. At least one point.
std::string sweep_csv(const std::vector<PointFigures>& results);

}  // namespace lastseen::experiments
