// The layers of a line chart: see line_chart_specification.hpp.
#include <lastseen/plots/line_chart_specification.hpp>

#include <algorithm>
#include <optional>
#include <set>

#include <lastseen/plots/axis_range.hpp>
#include <lastseen/plots/reference_lines.hpp>
#include <lastseen/plots/series_style.hpp>
#include <lastseen/plots/text.hpp>
#include <lastseen/plots/vega_lite.hpp>

namespace lastseen::plots {
namespace {

using vega::Json;

constexpr std::size_t most_marks = 40;  // a series with more points is a curve: marks would hide it

bool is_dense(const Series& series) { return series.steps || series.points.size() > most_marks; }

// A curve's marks are invisible and only carry tooltips, except where both neighbours are missing: there is no line.
bool has_mark(const Series& series, std::size_t at) {
  if (!is_dense(series)) return true;
  const bool before = at > 0 && series.points[at - 1].y;
  const bool after = at + 1 < series.points.size() && series.points[at + 1].y;
  return !before && !after;
}

Json rows(const LineChart& chart) {
  Json values = Json::array();
  for (const Series& series : chart.series) {
    for (std::size_t i = 0; i < series.points.size(); ++i) {
      const Point& point = series.points[i];
      const auto x = drawable(chart.x, point.x);
      if (!x) continue;
      const auto y = drawable(chart.y, point.y);
      Json row = {{"series", series.name}, {"x", *x}, {"mark", has_mark(series, i)}};
      row["y"] = y ? Json(*y) : Json(nullptr);  // null breaks the line
      const auto low = drawable(chart.y, point.low);
      const auto high = drawable(chart.y, point.high);
      if (low && high) row.update({{"low", *low}, {"high", *high}});
      row["interval"] = format_interval(point.low, point.high, chart.y.unit);
      row["note"] = point.note;
      values.push_back(std::move(row));
    }
  }
  return values;
}

AxisRange x_range(const LineChart& chart) {
  std::vector<std::optional<double>> values;
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) values.emplace_back(point.x);
  }
  for (const Rule& rule : chart.rules) values.push_back(rule.x);
  return range_of(chart.x, values);
}

// Intervals and rules count, and a linear axis begins at zero or below.
AxisRange y_range(const LineChart& chart) {
  std::vector<std::optional<double>> values;
  if (chart.y.scale == Scale::linear && !chart.y.min) values.emplace_back(0.0);
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) values.insert(values.end(), {point.y, point.low, point.high});
  }
  for (const Rule& rule : chart.rules) values.push_back(rule.y);
  return range_of(chart.y, values);
}

// At the points themselves where they are few (the levels of a factor), else at round values.
std::vector<double> x_ticks(const LineChart& chart, const AxisRange& range) {
  constexpr std::size_t few = 10;
  std::set<double> levels;
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) {
      if (const auto x = in_range(range, point.x)) levels.insert(*x);
    }
  }
  if (levels.size() < 2 || levels.size() > few) return round_ticks(range);
  return {levels.begin(), levels.end()};
}

class Specification {
 public:
  Specification(const LineChart& chart, std::vector<std::string> names)
      : chart_(chart),
        series_(series_names(chart)),
        names_(std::move(names)),
        x_range_(x_range(chart)),
        y_range_(y_range(chart)),
        x_(vega::channel(x_range_, x_ticks(chart, x_range_), "x", vega::width_px)),
        y_(vega::channel(y_range_, round_ticks(y_range_), "y", vega::height_px)) {
    add_missing(names_, series_);
    clip_ = any_point([&](const Point& point) { return is_outside(point); });
  }

  Json json() {
    const vega::ReferenceLines references = vega::reference_lines(chart_.rules, x_range_, y_range_, x_, y_);
    layers_ = references.layers;
    add_intervals();
    add_lines();
    add_marks();
    Json specification = vega::frame(chart_.title, chart_.description, references.above_px);
    specification["data"] = {{"values", rows(chart_)}};
    specification["layer"] = layers_;
    return specification;
  }

 private:
  template <typename Predicate>
  bool any_point(Predicate predicate) const {
    return std::any_of(chart_.series.begin(), chart_.series.end(), [&](const Series& series) {
      return std::any_of(series.points.begin(), series.points.end(), predicate);
    });
  }

  bool is_outside(const Point& point) const {
    const auto beyond = [](const AxisRange& range, std::optional<double> value) {
      return value && (*value < range.low || *value > range.high);
    };
    return beyond(x_range_, point.x) || beyond(y_range_, point.y) || beyond(y_range_, point.low) ||
           beyond(y_range_, point.high);
  }

  SeriesStyle style_of(const Series& series) const { return series_style(series.name, names_); }

  Json colour() const {
    return vega::by_series(series_, names_, [](const SeriesStyle& s) { return s.colour; });
  }

  static Json only(const Series& series) {
    return {{"filter", {{"field", "series"}, {"equal", series.name}}}};
  }

  void add_intervals() {
    if (!any_point([](const Point& point) { return point.low && point.high; })) return;
    Json low = y_;
    low["field"] = "low";
    const Json encoding = {{"x", x_}, {"y", low}, {"y2", {{"field", "high"}}}, {"color", colour()}};
    const Json there = {{"filter", {{"field", "low"}, {"valid", true}}}};
    for (const Series& series : chart_.series) {
      Json mark = {{"type", "rule"}, {"strokeWidth", 1.6}, {"opacity", 0.75}, {"clip", clip_}};
      if (is_dense(series)) mark = {{"type", "area"}, {"opacity", 0.16}, {"clip", clip_}};
      if (series.steps) mark["interpolate"] = "step-after";
      layers_.push_back({{"name", "interval_" + std::to_string(layers_.size())},
                         {"transform", {there, only(series)}},
                         {"mark", mark},
                         {"encoding", encoding}});
    }
  }

  // A layer for each series. With widths, dashes and sizes as scales over the series there could be one for all, but
  // Vega-Lite would then put them into the legend too, where they do not fit the marks.
  void add_lines() {
    const Json encoding = {{"x", x_}, {"y", y_}, {"color", colour()}};
    for (const Series& series : chart_.series) {
      const SeriesStyle style = style_of(series);
      Json mark = {{"type", "line"},
                   {"strokeWidth", style.width * (is_dense(series) ? 0.75 : 1)},
                   {"interpolate", series.steps ? "step-after" : "linear"},
                   {"invalid", "break-paths-show-path-domains"},
                   {"clip", clip_}};
      if (!style.dash.empty()) mark["strokeDash"] = style.dash;
      layers_.push_back({{"name", "line_" + std::to_string(layers_.size())},
                         {"transform", {only(series)}},
                         {"mark", mark},
                         {"encoding", encoding}});
    }
  }

  void add_marks() {
    const Json encoding = {
        {"x", x_},
        {"y", y_},
        {"color", colour()},
        {"shape", vega::by_series(series_, names_, [](const SeriesStyle& s) { return s.mark.symbol; })},
        {"opacity", {{"condition", {{"test", "datum.mark"}, {"value", 1}}}, {"value", 0}}},
        {"tooltip", tooltip()}};
    const Json there = {{"filter", {{"field", "y"}, {"valid", true}}}};
    for (const Series& series : chart_.series) {
      const Json mark = {
          {"type", "point"}, {"filled", true}, {"size", style_of(series).size}, {"clip", clip_}};
      layers_.push_back({{"name", "marks_" + std::to_string(layers_.size())},
                         {"transform", {there, only(series)}},
                         {"mark", mark},
                         {"encoding", encoding}});
    }
  }

  Json tooltip() const {
    Json fields = {vega::tooltip_text("series", "Series"), vega::tooltip_value("x", chart_.x),
                   vega::tooltip_value("y", chart_.y)};
    if (any_point([](const Point& point) { return point.low && point.high; })) {
      fields.push_back(vega::tooltip_text("interval", "Interval"));
    }
    if (any_point([](const Point& point) { return !point.note.empty(); }))
      fields.push_back(vega::tooltip_text("note", "Note"));
    return fields;
  }

  const LineChart& chart_;
  std::vector<std::string> series_;
  std::vector<std::string> names_;
  AxisRange x_range_;
  AxisRange y_range_;
  Json x_;
  Json y_;
  bool clip_ = false;  // only where the axis cuts data off: clipping also halves what lies on the frame
  Json layers_ = Json::array();
};

}  // namespace

std::string line_chart_specification(const LineChart& chart, const std::vector<std::string>& names) {
  return vega::to_text(Specification(chart, names).json());
}

}  // namespace lastseen::plots
