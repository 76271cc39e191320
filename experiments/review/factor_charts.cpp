#include <lastseen/experiments/review/factor_charts.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/commands.hpp>
#include <lastseen/experiments/study/figure_text.hpp>
#include <lastseen/experiments/study/sweep.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

plots::Axis factor_axis(const Factor& factor, const std::vector<PointFigures>& results) {
  plots::Axis axis{.title = factor.title.empty() ? factor.key : factor.title};
  const models::Parameter& parameter = *models::find_parameter(factor.key);
  axis.unit = parameter.number_is_time() ? plots::Unit::seconds : plots::Unit::number;
  double low = 0, high = 0;
  for (const PointFigures& result : results) {
    const double x = axis_value(result.values, factor.key).value_or(0);
    low = &result == &results.front() ? x : std::min(low, x);
    high = std::max(high, x);
  }
  constexpr double decades_enough = 20;
  if (low > 0 && high / low >= decades_enough) axis.scale = plots::Scale::logarithmic;
  return axis;
}

/// "Ping interval" -> "ping interval", but "AI processing time" stays.
std::string in_a_sentence(std::string title) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (title.size() > 1 && is_capital(title[0]) && !is_capital(title[1]))
    title[0] = static_cast<char>(title[0] - 'A' + 'a');
  return title;
}

using PointOf = plots::Point (*)(const ArmFigures&);

plots::Point delivery_point(const ArmFigures& arm) {
  const Estimate& estimate = arm.estimates[ResponseId::delivery_rate];
  return {.y = estimate.point, .low = estimate.low, .high = estimate.high};
}

plots::Point time_point(const ArmFigures& arm) {
  if (arm.withholds(response_of(ResponseId::time_to_ui_mean))) {
    const std::optional<double> never = arm.estimates[ResponseId::never_updated].point;
    return {.note = fmt::format("{} of the jobs never shown", value_text(ResponseUnit::share, never))};
  }
  const Estimate& estimate = arm.estimates[ResponseId::time_to_ui_mean];
  return {.y = estimate.point, .low = estimate.low, .high = estimate.high};
}

std::vector<plots::Series> series(const Factor& factor, const std::vector<PointFigures>& results,
                                  PointOf point_of) {
  std::vector<plots::Series> all;
  for (std::size_t arm = 0; arm < results.front().arms.size(); ++arm) {
    plots::Series line{.name = results.front().arms[arm].name, .points = {}};
    for (const PointFigures& result : results) {
      const auto x = axis_value(result.values, factor.key);
      if (!x) continue;
      plots::Point point = point_of(result.arms[arm]);
      point.x = *x;
      if (!point.note.empty()) point.note += "; ";
      point.note += fmt::format("{} = {}; {}", factor.key, result.values[0].value,
                                sim::counted(result.arms[arm].sessions, "session"));
      line.points.push_back(std::move(point));
    }
    all.push_back(std::move(line));
  }
  return all;
}

bool has_axis(const Factor& factor, const std::vector<PointFigures>& results) {
  return std::all_of(results.begin(), results.end(), [&](const PointFigures& result) {
    return axis_value(result.values, factor.key).has_value();
  });
}

/// What is shown where a level is not a number.
constexpr ResponseId table_responses[] = {ResponseId::delivery_rate, ResponseId::never_updated,
                                          ResponseId::time_to_ui_mean};

plots::Table table(const Factor& factor, const std::vector<PointFigures>& results,
                   const std::string& command) {
  plots::Table rows{.caption = fmt::format("{} varies in all arms; {}", factor.key, command),
                    .columns = {factor.key, "Arm"},
                    .rows = {}};
  for (const ResponseId id : table_responses) rows.columns.emplace_back(response_of(id).title);
  for (const PointFigures& result : results) {
    for (const ArmFigures& arm : result.arms) {
      rows.rows.push_back({{.text = result.values[0].value}, {.text = arm.name}});
      for (const ResponseId id : table_responses) {
        FigureText text = figure_text(response_of(id), arm);
        rows.rows.back().push_back({.text = std::move(text.figure), .note = std::move(text.note)});
      }
    }
  }
  return rows;
}

}  // namespace

std::uint32_t factor_replications(const Scenario& scenario) {
  return std::max(1U, scenario.replications / 4);
}

plots::Block factor_charts(const Scenario& scenario, const Factor& factor, const Execution& execution) {
  Scenario reduced = scenario;
  reduced.replications = factor_replications(scenario);
  const std::string levels = sim::joined(factor.levels, ",");
  const std::vector<Variation> variations = {parse_variation(factor.key + "=" + levels)};
  std::vector<PointFigures> results;
  run_sweep(reduced, DesignPoints(reduced, variations, Design::factorial), execution,
            [&](const PointFigures& point) { results.push_back(point); });
  const std::string command = sweep_command(scenario, factor, reduced.replications);
  if (!has_axis(factor, results)) return table(factor, results, command);
  plots::LineChart delivery;
  delivery.x = factor_axis(factor, results);
  delivery.title = "Delivery against " + in_a_sentence(delivery.x.title);
  delivery.description = fmt::format(
      "Share of the notifications that the app receives, with {} intervals, as {} varies in all arms.",
      confidence_text(scenario.confidence), factor.key);
  delivery.y.title = response_of(ResponseId::delivery_rate).title;
  delivery.y.unit = plots::Unit::percent;
  delivery.y.min = 0;
  delivery.y.max = 1;
  delivery.series = series(factor, results, delivery_point);
  delivery.command = command;

  plots::LineChart time;
  time.x = delivery.x;
  time.title = "Time to UI update against " + in_a_sentence(time.x.title);
  time.description = fmt::format(
      "Mean time from a job's completion to the screen, with {} intervals. Left out where more than 1 % of "
      "the jobs were never shown: the mean of the rest would be too favourable.",
      confidence_text(scenario.confidence));
  time.y.title = response_of(ResponseId::time_to_ui_mean).title;
  time.y.unit = plots::Unit::seconds;
  time.y.min = 0;
  time.series = series(factor, results, time_point);
  time.command = command;
  return plots::ChartRow{{std::move(delivery), std::move(time)}};
}

}  // namespace lastseen::experiments
