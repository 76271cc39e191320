// The palette is that of Okabe and Ito (vermilion, blue, green, purple, ...), the light ones darkened for contrast on
// white.
#include "plots/series_style.hpp"

#include <algorithm>
#include <array>

namespace lastseen::plots {

SeriesStyle series_style(std::size_t position) {
  static const std::array<SeriesStyle, 8> styles = {{
      {"#d55e00", "circle", {}, 4.0, 130},
      {"#0072b2", "square", {7, 4}, 2.6, 62},
      {"#009473", "triangle-up", {2, 3}, 2.2, 52},
      {"#b5508c", "diamond", {9, 3, 2, 3}, 1.8, 42},
      {"#9a6f00", "cross", {5, 2}, 1.6, 46},
      {"#3a8cc4", "triangle-down", {1, 2}, 1.6, 38},
      {"#737b87", "circle", {12, 4}, 1.4, 26},
      {"#8c6242", "square", {3, 6}, 1.4, 22},
  }};
  return styles.at(position % styles.size());
}

void add_series_names(const LineChart& chart, std::vector<std::string>& names) {
  for (const Series& series : chart.series) {
    if (std::find(names.begin(), names.end(), series.name) == names.end()) names.push_back(series.name);
  }
}

std::vector<std::string> series_names(const Document& document) {
  std::vector<std::string> names;
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) {
      const auto* row = std::get_if<ChartRow>(&block);
      if (row == nullptr) continue;
      for (const LineChart& chart : row->charts) add_series_names(chart, names);
    }
  }
  return names;
}

}  // namespace lastseen::plots
