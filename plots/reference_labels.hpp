// Where the labels of a chart's reference lines go: outside the frame, where no data can lie below them. Those of
// vertical lines above it, in as many rows as it takes, those of horizontal lines to its right, shifted apart.
#pragma once

#include <string>
#include <vector>

#include <lastseen/plots/axis_range.hpp>
#include <lastseen/plots/document.hpp>

namespace lastseen::plots {

struct ReferenceLabel {
  bool vertical = false;  ///< of a vertical line
  double value = 0;       ///< where the line is, on its axis
  std::vector<std::string> lines;
  std::string align;
  double dx = 0;  ///< px from the line's end
  double dy = 0;
};

struct ReferenceLabels {
  std::vector<ReferenceLabel> labels;
  double top_px = 0;  ///< room taken above the frame
};

ReferenceLabels place_reference_labels(const LineChart& chart, Range x, Range y);

}  // namespace lastseen::plots
