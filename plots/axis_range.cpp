// Ranges of axes: see axis_range.hpp.
#include <lastseen/plots/axis_range.hpp>

#include <cmath>

namespace lastseen::plots {
namespace {

double forward(const Axis& axis, double value) {
  return axis.scale == Scale::logarithmic ? std::log10(value) : value;
}

double backward(const Axis& axis, double value) {
  return axis.scale == Scale::logarithmic ? std::pow(10.0, value) : value;
}

}  // namespace

std::optional<double> drawable(const Axis& axis, std::optional<double> value) {
  if (!value || !std::isfinite(*value)) return {};
  if (axis.scale == Scale::logarithmic && *value <= 0) return {};
  return *value + 0.0;  // no negative zero
}

AxisRange range_of(const Axis& axis, const std::vector<std::optional<double>>& values) {
  std::optional<double> low;
  std::optional<double> high;
  for (const std::optional<double>& candidate : values) {
    const std::optional<double> value = drawable(axis, candidate);
    if (!value) continue;
    if (!low || *value < *low) low = value;
    if (!high || *value > *high) high = value;
  }
  AxisRange range = {axis,
                     drawable(axis, axis.min).value_or(low.value_or(axis.scale == Scale::linear ? 0.0 : 1.0)),
                     drawable(axis, axis.max).value_or(high.value_or(1.0))};
  if (!(range.low < range.high)) range.high = range.low + (range.low > 0 ? range.low : 1.0);
  return range;
}

AxisRange padded(const AxisRange& range) {
  constexpr double room = 0.035;
  const Axis& axis = range.axis;
  const double low = forward(axis, range.low);
  const double high = forward(axis, range.high);
  return {axis, backward(axis, low - room * (high - low)), backward(axis, high + room * (high - low))};
}

double position(const AxisRange& range, double value) {
  const double low = forward(range.axis, range.low);
  return (forward(range.axis, value) - low) / (forward(range.axis, range.high) - low);
}

std::optional<double> in_range(const AxisRange& range, std::optional<double> value) {
  const std::optional<double> there = drawable(range.axis, value);
  return there && *there >= range.low && *there <= range.high ? there : std::nullopt;
}

std::vector<double> round_ticks(const AxisRange& range) {
  if (range.axis.scale == Scale::linear) return {};
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
