// Charts as figures of the page, whatever their form:
//
//     caption (number, title, description) - legend, drawing, remark - data table - command
//
// A drawing that needs a script, and has none or no data, gives its place to a sentence and to the data table.
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <variant>

#include <lastseen/plots/document.hpp>
#include <lastseen/plots/page.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace {

// What a form has given.
struct Figure {
  std::string title;
  std::string description;
  std::string command;
  Drawing drawing;
  DataTable data;
};

Figure figure_of(const Chart& chart, const std::vector<std::string>& series_names) {
  return std::visit(
      [&](const auto& form) {
        return Figure{form.title, form.description, form.command, draw(form, series_names), data_table(form)};
      },
      chart);
}

// What stands between the caption and the data.
struct Body {
  std::string_view css_class;  // of the figure
  std::string html;
  bool data_open = false;
};

std::string nothing(std::string_view reason) {
  return fmt::format("<p class=\"nothing\">{}</p>\n", escape_html(reason));
}

Body body_of(const Figure& figure, const VegaLite& drawing, const PageState& state) {
  if (!drawing.no_data.empty()) return {"chart", nothing(drawing.no_data), true};
  if (!state.charts) {
    return {"chart",
            nothing("Shown as a table, because this program was built without the scripts that draw charts."),
            true};
  }
  std::string html;
  if (!drawing.legend.empty()) html += render_legend(drawing.legend, state.series_names);
  html += fmt::format(R"(<div class="canvas" role="img" aria-label="{}"><p>A script draws this chart; )"
                      "its numbers are below, under \u201cData\u201d.</p></div>\n",
                      escape_html(figure.title + ". " + figure.description));
  if (!drawing.remark.empty())
    html += fmt::format("<p class=\"small\">{}</p>\n", escape_html(drawing.remark));
  html +=
      R"(<script type="application/json">)" + escape_json_for_script(drawing.specification) + "</script>\n";
  return {"chart", html};
}

Body body_of(const Figure& /*figure*/, const Svg& drawing, const PageState& /*state*/) {
  return {drawing.css_class,
          fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">{}</div>\n",
                      drawing.label, drawing.element)};
}

std::string render_figure(const Figure& figure, PageState& state) {
  const Body body =
      std::visit([&](const auto& drawing) { return body_of(figure, drawing, state); }, figure.drawing);
  std::string out = fmt::format(
      R"(<figure class="{0}" id="figure-{1}" aria-labelledby="figure-{1}-title">)"
      "\n<figcaption><h3 id=\"figure-{1}-title\"><b>Figure {1}.</b> {2}</h3>\n<p>{3}</p></figcaption>\n",
      body.css_class, ++state.figures, escape_html(figure.title), escape_html(figure.description));
  out += body.html;
  out += fmt::format("<details{}><summary>Data</summary>{}</details>\n", body.data_open ? " open" : "",
                     render_data_table(figure.data));
  if (!figure.command.empty()) out += render_command(figure.command);
  return out + "</figure>\n";
}

}  // namespace

std::string render_row(const ChartRow& row, PageState& state) {
  bool wide = false;  // an SVG does not narrow as Vega's drawings do
  std::string figures;
  for (const Chart& chart : row.charts) {
    const Figure figure = figure_of(chart, state.series_names);
    wide = wide || std::holds_alternative<Svg>(figure.drawing);
    figures += render_figure(figure, state);
  }
  return fmt::format("<div class=\"row{}\">\n{}</div>\n", wide ? " sequences" : "", figures);
}

}  // namespace lastseen::plots
