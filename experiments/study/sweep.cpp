#include <lastseen/experiments/study/sweep.hpp>

namespace lastseen::experiments {

std::vector<PointFigures> run_sweep(const Scenario& scenario, const std::vector<DesignPoint>& points,
                                    const Execution& execution) {
  std::vector<PointFigures> results;
  for (const DesignPoint& point : points) {
    PointFigures figures{.point = point, .arms = {}};
    for (const Arm& arm : point.arms) {
      figures.arms.push_back(
          measure(arm, run_sessions(arm.settings, scenario.seed, scenario.replications, execution)).figures);
    }
    results.push_back(std::move(figures));
  }
  return results;
}

}  // namespace lastseen::experiments
