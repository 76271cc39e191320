// Shared parts of Vega-Lite specifications: see vega_lite.hpp.
#include <lastseen/plots/vega_lite.hpp>

#include <lastseen/plots/text.hpp>

namespace lastseen::plots::vega {
namespace {

std::string tick_format(Unit unit) { return unit == Unit::percent ? ".3~%" : ",.6~r"; }

Json axis_json(const Axis& axis, const std::vector<double>& ticks, double length_px) {
  Json json = {{"title", wrap(axis.title, length_px / 13)}, {"format", tick_format(axis.unit)}};
  // Vega leaves out labels on a logarithmic axis by making them empty: no unit for those.
  if (axis.unit == Unit::seconds) json["labelExpr"] = "datum.label == '' ? '' : datum.label + '\u00a0s'";
  if (!ticks.empty()) json["values"] = ticks;
  return json;
}

Json config(double above_px) {
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
            {"offset", 12 + above_px},
            {"labelFontSize", 12},
            {"labelLimit", 240},
            {"symbolSize", 80},
            {"symbolOpacity", 1},
            {"columns", 4}}},
          {"title", {{"fontSize", 15}, {"fontWeight", 600}, {"color", "#16191d"}}}};
}

}  // namespace

Json frame(const std::string& title, const std::string& description, double above_px) {
  return {{"$schema", "https://vega.github.io/schema/vega-lite/v6.json"},
          {"title", {{"text", wrap(title, 42)}, {"anchor", "start"}, {"offset", 10}}},
          {"description", description},
          {"width", width_px},
          {"height", height_px},
          {"autosize", {{"type", "fit-x"}, {"contains", "padding"}}},
          {"padding", 6},
          {"config", config(above_px)}};
}

Json channel(const AxisRange& range, const std::vector<double>& ticks, const char* field, double length_px) {
  const AxisRange ends = padded(range);
  const bool linear = range.axis.scale == Scale::linear;
  Json scale = {{"type", linear ? "linear" : "log"}, {"domain", {ends.low, ends.high}}, {"nice", false}};
  if (linear) scale["zero"] = false;
  return {{"field", field},
          {"type", "quantitative"},
          {"axis", axis_json(range.axis, ticks, length_px)},
          {"scale", scale}};
}

Json by_series(const std::vector<std::string>& series, const std::vector<std::string>& names,
               std::string_view (*of)(const SeriesStyle&)) {
  Json domain = Json::array();
  Json range = Json::array();
  for (const std::string& name : series) {
    domain.push_back(name);
    range.push_back(of(series_style(name, names)));
  }
  return {{"field", "series"},
          {"type", "nominal"},
          {"title", nullptr},
          {"scale", {{"domain", domain}, {"range", range}}}};
}

Json tooltip_value(const char* field, const Axis& axis) {
  const std::string unit = axis.unit == Unit::seconds ? " (s)" : "";
  return {{"field", field},
          {"type", "quantitative"},
          {"title", axis.title + unit},
          {"format", axis.unit == Unit::percent ? ".2~%" : ",.6~r"}};
}

Json tooltip_text(const char* field, const char* title) {
  return {{"field", field}, {"type", "nominal"}, {"title", title}};
}

std::string to_text(const Json& specification) {
  return specification.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace lastseen::plots::vega
