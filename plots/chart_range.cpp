// Ranges of axes: see chart_range.hpp.
#include "plots/chart_range.hpp"

#include <cmath>
#include <vector>

namespace lastseen::plots {
namespace {

double forward(const Axis& axis, double value) {
  return axis.scale == Scale::logarithmic ? std::log10(value) : value;
}

double backward(const Axis& axis, double value) {
  return axis.scale == Scale::logarithmic ? std::pow(10.0, value) : value;
}

Range range_of(const Axis& axis, const std::vector<std::optional<double>>& values) {
  std::optional<double> low;
  std::optional<double> high;
  for (const std::optional<double>& candidate : values) {
    const std::optional<double> value = drawable(axis, candidate);
    if (!value) continue;
    if (!low || *value < *low) low = value;
    if (!high || *value > *high) high = value;
  }
  Range range = {drawable(axis, axis.min).value_or(low.value_or(axis.scale == Scale::linear ? 0.0 : 1.0)),
                 drawable(axis, axis.max).value_or(high.value_or(1.0))};
  if (!(range.low < range.high)) range.high = range.low + (range.low > 0 ? range.low : 1.0);
  return range;
}

}  // namespace

std::optional<double> drawable(const Axis& axis, std::optional<double> value) {
  if (!value || !std::isfinite(*value)) return {};
  if (axis.scale == Scale::logarithmic && *value <= 0) return {};
  return *value + 0.0;  // no negative zero
}

Range x_range(const LineChart& chart) {
  std::vector<std::optional<double>> values;
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) values.emplace_back(point.x);
  }
  for (const Rule& rule : chart.rules) values.push_back(rule.x);
  return range_of(chart.x, values);
}

Range y_range(const LineChart& chart) {
  std::vector<std::optional<double>> values;
  if (chart.y.scale == Scale::linear && !chart.y.min) values.emplace_back(0.0);
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) values.insert(values.end(), {point.y, point.low, point.high});
  }
  for (const Rule& rule : chart.rules) values.push_back(rule.y);
  return range_of(chart.y, values);
}

Range padded(const Axis& axis, Range range) {
  constexpr double room = 0.035;
  const double low = forward(axis, range.low);
  const double high = forward(axis, range.high);
  return {backward(axis, low - room * (high - low)), backward(axis, high + room * (high - low))};
}

double position(const Axis& axis, Range range, double value) {
  const double low = forward(axis, range.low);
  return (forward(axis, value) - low) / (forward(axis, range.high) - low);
}

}  // namespace lastseen::plots
