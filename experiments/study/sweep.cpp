#include <lastseen/experiments/study/sweep.hpp>

#include <utility>

#include <lastseen/experiments/study/point_runs.hpp>

namespace lastseen::experiments {

void run_sweep(const Scenario& scenario, const DesignPoints& points, const Execution& execution,
               const std::function<void(const PointFigures&)>& take) {
  const PointPlan plan{.points = points.size(),
                       .arms = [&](std::size_t point) { return points.arms(point); },
                       .seed = scenario.seed,
                       .replications = scenario.replications,
                       .confidence = scenario.confidence};
  run_points(plan, execution, [&](MeasuredPoint point) {
    take({.values = points.values(point.point), .arms = std::move(point.arms)});
  });
}

}  // namespace lastseen::experiments
