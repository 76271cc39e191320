// How the series of a document are told apart: colour, dash, mark, width, all from the position of the series' name in
// the document, so that a name looks the same in every chart.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/plots/document.hpp>

namespace lastseen::plots {

struct SeriesStyle {
  std::string_view colour;   ///< told apart by the colour-blind, 3:1 or more on white and on dark grey
  std::string_view shape;    ///< a Vega symbol
  std::vector<double> dash;  ///< px on, px off, ...; empty: solid
  double width = 0;          ///< of the line, px
  double size = 0;           ///< of the mark, px^2
};

/// Series that are drawn later are thinner and smaller, so that lines and marks that coincide show one inside the other.
SeriesStyle series_style(std::size_t position);

/// The names of the chart's series that `names` lacks are appended to it.
void add_series_names(const LineChart& chart, std::vector<std::string>& names);

/// The names of all series, in order of appearance.
std::vector<std::string> series_names(const Document& document);

}  // namespace lastseen::plots
