// The legend of a chart as HTML, which wraps on a narrow page: line and mark of each series as the chart has them.
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/plots/page.hpp>
#include <lastseen/plots/series_style.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace {

std::string mark(const SeriesStyle& style) {
  const double radius = std::sqrt(style.size) / 2;
  if (style.mark.outline.empty()) return fmt::format(R"(<circle cx="20" cy="8" r="{:.1f}"/>)", radius);
  return fmt::format(R"_(<polygon points="{}" transform="translate(20 8) scale({:.1f})"/>)_",
                     style.mark.outline, radius);
}

std::string dashes(const SeriesStyle& style) {
  if (style.dash.empty()) return "";
  std::string list;
  for (const double px : style.dash) list += fmt::format("{}{}", list.empty() ? "" : " ", px);
  return fmt::format(R"( stroke-dasharray="{}")", list);
}

}  // namespace

std::string render_legend(const std::vector<std::string>& series, const std::vector<std::string>& names) {
  std::string out = R"(<ul class="legend" aria-label="Series">)";
  for (const std::string& name : series) {
    const SeriesStyle style = series_style(name, names);
    out += fmt::format(R"(<li><svg viewBox="0 0 40 16" width="40" height="16" aria-hidden="true" fill="{0}">)"
                       R"(<path d="M0 8H40" stroke="{0}" stroke-width="{1}"{2}/>{3}</svg>{4}</li>)",
                       style.colour, style.width, dashes(style), mark(style), escape_html(name));
  }
  return out + "</ul>\n";
}

}  // namespace lastseen::plots
