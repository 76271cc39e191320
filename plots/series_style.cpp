// The palette is that of Okabe and Ito (vermilion, blue, green, purple, ...), the light ones darkened for contrast on
// white.
#include <lastseen/plots/series_style.hpp>

#include <algorithm>
#include <array>

namespace lastseen::plots {

SeriesStyle series_style(std::size_t position) {
  static const std::array<SeriesStyle, 8> styles = {{
      {"#d55e00", "circle", {}, 4.2, 130},
      {"#0072b2", "square", {7, 4}, 3.0, 72},
      {"#009473", "triangle-up", {2, 3}, 2.6, 64},
      {"#c0418d", "diamond", {10, 3, 2, 3}, 2.1, 58},
      {"#9a6f00", "cross", {5, 2}, 1.9, 54},
      {"#3a8cc4", "triangle-down", {1, 2}, 1.8, 44},
      {"#737b87", "circle", {12, 4}, 1.6, 30},
      {"#8c6242", "square", {3, 6}, 1.5, 24},
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
