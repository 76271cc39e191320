// Runs the design points of a sweep, all arms at each, under common random numbers throughout.
#pragma once

#include <functional>
#include <vector>

#include <lastseen/experiments/runs/execution.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/study/arm_figures.hpp>
#include <lastseen/experiments/study/design.hpp>

namespace lastseen::experiments {

/// The figures of all arms at one design point.
struct PointFigures {
  std::vector<models::Assignment> values;
  std::vector<ArmFigures> arms;
};

/// Runs all points, each arm for scenario.replications sessions, and gives their figures in order, one point at a time,
/// from any of the threads. Nothing of a point is kept. Throws as run_points does.
void run_sweep(const Scenario& scenario, const DesignPoints& points, const Execution& execution,
               const std::function<void(const PointFigures&)>& take);

}  // namespace lastseen::experiments
