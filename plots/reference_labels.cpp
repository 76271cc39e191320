// Placing the labels of reference lines: see reference_labels.hpp.
#include <lastseen/plots/reference_labels.hpp>

#include <algorithm>
#include <cstddef>

#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace {

constexpr double font_px = 11;
constexpr double line_px = 12.5;
constexpr double narrow_frame_px = 210;  // a frame this narrow must do: on a phone
constexpr double frame_height_px = 250;
constexpr double widest_right_px = 84;

struct Extent {
  double from = 0;
  double to = 0;
};

// The first row above the frame in which `wanted` is free.
std::size_t free_row(std::vector<std::vector<Extent>>& rows, Extent wanted) {
  for (std::size_t row = 0;; ++row) {
    if (row == rows.size()) rows.emplace_back();
    const bool free = std::none_of(rows[row].begin(), rows[row].end(), [&](Extent taken) {
      return wanted.from < taken.to + 8 && taken.from < wanted.to + 8;
    });
    if (!free) continue;
    rows[row].push_back(wanted);
    return row;
  }
}

void place_above(const LineChart& chart, Range range, ReferenceLabels& placed) {
  std::vector<std::vector<Extent>> rows;
  for (const Rule& rule : chart.rules) {
    const auto x = in_range(chart.x, range, rule.x);
    if (!x || rule.label.empty()) continue;
    const double at = position(chart.x, padded(chart.x, range), *x) * narrow_frame_px;
    const double width = estimate_width(rule.label) * font_px;
    ReferenceLabel label = {.vertical = true, .value = *x, .lines = {rule.label}, .align = "center"};
    Extent extent = {at - width / 2, at + width / 2};
    if (extent.from < 0) {
      label.align = "left";
      extent = {at, at + width};
    } else if (extent.to > narrow_frame_px) {
      label.align = "right";
      extent = {at - width, at};
    }
    label.dy = -8 - line_px * static_cast<double>(free_row(rows, extent));
    placed.labels.push_back(label);
  }
  placed.top_px = rows.empty() ? 0 : 6 + line_px * static_cast<double>(rows.size());
}

void place_right(const LineChart& chart, Range range, ReferenceLabels& placed) {
  std::vector<ReferenceLabel> labels;
  for (const Rule& rule : chart.rules) {
    const auto y = in_range(chart.y, range, rule.y);
    if (!y || rule.label.empty()) continue;
    labels.push_back(
        {.value = *y, .lines = wrap(rule.label, widest_right_px / font_px), .align = "left", .dx = 6});
  }
  std::stable_sort(labels.begin(), labels.end(),
                   [](const auto& a, const auto& b) { return a.value > b.value; });
  double bottom = -1e9;  // of the label above
  for (ReferenceLabel& label : labels) {
    const double centre = (1 - position(chart.y, padded(chart.y, range), label.value)) * frame_height_px;
    const double height = line_px * static_cast<double>(label.lines.size());
    const double top = std::max(centre - height / 2, bottom + 2);
    bottom = top + height;
    label.dy = top + line_px / 2 - centre;  // Vega centres the first line
    placed.labels.push_back(label);
  }
}

}  // namespace

ReferenceLabels place_reference_labels(const LineChart& chart, Range x, Range y) {
  ReferenceLabels placed;
  place_above(chart, x, placed);
  place_right(chart, y, placed);
  return placed;
}

}  // namespace lastseen::plots
