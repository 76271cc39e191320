#include <lastseen/experiments/formats/rows.hpp>

#include <algorithm>

namespace lastseen::experiments {
namespace {

/// Columns that the text takes on a terminal: code points, for the texts here (no wide or combining ones).
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

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
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t column = 0; column < row.size(); ++column) {
      widths[column] = std::max(widths[column], width(row[column]));
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t column = 0; column < row.size(); ++column) {
      const std::string padding(widths[column] - width(row[column]), ' ');
      const bool flush_left = column == 0 || left;
      line += (column == 0 ? "" : "  ") + (flush_left ? row[column] + padding : padding + row[column]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
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
