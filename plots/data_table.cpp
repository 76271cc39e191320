// The numbers behind a chart as a table in HTML, so that none needs a script, a pointing device or good eyes to be
// read.
#include <fmt/format.h>

#include <string>

#include <lastseen/plots/chart_form.hpp>
#include <lastseen/plots/page.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace {

std::string data_cell(const DataCell& cell) {
  if (cell.absent) return fmt::format(R"(<td class="none">{}</td>)", escape_html(cell.text));
  std::string small;
  for (const std::string& note : cell.notes) {
    if (!note.empty()) small += fmt::format("<small>{}</small>", escape_html(note));
  }
  return fmt::format("<td>{}{}</td>", escape_html(cell.text), small);
}

}  // namespace

std::string render_data_table(const DataTable& table) {
  std::string out = fmt::format(
      R"(<div class="scroll" tabindex="0" role="region" aria-label="Data"><table class="data{}"><thead><tr>)",
      table.prose ? " events" : "");
  for (const std::string& column : table.columns) {
    out += fmt::format(R"(<th scope="col">{}</th>)", escape_html(column));
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const std::vector<DataCell>& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += i == 0 ? fmt::format(R"(<th scope="row">{}</th>)", escape_html(row[i].text)) : data_cell(row[i]);
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>";
}

}  // namespace lastseen::plots
