#include <lastseen/experiments/study/figure_text.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/statistics/response_text.hpp>

namespace lastseen::experiments {

FigureText figure_text(const Response& response, const ArmFigures& arm) {
  const Estimate& estimate = arm.estimates[response.id];
  if (arm.withholds(response)) {
    const std::optional<double> never = arm.estimates[ResponseId::never_updated].point;
    return {value_text(response.unit, std::nullopt),
            fmt::format("{} never shown", value_text(ResponseUnit::share, never))};
  }
  return {value_text(response.unit, estimate.point), interval_text(response.unit, estimate)};
}

std::string_view precision_text(const ArmFigures& arm) {
  return arm.are_times_exact
             ? ""
             : "Quantiles: of more than 100,000 sessions each time is known to within 1/256.\n";
}

std::string cause_text(const LostJobs& lost) {
  return std::string(lost.cause ? models::name(*lost.cause) : models::unfinished_text);
}

}  // namespace lastseen::experiments
