// Internal: how the series of a document are told apart: colour, dash, mark, width, all from the position of the
// series' name in the document, so that a name looks the same in every chart, whatever its form.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lastseen::plots {

/// The shape of a mark.
struct Mark {
  std::string_view symbol;   ///< Vega's name of it
  std::string_view outline;  ///< the points of its polygon, each coordinate within -1 to 1; empty: a circle
};

struct SeriesStyle {
  std::string_view colour;  ///< told apart by the colour-blind, 3:1 or more on white and on dark grey
  Mark mark;
  std::vector<double> dash;  ///< px on, px off, ...; empty: solid
  double width = 0;          ///< of the line, px
  double size = 0;           ///< of the mark, px^2
};

/// Series drawn later are thinner and smaller, so that lines and marks that coincide show one inside the other.
SeriesStyle series_style(std::size_t position);

/// The style of the series `name`, which is one of `names`.
SeriesStyle series_style(const std::string& name, const std::vector<std::string>& names);

/// Appends those of `more` that `names` lacks.
void add_missing(std::vector<std::string>& names, const std::vector<std::string>& more);

}  // namespace lastseen::plots
