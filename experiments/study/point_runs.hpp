// Runs design points, all arms at each, on as many threads as wanted. Threads take batches - some replications of all arms of a
// point - from one list in the order of points, so that all have work until the last. Figures come out in the order of
// points, whichever ended first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include <lastseen/experiments/runs/execution.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/arm_sample.hpp>
#include <lastseen/experiments/study/arm_figures.hpp>
#include <lastseen/experiments/study/paired_figures.hpp>

namespace lastseen::experiments {

/// What is to be run.
struct PointPlan {
  std::size_t points = 1;
  /// The arms of a point, made when its turn comes; at least one. Called from several threads.
  std::function<std::vector<Arm>(std::size_t point)> arms;
  std::uint64_t seed = 1;
  std::uint32_t replications = 1;  ///< of each arm at each point, from 0
  double confidence = 0.95;
};

/// A point that was run.
struct MeasuredPoint {
  std::size_t point = 0;
  std::vector<ArmSample> samples;
  std::vector<ArmFigures> arms;
  std::vector<PairedFigures> pairs;  ///< all arms but the first, against it
};

/// Calls `take` with each point in order, one at a time, from any of the threads. Throws what `take`
/// throws; sim::Defect for a mistake of ours, of the first point, replication and arm that has one.
void run_points(const PointPlan& plan, const Execution& execution,
                const std::function<void(MeasuredPoint)>& take);

}  // namespace lastseen::experiments
