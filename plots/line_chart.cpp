// What a line chart gives a page; its specification has a file of its own.
#include <lastseen/plots/line_chart.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include <lastseen/plots/axis_range.hpp>
#include <lastseen/plots/line_chart_specification.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace {

void check_names(const LineChart& chart) {
  std::set<std::string> seen;
  for (const Series& series : chart.series) {
    if (!seen.insert(series.name).second) {
      throw std::invalid_argument(
          fmt::format("chart \"{}\" has two series named \"{}\"", chart.title, series.name));
    }
  }
}

bool is_drawable(const LineChart& chart, const Point& point) {
  return drawable(chart.x, point.x) && drawable(chart.y, point.y);
}

bool has_data(const LineChart& chart) {
  return std::any_of(chart.series.begin(), chart.series.end(), [&](const Series& series) {
    return std::any_of(series.points.begin(), series.points.end(),
                       [&](const Point& point) { return is_drawable(chart, point); });
  });
}

// How many values the axes cannot show although they are there.
std::string not_drawn(const LineChart& chart) {
  std::size_t count = 0;
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) {
      if (point.y && !is_drawable(chart, point)) ++count;
    }
  }
  if (count == 0) return "";
  return fmt::format(
      "{} {} at or below zero, or infinite, cannot be drawn on these axes; the data table has {}.", count,
      count == 1 ? "value" : "values", count == 1 ? "it" : "them");
}

DataCell y_cell(const LineChart& chart, const Point& point) {
  if (!point.y) return {.text = "no data", .absent = true};
  const Unit unit = chart.y.unit;
  return {format_value(*point.y, unit), {format_interval(point.low, point.high, unit), point.note}};
}

bool same_x(const LineChart& chart) {
  const auto equal_x = [](const Point& a, const Point& b) { return a.x == b.x; };
  return std::all_of(chart.series.begin(), chart.series.end(), [&](const Series& series) {
    const auto& first = chart.series.front().points;
    return std::equal(first.begin(), first.end(), series.points.begin(), series.points.end(), equal_x);
  });
}

DataTable wide_table(const LineChart& chart) {
  DataTable table = {.columns = {chart.x.title}};
  for (const Series& series : chart.series) table.columns.push_back(series.name);
  const std::size_t count = chart.series.empty() ? 0 : chart.series.front().points.size();
  for (std::size_t i = 0; i < count; ++i) {
    auto& row = table.rows.emplace_back();
    row.push_back({format_value(chart.series.front().points[i].x, chart.x.unit)});
    for (const Series& series : chart.series) row.push_back(y_cell(chart, series.points[i]));
  }
  return table;
}

DataTable long_table(const LineChart& chart) {
  DataTable table = {.columns = {"Series", chart.x.title, chart.y.title}};
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) {
      table.rows.push_back({{series.name}, {format_value(point.x, chart.x.unit)}, y_cell(chart, point)});
    }
  }
  return table;
}

}  // namespace

std::vector<std::string> series_names(const LineChart& chart) {
  std::vector<std::string> names;
  for (const Series& series : chart.series) names.push_back(series.name);
  return names;
}

VegaLite draw(const LineChart& chart, const std::vector<std::string>& names) {
  check_names(chart);
  return {.specification = line_chart_specification(chart, names),
          .legend = series_names(chart),
          .remark = not_drawn(chart),
          .no_data = has_data(chart) ? "" : "No data: none of the series has a value that could be drawn."};
}

DataTable data_table(const LineChart& chart) { return same_x(chart) ? wide_table(chart) : long_table(chart); }

}  // namespace lastseen::plots
