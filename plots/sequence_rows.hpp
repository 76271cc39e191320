// Internal: instants and rows of a sequence chart: the rows into which its layout sorts what happens, and what is free
// in them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lastseen::plots::sequence {

/// Different times in ascending order.
class Instants {
 public:
  explicit Instants(std::vector<double> times_s);

  const std::vector<double>& all() const { return times_s_; }

  /// The last instant that is not after `time_s`; the first when there is none.
  std::size_t index_of(double time_s) const;

 private:
  std::vector<double> times_s_;
};

/// "+22.0 s": with as many digits (1 to 3) as it takes to tell the instants apart.
std::vector<std::string> format_instants(const std::vector<double>& instants_s);

/// From left to right, px.
struct Extent {
  double from = 0;
  double to = 0;
};

struct Row {
  double instant_s = 0;
  bool first = false;  ///< of its instant
  double above = 9;    ///< px taken above and below the row's line
  double below = 7;
  double y = 0;  ///< of the line
  std::vector<Extent> taken = {};
};

class Rows {
 public:
  std::size_t size() const { return rows_.size(); }
  const Row& operator[](std::size_t row) const { return rows_[row]; }

  std::size_t add(double instant_s, bool first);
  void take(std::size_t row, Extent extent) { rows_[row].taken.push_back(extent); }
  bool is_free(std::size_t row, Extent extent) const;

  /// Takes `extent` in the first row from `from` on in which it is free; adds rows to the last instant if need be.
  std::size_t take_from(std::size_t from, Extent extent);

  /// The same in the first row from `from` on in which it is free, and free in all rows below.
  std::size_t take_last(std::size_t from, Extent extent);

  void need(std::size_t row, double above, double below);

  /// Puts the row's upper edge at `top`; returns its lower edge.
  double set_top(std::size_t row, double top);

 private:
  std::vector<Row> rows_;
};

}  // namespace lastseen::plots::sequence
