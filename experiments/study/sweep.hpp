// Runs the design points of a sweep, all arms at each, under common random numbers throughout.
#pragma once

#include <vector>

#include <lastseen/experiments/runs/replications.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/study/arm_figures.hpp>
#include <lastseen/experiments/study/design.hpp>

namespace lastseen::experiments {

/// The figures of all arms at one design point.
struct PointFigures {
  DesignPoint point;
  std::vector<ArmFigures> arms;
};

/// Runs all points in order, each arm for scenario.replications sessions. Only figures are kept, so memory does not
/// grow with the sweep. Throws Interrupted when stopped.
std::vector<PointFigures> run_sweep(const Scenario& scenario, const std::vector<DesignPoint>& points,
                                    const Execution& execution);

}  // namespace lastseen::experiments
