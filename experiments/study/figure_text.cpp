#include <lastseen/experiments/study/figure_text.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/statistics/response_text.hpp>

namespace lastseen::experiments {

FigureText figure_text(const Response& response, const ArmFigures& arm) {
  const Estimate& estimate = arm.estimates[response.id];
  const Estimate& never = arm.estimates[ResponseId::never_updated];
  if (response.of_shown_jobs && never.point.value_or(0) > never_updated_most) {
    return {"none", fmt::format("{} never shown", value_text(ResponseUnit::share, never.point))};
  }
  return {value_text(response.unit, estimate.point), interval_text(response.unit, estimate)};
}

}  // namespace lastseen::experiments
