// Internal: the parts of a Vega-Lite specification that all charts drawn by it share: frame, axes, tooltips, and the
// scales over the names of series. The layers between are each form's own. They carry names, because the page's style
// sheet recolours what they draw when the scheme is dark.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/plots/axis_range.hpp>
#include <lastseen/plots/series_style.hpp>

namespace lastseen::plots::vega {

using Json = nlohmann::json;

constexpr double width_px = 640;  // a page makes it as wide as its column
constexpr double height_px = 250;

/// A specification that lacks its data and layers. `above_px`: room between the frame and the legend above it.
Json frame(const std::string& title, const std::string& description, double above_px = 0);

/// The channel of a field on an axis that is `length_px` long; without ticks, Vega places them.
Json channel(const AxisRange& range, const std::vector<double>& ticks, const char* field, double length_px);

/// The channel of the field "series": what `of` is in the style of each of `series`, which are among `names`.
Json by_series(const std::vector<std::string>& series, const std::vector<std::string>& names,
               std::string_view (*of)(const SeriesStyle&));

/// Lines of a tooltip.
Json tooltip_value(const char* field, const Axis& axis);
Json tooltip_text(const char* field, const char* title);

/// As text. Bytes that are no UTF-8 are replaced: a name must not stop a report.
std::string to_text(const Json& specification);

}  // namespace lastseen::plots::vega
