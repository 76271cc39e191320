// The palette is that of Okabe and Ito (vermilion, blue, green, purple, ...), the light ones darkened for contrast on
// white.
#include <lastseen/plots/series_style.hpp>

#include <algorithm>
#include <array>

namespace lastseen::plots {
namespace {

// The outlines are those of Vega's symbols.
constexpr Mark circle = {"circle", ""};
constexpr Mark square = {"square", "-1,-1 1,-1 1,1 -1,1"};
constexpr Mark diamond = {"diamond", "0,-1 1,0 0,1 -1,0"};
constexpr Mark triangle_up = {"triangle-up", "0,-0.87 1,0.87 -1,0.87"};
constexpr Mark triangle_down = {"triangle-down", "0,0.87 1,-0.87 -1,-0.87"};
constexpr Mark cross = {
    "cross", "-0.4,-1 0.4,-1 0.4,-0.4 1,-0.4 1,0.4 0.4,0.4 0.4,1 -0.4,1 -0.4,0.4 -1,0.4 -1,-0.4 -0.4,-0.4"};

}  // namespace

SeriesStyle series_style(std::size_t position) {
  static const std::array<SeriesStyle, 8> styles = {{
      {"#d55e00", circle, {}, 4.2, 130},
      {"#0072b2", square, {7, 4}, 3.0, 72},
      {"#009473", triangle_up, {2, 3}, 2.6, 64},
      {"#c0418d", diamond, {10, 3, 2, 3}, 2.1, 58},
      {"#9a6f00", cross, {5, 2}, 1.9, 54},
      {"#3a8cc4", triangle_down, {1, 2}, 1.8, 44},
      {"#737b87", circle, {12, 4}, 1.6, 30},
      {"#8c6242", square, {3, 6}, 1.5, 24},
  }};
  return styles.at(position % styles.size());
}

SeriesStyle series_style(const std::string& name, const std::vector<std::string>& names) {
  const auto at = std::find(names.begin(), names.end(), name);
  return series_style(static_cast<std::size_t>(at - names.begin()));
}

void add_missing(std::vector<std::string>& names, const std::vector<std::string>& more) {
  for (const std::string& name : more) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
}

}  // namespace lastseen::plots
