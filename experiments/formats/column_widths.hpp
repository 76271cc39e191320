// Aligned tables of more rows than are held at once: looked at twice, first for the widths of the columns, then for the lines.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lastseen::experiments {

class ColumnWidths {
 public:
  /// Rows may differ in length.
  void see(const std::vector<std::string>& row);
  /// The line of a row that was seen, with its line end. The first column is flush left, the others right unless `left`.
  std::string line(const std::vector<std::string>& row, bool left) const;

 private:
  std::vector<std::size_t> widths_;
};

}  // namespace lastseen::experiments
