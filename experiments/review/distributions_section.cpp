// How long until the screen updates, and delivery against the age of the connection.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/commands.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

plots::LineChart time_to_ui_chart(const ReviewedStudy& study) {
  plots::LineChart chart{
      .title = "How long until the screen shows it",
      .description =
          "Share of the completed jobs that are on the screen within a time of their completion. The gap "
          "between a line and 100 % is the share never shown.",
      .x = {.title = "Time since completion",
            .unit = plots::Unit::seconds,
            .scale = plots::Scale::logarithmic},
      .y = {.title = "Share of jobs on the screen", .unit = plots::Unit::percent, .min = 0, .max = 1},
      .series = {},
      .command = compare_command(study.scenario)};
  constexpr std::size_t points_most = 200;
  for (std::size_t arm = 0; arm < study.samples.arms.size(); ++arm) {
    plots::Series series{.name = study.comparison.arms[arm].name, .points = {}, .steps = true};
    for (const EcdfPoint& point : study.samples.arms[arm].time_to_ui().ecdf(points_most).points) {
      series.points.push_back({.x = std::max(point.seconds, 0.001), .y = point.share});
    }
    chart.series.push_back(std::move(series));
  }
  const auto& polling = study.scenario.arms.front().settings.polling;
  if (polling.enabled)
    chart.rules.push_back({.x = sim::to_seconds(polling.interval), .label = "polling interval"});
  return chart;
}

/// Delivery against the age of the connection at completion: the bug's signature is a cliff.
plots::LineChart age_chart(const ReviewedStudy& study) {
  plots::LineChart chart{
      .title = "Delivery against the time since connecting",
      .description = fmt::format(
          "Share delivered among the jobs completed this long after registration (10 s bins, {} intervals). "
          "A "
          "registry that is not refreshed shows a cliff between the timeout and one cleanup interval later.",
          confidence_text(study.scenario.confidence)),
      .x = {.title = "Time since registration, at completion", .unit = plots::Unit::seconds, .min = 0},
      .y = {.title = "Notifications delivered", .unit = plots::Unit::percent, .min = 0, .max = 1},
      .series = {},
      .command = compare_command(study.scenario)};
  for (std::size_t arm = 0; arm < study.samples.arms.size(); ++arm) {
    const auto& cells = study.samples.arms[arm].sums().delivered_by_age;
    plots::Series series{.name = study.comparison.arms[arm].name, .points = {}};
    for (std::size_t bin = 0; bin < age_bin_count; ++bin) {
      const Estimate estimate = proportion(cells[bin], study.scenario.confidence);
      if (!estimate.point) continue;
      series.points.push_back({.x = (static_cast<double>(bin) + 0.5) * sim::to_seconds(age_bin_width),
                               .y = estimate.point,
                               .low = estimate.low,
                               .high = estimate.high,
                               .note = sim::counted(estimate.observations, "job")});
    }
    chart.series.push_back(std::move(series));
  }
  const auto& registry = study.scenario.arms.front().settings.registry;
  if (registry.cleanup_timeout) {
    const double timeout_s = sim::to_seconds(*registry.cleanup_timeout);
    chart.rules.push_back({.x = timeout_s, .label = "timeout"});
    chart.rules.push_back(
        {.x = timeout_s + sim::to_seconds(registry.cleanup_interval), .label = "+ cleanup interval"});
  }
  return chart;
}

}  // namespace

MaybeSection distributions_section(const ReviewedStudy& study) {
  return plots::Section{"When the screen updates, and when notifications are lost",
                        {plots::ChartRow{{time_to_ui_chart(study), age_chart(study)}}}};
}

}  // namespace lastseen::experiments
