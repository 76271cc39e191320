// Reference lines and where their labels go: see reference_lines.hpp.
#include <lastseen/plots/reference_lines.hpp>

#include <algorithm>
#include <cstddef>
#include <string>

#include <lastseen/plots/text.hpp>

namespace lastseen::plots::vega {
namespace {

constexpr double font_px = 11;
constexpr double line_px = 12.5;
constexpr double narrow_frame_px = 210;  // a frame this narrow must do: on a phone
constexpr double widest_right_px = 84;

struct Label {
  bool vertical = false;  // of a vertical line
  double value = 0;       // where the line is, on its axis
  std::vector<std::string> lines;
  std::string align;
  double dx = 0;  // px from the line's end
  double dy = 0;
};

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

// Returns the rows that it took.
std::size_t place_above(const std::vector<Rule>& rules, const AxisRange& range, std::vector<Label>& placed) {
  std::vector<std::vector<Extent>> rows;
  for (const Rule& rule : rules) {
    const auto x = in_range(range, rule.x);
    if (!x || rule.label.empty()) continue;
    const double at = position(padded(range), *x) * narrow_frame_px;
    const double width = estimate_width(rule.label) * font_px;
    Label label = {.vertical = true, .value = *x, .lines = {rule.label}, .align = "center"};
    Extent extent = {at - width / 2, at + width / 2};
    if (extent.from < 0) {
      label.align = "left";
      extent = {at, at + width};
    } else if (extent.to > narrow_frame_px) {
      label.align = "right";
      extent = {at - width, at};
    }
    label.dy = -8 - line_px * static_cast<double>(free_row(rows, extent));
    placed.push_back(label);
  }
  return rows.size();
}

void place_right(const std::vector<Rule>& rules, const AxisRange& range, std::vector<Label>& placed) {
  std::vector<Label> labels;
  for (const Rule& rule : rules) {
    const auto y = in_range(range, rule.y);
    if (!y || rule.label.empty()) continue;
    labels.push_back(
        {.value = *y, .lines = wrap(rule.label, widest_right_px / font_px), .align = "left", .dx = 6});
  }
  std::stable_sort(labels.begin(), labels.end(),
                   [](const auto& a, const auto& b) { return a.value > b.value; });
  double bottom = -1e9;  // of the label above
  for (Label& label : labels) {
    const double centre = (1 - position(padded(range), label.value)) * height_px;
    const double height = line_px * static_cast<double>(label.lines.size());
    const double top = std::max(centre - height / 2, bottom + 2);
    bottom = top + height;
    label.dy = top + line_px / 2 - centre;  // Vega centres the first line
    placed.push_back(label);
  }
}

Json line_layer(const char* name, const char* axis, const Json& values, const Json& channel) {
  return {{"name", name},
          {"data", {{"values", values}}},
          {"mark", {{"type", "rule"}, {"color", "#6b7280"}, {"strokeWidth", 1.2}, {"strokeDash", {4, 3}}}},
          {"encoding", {{axis, channel}}}};
}

Json label_layer(const std::string& name, const Label& label, const Json& channel) {
  Json text = {{"type", "text"}, {"text", label.lines}, {"align", label.align},
               {"dx", label.dx}, {"dy", label.dy},      {"baseline", "middle"},
               {"fontSize", 11}, {"lineHeight", 12.5},  {"color", "#4b5563"}};
  if (!label.vertical) text["x"] = "width";
  if (label.vertical) text["y"] = 0;
  const char* axis = label.vertical ? "x" : "y";
  return {{"name", name},
          {"data", {{"values", {{{axis, label.value}}}}}},
          {"mark", text},
          {"encoding", {{axis, channel}}}};
}

}  // namespace

ReferenceLines reference_lines(const std::vector<Rule>& rules, const AxisRange& x, const AxisRange& y,
                               const Json& x_channel, const Json& y_channel) {
  Json vertical = Json::array();
  Json horizontal = Json::array();
  for (const Rule& rule : rules) {
    if (const auto at = in_range(x, rule.x)) vertical.push_back({{"x", *at}});
    if (const auto at = in_range(y, rule.y)) horizontal.push_back({{"y", *at}});
  }
  ReferenceLines lines;
  if (!vertical.empty()) lines.layers.push_back(line_layer("reference_x", "x", vertical, x_channel));
  if (!horizontal.empty()) lines.layers.push_back(line_layer("reference_y", "y", horizontal, y_channel));

  std::vector<Label> labels;
  const std::size_t rows = place_above(rules, x, labels);
  if (rows > 0) lines.above_px = 6 + line_px * static_cast<double>(rows);
  place_right(rules, y, labels);
  for (const Label& label : labels) {
    const std::string name = "reference_label_" + std::to_string(lines.layers.size());
    lines.layers.push_back(label_layer(name, label, label.vertical ? x_channel : y_channel));
  }
  return lines;
}

}  // namespace lastseen::plots::vega
