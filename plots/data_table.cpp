// The numbers behind a chart as a table, so that none needs a script, a pointing device or good eyes to be read.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include <lastseen/plots/document.hpp>
#include <lastseen/plots/page.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace {

std::string head(const std::vector<std::string>& columns) {
  std::string out = "<thead><tr>";
  for (const std::string& column : columns)
    out += fmt::format(R"(<th scope="col">{}</th>)", escape_html(column));
  return out + "</tr></thead>\n";
}

std::string value_cell(const Point& point, Unit unit) {
  if (!point.y) return R"(<td class="none">no data</td>)";
  std::string small;
  for (const std::string& part : {format_interval(point, unit), point.note}) {
    if (part.empty()) continue;
    small += fmt::format("<small>{}</small>", escape_html(part));
  }
  return fmt::format("<td>{}{}</td>", format_value(*point.y, unit), small);
}

bool same_x(const LineChart& chart) {
  const auto equal_x = [](const Point& a, const Point& b) { return a.x == b.x; };
  return std::all_of(chart.series.begin(), chart.series.end(), [&](const Series& series) {
    const auto& first = chart.series.front().points;
    return std::equal(first.begin(), first.end(), series.points.begin(), series.points.end(), equal_x);
  });
}

std::string wide_table(const LineChart& chart) {
  std::vector<std::string> columns = {chart.x.title};
  for (const Series& series : chart.series) columns.push_back(series.name);
  std::string out = head(columns) + "<tbody>\n";
  const std::size_t count = chart.series.empty() ? 0 : chart.series.front().points.size();
  for (std::size_t i = 0; i < count; ++i) {
    out += fmt::format(R"(<tr><th scope="row">{}</th>)",
                       format_value(chart.series.front().points[i].x, chart.x.unit));
    for (const Series& series : chart.series) out += value_cell(series.points[i], chart.y.unit);
    out += "</tr>\n";
  }
  return out + "</tbody>";
}

std::string long_table(const LineChart& chart) {
  std::string out = head({"Series", chart.x.title, chart.y.title}) + "<tbody>\n";
  for (const Series& series : chart.series) {
    const std::string name = escape_html(series.name);
    for (const Point& point : series.points) {
      out += fmt::format(R"(<tr><th scope="row">{}</th><td>{}</td>{})", name,
                         format_value(point.x, chart.x.unit), value_cell(point, chart.y.unit));
      out += "</tr>\n";
    }
  }
  return out + "</tbody>";
}

struct Event {
  double at_s = 0;
  std::string where;
  std::string what;
  std::string until;
};

std::vector<Event> events_of(const SequenceChart& chart) {
  std::vector<Event> events;
  const auto name = [&](int lifeline) { return chart.lifelines.at(static_cast<std::size_t>(lifeline)); };
  const auto time = [](double at_s) { return fmt::format("{:+.3f} s", at_s + 0.0); };
  for (const SequenceArrow& arrow : chart.arrows) {
    events.push_back({arrow.sent_s, name(arrow.from) + " \u2192 " + name(arrow.to), arrow.label,
                      arrow.received_s ? "received " + time(*arrow.received_s) : "lost: never received"});
  }
  for (const SequenceNote& note : chart.notes)
    events.push_back({note.at_s, name(note.lifeline), note.label, ""});
  for (const SequenceSpan& span : chart.spans) {
    events.push_back({span.from_s, name(span.lifeline), span.label, "until " + time(span.to_s)});
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.at_s < b.at_s; });
  return events;
}

}  // namespace

std::string render_data_table(const LineChart& chart) {
  return fmt::format(
      R"(<div class="scroll" tabindex="0" role="region" aria-label="Data"><table class="data">{}</table></div>)",
      same_x(chart) ? wide_table(chart) : long_table(chart));
}

std::string render_data_table(const SequenceChart& chart) {
  std::string out =
      R"(<div class="scroll" tabindex="0" role="region" aria-label="Data"><table class="data events">)" +
      head({"Time", "Where", "What", "Until"}) + "<tbody>\n";
  for (const Event& event : events_of(chart)) {
    out += fmt::format(R"(<tr><th scope="row">{:+.3f} s</th><td>{}</td><td>{}</td><td>{}</td></tr>)",
                       event.at_s + 0.0, escape_html(event.where), escape_html(event.what),
                       escape_html(event.until));
    out += '\n';
  }
  return out + "</tbody></table></div>";
}

}  // namespace lastseen::plots
