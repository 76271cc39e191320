#include <lastseen/experiments/study/figures_csv.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/formats/rows.hpp>

namespace lastseen::experiments {

std::string comparison_csv(const ArmComparison& comparison) {
  Rows rows = {{"arm", "response", "point", "low", "high", "level", "sessions", "observations",
                "design_effect", "method"}};
  for (const ArmFigures& arm : comparison.arms) {
    for (const Response& response : responses()) {
      const Estimate& e = arm.estimates[response.id];
      rows.push_back({arm.name, std::string(response.key), csv_number(e.point), csv_number(e.low),
                      csv_number(e.high), csv_number(e.confidence), fmt::format("{}", e.clusters),
                      fmt::format("{}", e.observations), csv_number(e.design_effect), e.method});
    }
  }
  return csv(rows);
}

std::string sweep_csv(const std::vector<PointFigures>& results) {
  Rows rows = {{}};
  for (const models::Assignment& value : results.front().point.values) rows[0].push_back(value.key);
  rows[0].insert(rows[0].end(),
                 {"arm", "response", "point", "low", "high", "sessions", "observations", "method"});
  for (const PointFigures& result : results) {
    for (const ArmFigures& arm : result.arms) {
      for (const Response& response : responses()) {
        const Estimate& e = arm.estimates[response.id];
        rows.emplace_back();
        for (const models::Assignment& value : result.point.values) rows.back().push_back(value.value);
        rows.back().insert(
            rows.back().end(),
            {arm.name, std::string(response.key), csv_number(e.point), csv_number(e.low), csv_number(e.high),
             fmt::format("{}", e.clusters), fmt::format("{}", e.observations), e.method});
      }
    }
  }
  return csv(rows);
}

}  // namespace lastseen::experiments
