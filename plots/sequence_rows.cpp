// Instants and rows: see sequence_rows.hpp.
#include <lastseen/plots/sequence_rows.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace lastseen::plots::sequence {
namespace {

constexpr double same_instant_s = 1e-9;

// Whether with so many digits every step from instant to instant still reads about as long as it is.
bool is_telling(const std::vector<double>& instants_s, int digits) {
  const double unit = std::pow(10.0, digits);
  const auto rounded = [&](double instant_s) { return std::round(instant_s * unit) / unit; };
  for (std::size_t i = 1; i < instants_s.size(); ++i) {
    const double step = instants_s[i] - instants_s[i - 1];
    const double shown = rounded(instants_s[i]) - rounded(instants_s[i - 1]);
    if (std::abs(shown - step) > 0.2 * step) return false;
  }
  return true;
}

}  // namespace

Instants::Instants(std::vector<double> times_s) {
  std::sort(times_s.begin(), times_s.end());
  for (const double time : times_s) {
    if (times_s_.empty() || time - times_s_.back() > same_instant_s) times_s_.push_back(time);
  }
}

std::size_t Instants::index_of(double time_s) const {
  const auto after = std::upper_bound(times_s_.begin(), times_s_.end(), time_s + same_instant_s);
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - times_s_.begin() - 1, 0));
}

std::vector<std::string> format_instants(const std::vector<double>& instants_s) {
  constexpr int most_digits = 3;
  int digits = 1;
  while (digits < most_digits && !is_telling(instants_s, digits)) ++digits;
  std::vector<std::string> labels;
  for (const double instant : instants_s) labels.push_back(fmt::format("{:+.{}f} s", instant + 0.0, digits));
  return labels;
}

std::size_t Rows::add(double instant_s, bool first) {
  rows_.push_back({.instant_s = instant_s, .first = first});
  return rows_.size() - 1;
}

bool Rows::is_free(std::size_t row, Extent extent) const {
  const auto& taken = rows_[row].taken;
  return std::none_of(taken.begin(), taken.end(),
                      [&](Extent other) { return other.from < extent.to && extent.from < other.to; });
}

std::size_t Rows::take_from(std::size_t from, Extent extent) {
  for (std::size_t row = from;; ++row) {
    if (row >= rows_.size()) row = add(rows_.back().instant_s, false);
    if (!is_free(row, extent)) continue;
    take(row, extent);
    return row;
  }
}

std::size_t Rows::take_last(std::size_t from, Extent extent) {
  std::size_t row = rows_.size();
  while (row > from && is_free(row - 1, extent)) --row;
  return take_from(row, extent);
}

void Rows::need(std::size_t row, double above, double below) {
  rows_[row].above = std::max(rows_[row].above, above);
  rows_[row].below = std::max(rows_[row].below, below);
}

double Rows::set_top(std::size_t row, double top) {
  rows_[row].y = top + rows_[row].above;
  return rows_[row].y + rows_[row].below;
}

}  // namespace lastseen::plots::sequence
