// Internal: what an axis spans, and where on it a value stands: for scales with room at both ends (lines at 0 % and
// 100 % stay clear of the frame) and for labels that must not lie on each other.
#pragma once

#include <optional>
#include <vector>

#include <lastseen/plots/axis.hpp>

namespace lastseen::plots {

/// An axis and its ends; low < high, both positive when it is logarithmic.
struct AxisRange {
  Axis axis;
  double low = 0;
  double high = 1;
};

/// The axis's own ends where it has them, otherwise those of the values that can be drawn. Never empty.
AxisRange range_of(const Axis& axis, const std::vector<std::optional<double>>& values);

/// `range` with room at both ends.
AxisRange padded(const AxisRange& range);

/// Where `value` stands in `range`: 0 at the low end, 1 at the high end.
double position(const AxisRange& range, double value);

/// A value that can be drawn: there, finite, and positive where the axis is logarithmic.
std::optional<double> drawable(const Axis& axis, std::optional<double> value);

/// The same, and within the range.
std::optional<double> in_range(const AxisRange& range, std::optional<double> value);

/// Where to put ticks: at round values on a logarithmic axis, where Vega's are too many; empty (Vega's own) on a linear
/// one.
std::vector<double> round_ticks(const AxisRange& range);

}  // namespace lastseen::plots
