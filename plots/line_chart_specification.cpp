// A LineChart as a Vega-Lite specification. From the back to the front:
//
//     reference lines - intervals (bands for dense series, bars for the others) - lines - marks with tooltips
//
// Colour, dash, mark and width are all scales over the series' names, see series_style.hpp. The layers carry names,
// because the page's style sheet recolours what they draw when the scheme is dark.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <lastseen/plots/axis_range.hpp>
#include <lastseen/plots/document.hpp>
#include <lastseen/plots/reference_labels.hpp>
#include <lastseen/plots/series_style.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace {

using Json = nlohmann::json;

constexpr double width_px = 640;  // a page makes it as wide as its column
constexpr double height_px = 250;
constexpr std::size_t most_marks = 40;  // a series with more points is a curve: marks would hide it

bool is_dense(const Series& series) { return series.steps || series.points.size() > most_marks; }

std::string tick_format(Unit unit) { return unit == Unit::percent ? ".3~%" : ",.6~r"; }

Json axis_json(const Axis& axis, const std::vector<double>& ticks, double length_px) {
  Json json = {{"title", wrap(axis.title, length_px / 13)}, {"format", tick_format(axis.unit)}};
  // Vega leaves out labels on a logarithmic axis by making them empty: no unit for those.
  if (axis.unit == Unit::seconds) json["labelExpr"] = "datum.label == '' ? '' : datum.label + '\u00a0s'";
  if (!ticks.empty()) json["values"] = ticks;
  return json;
}

Json channel(const Axis& axis, Range range, const std::vector<double>& ticks, const char* field,
             double length_px) {
  const Range ends = padded(axis, range);
  const bool linear = axis.scale == Scale::linear;
  Json scale = {{"type", linear ? "linear" : "log"}, {"domain", {ends.low, ends.high}}, {"nice", false}};
  if (linear) scale["zero"] = false;
  return {{"field", field},
          {"type", "quantitative"},
          {"axis", axis_json(axis, ticks, length_px)},
          {"scale", scale}};
}

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
      row["interval"] = format_interval(point, chart.y.unit);
      row["note"] = point.note;
      values.push_back(std::move(row));
    }
  }
  return values;
}

class Specification {
 public:
  Specification(const LineChart& chart, std::vector<std::string> names)
      : chart_(chart),
        names_(std::move(names)),
        x_range_(x_range(chart)),
        y_range_(y_range(chart)),
        x_(channel(chart.x, x_range_, x_ticks(chart, x_range_), "x", width_px)),
        y_(channel(chart.y, y_range_, round_ticks(chart.y, y_range_), "y", height_px)) {
    check_names();
    add_series_names(chart, names_);
    clip_ = any_point([&](const Point& point) { return is_outside(point); });
  }

  Json json() {
    const ReferenceLabels labels = place_reference_labels(chart_, x_range_, y_range_);
    add_references(labels);
    add_intervals();
    add_lines();
    add_marks();
    Json title = {{"text", wrap(chart_.title, 42)}, {"anchor", "start"}, {"offset", 10}};
    return {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
            {"title", title},
            {"description", chart_.description},
            {"width", width_px},
            {"height", height_px},
            {"autosize", {{"type", "fit-x"}, {"contains", "padding"}}},
            {"padding", 6},
            {"data", {{"values", rows(chart_)}}},
            {"layer", layers_},
            {"config", config(labels)}};
  }

 private:
  template <typename Predicate>
  bool any_point(Predicate predicate) const {
    return std::any_of(chart_.series.begin(), chart_.series.end(), [&](const Series& series) {
      return std::any_of(series.points.begin(), series.points.end(), predicate);
    });
  }

  void check_names() const {
    std::set<std::string> seen;
    for (const Series& series : chart_.series) {
      if (!seen.insert(series.name).second) {
        throw std::invalid_argument("chart \"" + chart_.title + "\" has two series named \"" + series.name +
                                    '"');
      }
    }
  }

  bool is_outside(const Point& point) const {
    const auto beyond = [](Range range, std::optional<double> value) {
      return value && (*value < range.low || *value > range.high);
    };
    return beyond(x_range_, point.x) || beyond(y_range_, point.y) || beyond(y_range_, point.low) ||
           beyond(y_range_, point.high);
  }

  SeriesStyle style_of(const Series& series) const {
    const auto at = std::find(names_.begin(), names_.end(), series.name) - names_.begin();
    return series_style(static_cast<std::size_t>(at));
  }

  // A scale over the names of this chart's series, with what `pick` takes from their styles.
  template <typename Pick>
  Json scale(Pick pick) const {
    Json domain = Json::array();
    Json range = Json::array();
    for (const Series& series : chart_.series) {
      domain.push_back(series.name);
      range.push_back(pick(style_of(series)));
    }
    return {{"domain", domain}, {"range", range}};
  }

  static Json by_series(const Json& scale) {
    return {{"field", "series"}, {"type", "nominal"}, {"title", nullptr}, {"scale", scale}};
  }

  Json colour() const {
    return by_series(scale([](const SeriesStyle& style) { return style.colour; }));
  }

  static Json only(const Series& series) {
    return {{"filter", {{"field", "series"}, {"equal", series.name}}}};
  }

  void add_references(const ReferenceLabels& labels) {
    Json vertical = Json::array();
    Json horizontal = Json::array();
    for (const Rule& rule : chart_.rules) {
      if (const auto x = in_range(chart_.x, x_range_, rule.x)) vertical.push_back({{"x", *x}});
      if (const auto y = in_range(chart_.y, y_range_, rule.y)) horizontal.push_back({{"y", *y}});
    }
    const Json mark = {{"type", "rule"}, {"color", "#6b7280"}, {"strokeWidth", 1.2}, {"strokeDash", {4, 3}}};
    const auto add = [&](const char* name, const Json& values, const char* axis, const Json& where) {
      if (values.empty()) return;
      layers_.push_back(
          {{"name", name}, {"data", {{"values", values}}}, {"mark", mark}, {"encoding", {{axis, where}}}});
    };
    add("reference_x", vertical, "x", x_);
    add("reference_y", horizontal, "y", y_);
    for (const ReferenceLabel& label : labels.labels) {
      Json text = {{"type", "text"}, {"text", label.lines}, {"align", label.align},
                   {"dx", label.dx}, {"dy", label.dy},      {"baseline", "middle"},
                   {"fontSize", 11}, {"lineHeight", 12.5},  {"color", "#4b5563"}};
      if (!label.vertical) text["x"] = "width";
      if (label.vertical) text["y"] = 0;
      const char* axis = label.vertical ? "x" : "y";
      layers_.push_back({{"name", "reference_label_" + std::to_string(layers_.size())},
                         {"data", {{"values", {{{axis, label.value}}}}}},
                         {"mark", text},
                         {"encoding", {{axis, label.vertical ? x_ : y_}}}});
    }
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
    const Json encoding = {{"x", x_},
                           {"y", y_},
                           {"color", colour()},
                           {"shape", by_series(scale([](const SeriesStyle& style) { return style.shape; }))},
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
    const auto value = [](const char* field, const Axis& axis) -> Json {
      const std::string unit = axis.unit == Unit::seconds ? " (s)" : "";
      return {{"field", field},
              {"type", "quantitative"},
              {"title", axis.title + unit},
              {"format", axis.unit == Unit::percent ? ".2~%" : ",.6~r"}};
    };
    const auto text = [](const char* field, const char* title) -> Json {
      return {{"field", field}, {"type", "nominal"}, {"title", title}};
    };
    Json fields = {text("series", "Series"), value("x", chart_.x), value("y", chart_.y)};
    if (any_point([](const Point& point) { return point.low && point.high; })) {
      fields.push_back(text("interval", "Interval"));
    }
    if (any_point([](const Point& point) { return !point.note.empty(); }))
      fields.push_back(text("note", "Note"));
    return fields;
  }

  static Json config(const ReferenceLabels& labels) {
    const std::string font =
        "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
    return {{"font", font},
            {"background", "#ffffff"},
            {"aria", false},  // the figure around it says what it shows, and holds the numbers as a table
            {"view", {{"stroke", nullptr}}},
            {"axis",
             {{"domainColor", "#9aa3af"},
              {"tickColor", "#9aa3af"},
              {"gridColor", "#e5e8ec"},
              {"labelColor", "#4b5563"},
              {"titleColor", "#374151"},
              {"labelFontSize", 11},
              {"titleFontSize", 12},
              {"titleFontWeight", 500},
              {"titlePadding", 10},
              {"labelOverlap", "greedy"},
              {"labelSeparation", 8},
              {"labelFlush", false},
              {"tickSize", 4}}},
            {"axisX", {{"grid", false}, {"tickCount", 8}}},
            {"axisY", {{"domain", false}, {"ticks", false}, {"tickCount", 5}, {"labelPadding", 6}}},
            {"legend",
             {{"orient", "top"},
              {"direction", "horizontal"},
              {"offset", 12 + labels.top_px},
              {"labelFontSize", 12},
              {"labelLimit", 240},
              {"symbolSize", 80},
              {"symbolOpacity", 1},
              {"columns", 4}}},
            {"title", {{"fontSize", 15}, {"fontWeight", 600}, {"color", "#16191d"}}}};
  }

  const LineChart& chart_;
  std::vector<std::string> names_;
  Range x_range_;
  Range y_range_;
  Json x_;
  Json y_;
  bool clip_ = false;  // only where the axis cuts data off: clipping also halves what lies on the frame
  Json layers_ = Json::array();
};

}  // namespace

std::string vega_lite(const LineChart& chart, const std::vector<std::string>& series_names) {
  // Names that are not UTF-8 must not stop a report: the bytes in question are replaced.
  return Specification(chart, series_names).json().dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace lastseen::plots
