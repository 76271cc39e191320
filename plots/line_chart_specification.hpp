// Internal: a line chart as a Vega-Lite specification. From the back to the front:
//
//     reference lines - intervals (bands for dense series, bars for the others) - lines - marks with tooltips
//
// Colour, dash, mark and width come from the names of the series, see series_style.hpp.
#pragma once

#include <string>
#include <vector>

#include <lastseen/plots/line_chart.hpp>

namespace lastseen::plots {

/// As JSON text, data included. `names` are those of the document, see draw().
std::string line_chart_specification(const LineChart& chart, const std::vector<std::string>& names);

}  // namespace lastseen::plots
