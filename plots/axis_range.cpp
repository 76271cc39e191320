// Ranges of axes: see axis_range.hpp.
#include <lastseen/plots/axis_range.hpp>

#include <cmath>
#include <cstddef>
#include <set>
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

std::optional<double> in_range(const Axis& axis, Range range, std::optional<double> value) {
  const std::optional<double> there = drawable(axis, value);
  return there && *there >= range.low && *there <= range.high ? there : std::nullopt;
}

std::vector<double> x_ticks(const LineChart& chart, Range range) {
  constexpr std::size_t few = 10;
  std::set<double> levels;
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) {
      if (const auto x = in_range(chart.x, range, point.x)) levels.insert(*x);
    }
  }
  if (levels.size() < 2 || levels.size() > few) return round_ticks(chart.x, range);
  return {levels.begin(), levels.end()};
}

std::vector<double> round_ticks(const Axis& axis, Range range) {
  if (axis.scale == Scale::linear) return {};
  const double decades = std::log10(range.high / range.low);
  std::vector<double> steps = {1, 2, 5};
  if (decades > 3) steps = {1};
  std::vector<double> ticks;
  for (double power = std::floor(std::log10(range.low)); power <= std::log10(range.high); ++power) {
    for (const double step : steps) {
      // Powers below one are divided by, not multiplied with: 1e-1 is not exact, 3 / 10 is as near as can be.
      const double tick = power < 0 ? step / std::pow(10.0, -power) : step * std::pow(10.0, power);
      if (tick >= range.low * (1 - 1e-9) && tick <= range.high * (1 + 1e-9)) ticks.push_back(tick);
    }
  }
  return ticks;
}

}  // namespace lastseen::plots
