#include <lastseen/experiments/formats/rows.hpp>

#include <lastseen/experiments/formats/column_widths.hpp>

namespace lastseen::experiments {
namespace {

std::string csv_cell(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char character : cell) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + '"';
}

}  // namespace

std::string aligned(const Rows& rows, bool left) {
  ColumnWidths widths;
  for (const auto& row : rows) widths.see(row);
  std::string text;
  for (const auto& row : rows) text += widths.line(row, left);
  return text;
}

std::string csv(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    const char* separator = "";
    for (const std::string& cell : row) {
      text += separator + csv_cell(cell);
      separator = ",";
    }
    text += "\n";
  }
  return text;
}

std::string markdown(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    text += "|";
    for (const std::string& cell : row) text += " " + cell + " |";
    text += "\n";
    if (&row != &rows.front()) continue;
    text += "|";
    for (std::size_t column = 0; column < row.size(); ++column) text += "---|";
    text += "\n";
  }
  return text;
}

}  // namespace lastseen::experiments
