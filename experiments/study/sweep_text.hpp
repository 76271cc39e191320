// A sweep as text, for a terminal.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/study/sweep.hpp>

namespace lastseen::experiments {

/// The design points, numbered. At least one.
std::string points_text(const std::vector<DesignPoint>& points);

/// The chief responses with intervals, a row for each point and arm. At least one point.
std::string sweep_text(const std::vector<PointFigures>& results);

}  // namespace lastseen::experiments
