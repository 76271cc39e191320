// What stands in a section, as HTML: paragraphs, commands, tables, figures.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include <lastseen/plots/axis_range.hpp>
#include <lastseen/plots/document.hpp>
#include <lastseen/plots/page.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace {

// An attribute with the tone's class after `base`, or nothing when there is neither.
std::string class_attribute(std::string_view base, Tone tone) {
  const std::string_view added = tone_class(tone);
  if (base.empty() && added.empty()) return "";
  return fmt::format(R"( class="{}{}{}")", base, base.empty() || added.empty() ? "" : " ", added);
}

std::string cell_content(const Cell& cell) {
  std::string out = fmt::format("<span{}>{}</span>", class_attribute("", cell.tone), escape_html(cell.text));
  if (!cell.note.empty()) out += fmt::format("<small>{}</small>", escape_html(cell.note));
  return out;
}

void check_rows(const Table& table) {
  for (const std::vector<Cell>& row : table.rows) {
    if (row.size() == table.columns.size()) continue;
    throw std::invalid_argument(fmt::format("table \"{}\" has {} columns and a row of {} cells",
                                            table.caption, table.columns.size(), row.size()));
  }
}

std::string render_table(const Table& table, PageState& state) {
  check_rows(table);
  std::string out =
      fmt::format(R"(<div class="scroll" tabindex="0" role="region" aria-label="Table"><table{}>)",
                  table.prose ? R"( class="prose")" : "");
  if (!table.caption.empty()) {
    out +=
        fmt::format("<caption><b>Table {}.</b> {}</caption>\n", ++state.tables, escape_html(table.caption));
  }
  out += "<thead><tr>";
  for (const std::string& column : table.columns) {
    out += fmt::format(R"(<th scope="col">{}</th>)", escape_html(column));
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const std::vector<Cell>& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += i == 0 ? fmt::format(R"(<th scope="row">{}</th>)", cell_content(row[i]))
                    : fmt::format("<td>{}</td>", cell_content(row[i]));
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

// How many values the axes cannot show although they are there.
std::string not_drawn(const LineChart& chart) {
  std::size_t count = 0;
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) {
      if (point.y && (!drawable(chart.x, point.x) || !drawable(chart.y, point.y))) ++count;
    }
  }
  if (count == 0) return "";
  return fmt::format(
      "<p class=\"small\">{} {} at or below zero or without end cannot stand on these axes; "
      "the data table has {}.</p>\n",
      count, count == 1 ? "value" : "values", count == 1 ? "it" : "them");
}

bool has_data(const LineChart& chart) {
  return std::any_of(chart.series.begin(), chart.series.end(), [&](const Series& series) {
    return std::any_of(series.points.begin(), series.points.end(), [&](const Point& point) {
      return drawable(chart.x, point.x) && drawable(chart.y, point.y);
    });
  });
}

std::string figure_begin(std::string_view css_class, const std::string& title, const std::string& description,
                         PageState& state) {
  const int number = ++state.figures;
  return fmt::format(
      R"(<figure class="{0}" id="figure-{1}" aria-labelledby="figure-{1}-title">)"
      "\n<figcaption><h3 id=\"figure-{1}-title\"><b>Figure {1}.</b> {2}</h3>\n<p>{3}</p></figcaption>\n",
      css_class, number, escape_html(title), escape_html(description));
}

std::string figure_end(const std::string& data, const std::string& command, bool open) {
  std::string out =
      fmt::format("<details{}><summary>Data</summary>{}</details>\n", open ? " open" : "", data);
  if (!command.empty()) out += render_command(command);
  return out + "</figure>\n";
}

std::string render_chart(const LineChart& chart, PageState& state) {
  const std::string specification = vega_lite(chart, state.series_names);  // also checks the chart
  const bool drawn = state.charts && has_data(chart);
  std::string out = figure_begin("chart", chart.title, chart.description, state);
  if (drawn) {
    out += render_legend(chart, state.series_names);
    out += fmt::format(R"(<div class="canvas" role="img" aria-label="{}"><p>A script draws this chart; )"
                       "its numbers are below, under \u201cData\u201d.</p></div>\n",
                       escape_html(chart.title + ". " + chart.description));
    out += not_drawn(chart);
    out += R"(<script type="application/json">)" + escape_json_for_script(specification) + "</script>\n";
  } else if (!has_data(chart)) {
    out += "<p class=\"nothing\">No data: none of the series has a value that could be drawn.</p>\n";
  } else {
    out +=
        "<p class=\"nothing\">Shown as a table, because this program was built without the scripts that draw "
        "charts.</p>\n";
  }
  return out + figure_end(render_data_table(chart), chart.command, !drawn);
}

std::string render_sequence(const SequenceChart& chart, PageState& state) {
  std::string out = figure_begin("sequence", chart.title, chart.description, state);
  out += R"(<div class="scroll" tabindex="0" role="region" aria-label="Sequence chart">)" +
         render_svg(chart) + "</div>\n";
  return out + figure_end(render_data_table(chart), chart.command, false);
}

struct Renderer {
  PageState& state;

  std::string operator()(const Paragraph& paragraph) const {
    return fmt::format("<p{}>{}</p>\n",
                       class_attribute(paragraph.tone == Tone::neutral ? "" : "remark", paragraph.tone),
                       escape_html(paragraph.text));
  }
  std::string operator()(const Command& command) const { return render_command(command.text); }
  std::string operator()(const Table& table) const { return render_table(table, state); }
  std::string operator()(const ChartRow& row) const {
    std::string out = "<div class=\"row\">\n";
    for (const LineChart& chart : row.charts) out += render_chart(chart, state);
    return out + "</div>\n";
  }
  std::string operator()(const SequenceRow& row) const {
    std::string out = "<div class=\"row sequences\">\n";
    for (const SequenceChart& chart : row.charts) out += render_sequence(chart, state);
    return out + "</div>\n";
  }
};

}  // namespace

std::string render_command(const std::string& text) {
  constexpr std::size_t longest_whole = 40;
  std::string out = "<div class=\"command\"><pre><code>";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = escape_html(std::string_view(text).substr(at, end - at));
    const bool whole = word.starts_with('-') && end - at < longest_whole;  // not to be broken at its hyphens
    out += whole ? "<span>" + word + "</span>" : word;
    if (end < text.size()) out += ' ';
    at = end + 1;
  }
  return out + "</code></pre></div>\n";
}

std::string render_block(const Block& block, PageState& state) { return std::visit(Renderer{state}, block); }

}  // namespace lastseen::plots
