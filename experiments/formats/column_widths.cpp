#include <lastseen/experiments/formats/column_widths.hpp>

#include <algorithm>

namespace lastseen::experiments {
namespace {

/// Columns that the text takes on a terminal: code points, for the texts here (no wide or combining ones).
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

void ColumnWidths::see(const std::vector<std::string>& row) {
  widths_.resize(std::max(widths_.size(), row.size()));
  for (std::size_t column = 0; column < row.size(); ++column) {
    widths_[column] = std::max(widths_[column], width(row[column]));
  }
}

std::string ColumnWidths::line(const std::vector<std::string>& row, bool left) const {
  std::string line;
  for (std::size_t column = 0; column < row.size(); ++column) {
    const std::string padding(widths_[column] - width(row[column]), ' ');
    const bool flush_left = column == 0 || left;
    line += (column == 0 ? "" : "  ") + (flush_left ? row[column] + padding : padding + row[column]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace lastseen::experiments
