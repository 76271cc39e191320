// Internal: reference lines as the rearmost layers of a chart with axes. Their labels stand outside the frame, where
// no data can lie below them: those of vertical lines above it, in as many rows as it takes, those of horizontal lines
// to its right, shifted apart.
#pragma once

#include <vector>

#include <lastseen/plots/axis.hpp>
#include <lastseen/plots/axis_range.hpp>
#include <lastseen/plots/vega_lite.hpp>

namespace lastseen::plots::vega {

struct ReferenceLines {
  Json layers = Json::array();
  double above_px = 0;  ///< room that labels take above the frame
};

/// Of the rules within the axes; `x_channel` and `y_channel` are those of the chart's other layers.
ReferenceLines reference_lines(const std::vector<Rule>& rules, const AxisRange& x, const AxisRange& y,
                               const Json& x_channel, const Json& y_channel);

}  // namespace lastseen::plots::vega
