#include <lastseen/experiments/study/sweep_text.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/formats/rows.hpp>
#include <lastseen/experiments/study/figure_text.hpp>

namespace lastseen::experiments {
namespace {

/// The responses that the table shows; CSV and JSON have all.
constexpr ResponseId shown_responses[] = {ResponseId::delivery_rate, ResponseId::time_to_ui_mean,
                                          ResponseId::time_to_ui_p95, ResponseId::never_updated};

}  // namespace

std::string points_text(const std::vector<DesignPoint>& points) {
  Rows rows = {{"point"}};
  for (const models::Assignment& value : points.front().values) rows[0].push_back(value.key);
  for (const DesignPoint& point : points) {
    rows.push_back({fmt::format("{}", rows.size())});
    for (const models::Assignment& value : point.values) rows.back().push_back(value.value);
  }
  return aligned(rows);
}

std::string sweep_text(const std::vector<PointFigures>& results) {
  Rows rows = {{}};
  for (const models::Assignment& value : results.front().point.values) rows[0].push_back(value.key);
  rows[0].emplace_back("arm");
  for (const ResponseId id : shown_responses) {
    rows[0].emplace_back(response_of(id).title);
    rows[0].emplace_back("95 % interval");
  }
  for (const PointFigures& result : results) {
    for (const ArmFigures& arm : result.arms) {
      rows.emplace_back();
      for (const models::Assignment& value : result.point.values) rows.back().push_back(value.value);
      rows.back().push_back(arm.name);
      for (const ResponseId id : shown_responses) {
        FigureText text = figure_text(response_of(id), arm);
        rows.back().push_back(std::move(text.figure));
        rows.back().push_back(std::move(text.note));
      }
    }
  }
  return aligned(rows);
}

}  // namespace lastseen::experiments
