// A chart form: series of points on two axes, joined by lines, with intervals and reference lines. Drawn by Vega-Lite.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lastseen/plots/axis.hpp>
#include <lastseen/plots/chart_form.hpp>

namespace lastseen::plots {

/// One observation: y at x, with an interval when there is one. An absent y is a gap ("no data"), not a zero.
struct Point {
  double x = 0;
  std::optional<double> y = {};
  std::optional<double> low = {};
  std::optional<double> high = {};
  std::string note = {};  ///< shown in the tooltip, e.g. "4,000 sessions"
};

struct Series {
  std::string name;  ///< the same name has the same colour in every chart of a document
  std::vector<Point> points;
  bool steps = false;  ///< draw as a right-continuous step function (for distribution functions)
};

struct LineChart {
  std::string title;
  std::string description;  ///< one sentence: what to see; also the text alternative
  Axis x;
  Axis y;
  std::vector<Series> series;
  std::vector<Rule> rules = {};
  std::string command = {};  ///< reproduces the data; shown below the chart
};

std::vector<std::string> series_names(const LineChart& chart);

/// A series' colour, dash and mark come from the position of its name in `names`; names that are not there follow in
/// order of appearance. std::invalid_argument when two series have the same name.
VegaLite draw(const LineChart& chart, const std::vector<std::string>& names = {});

/// A column for each series where all have the same x, else a row for each point.
DataTable data_table(const LineChart& chart);

}  // namespace lastseen::plots
