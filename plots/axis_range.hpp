// What a chart's axes span, and where on them a value stands: for scales with room at both ends (lines at 0 % and
// 100 % stay clear of the frame) and for labels that must not lie on each other.
#pragma once

#include <optional>
#include <vector>

#include <lastseen/plots/document.hpp>

namespace lastseen::plots {

struct Range {
  double low = 0;
  double high = 1;
};

/// The axis's own ends where it has them, otherwise those of the data, intervals and rules; a linear y axis begins at
/// zero or below. Never empty.
Range x_range(const LineChart& chart);
Range y_range(const LineChart& chart);

/// `range` with room at both ends.
Range padded(const Axis& axis, Range range);

/// Where `value` stands in `range`: 0 at the low end, 1 at the high end.
double position(const Axis& axis, Range range, double value);

/// A value that can be drawn: there, finite, and positive where the axis is logarithmic.
std::optional<double> drawable(const Axis& axis, std::optional<double> value);

/// The same, and within the range.
std::optional<double> in_range(const Axis& axis, Range range, std::optional<double> value);

/// Where to put the x axis's ticks: at the points themselves where they are few (the levels of a factor), else as
/// round_ticks().
std::vector<double> x_ticks(const LineChart& chart, Range range);

/// Round values on a logarithmic axis, where Vega's are too many; empty (Vega's own) on a linear one.
std::vector<double> round_ticks(const Axis& axis, Range range);

}  // namespace lastseen::plots
