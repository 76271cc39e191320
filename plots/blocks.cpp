// What stands in a section, as HTML: paragraphs, commands, tables, rows of charts.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

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

struct Renderer {
  PageState& state;

  std::string operator()(const Paragraph& paragraph) const {
    return fmt::format("<p{}>{}</p>\n",
                       class_attribute(paragraph.tone == Tone::neutral ? "" : "remark", paragraph.tone),
                       escape_html(paragraph.text));
  }
  std::string operator()(const Command& command) const { return render_command(command.text); }
  std::string operator()(const Table& table) const { return render_table(table, state); }
  std::string operator()(const ChartRow& row) const { return render_row(row, state); }
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
