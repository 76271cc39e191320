// Internal: part of elementary.hpp.
// The tables behind logarithm, exponential and power, computed by the compiler in double-double arithmetic.
//
// A double-double is an unevaluated sum of two doubles, good to about 104 bits (T. J. Dekker, A
// floating-point technique for extending the available precision, Numer. Math. 18 (1971) 224-242; the product
// splits its factors, because a fused multiply-add is not to be had everywhere). Internal: included by
// elementary.cpp only.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace lastseen::sim::tables {

struct DoubleDouble {
  double high;
  double low;
};

/// a + b exactly, for |a| >= |b| or a = 0.
constexpr DoubleDouble quick_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

constexpr DoubleDouble sum(DoubleDouble a, DoubleDouble b) {
  const double high = a.high + b.high;
  const double part = high - a.high;
  const double error = (a.high - (high - part)) + (b.high - part);
  return quick_sum(high, error + a.low + b.low);
}

/// x cut to its upper 26 bits, so that products with another such number are exact.
constexpr double upper_half(double x) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & ~std::uint64_t{0x7ff'ffff});
}

constexpr DoubleDouble product(DoubleDouble a, DoubleDouble b) {
  const double high = a.high * b.high;
  const double a1 = upper_half(a.high);
  const double a2 = a.high - a1;
  const double b1 = upper_half(b.high);
  const double b2 = b.high - b1;
  const double error = ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2;
  return quick_sum(high, error + (a.high * b.low + a.low * b.high));
}

constexpr DoubleDouble quotient(DoubleDouble a, DoubleDouble b) {
  const double first = a.high / b.high;
  const DoubleDouble taken = product({first, 0.0}, b);
  const double second = ((a.high - taken.high) + (a.low - taken.low)) / b.high;
  return quick_sum(first, second);
}

/// ln(x) for x in 1/2..2, by the series of 2 artanh((x - 1) / (x + 1)).
constexpr DoubleDouble natural_logarithm(double x) {
  const DoubleDouble s = quotient({x - 1.0, 0.0}, quick_sum(x < 1.0 ? 1.0 : x, x < 1.0 ? x : 1.0));
  const DoubleDouble s2 = product(s, s);
  DoubleDouble series{0.0, 0.0};
  for (int n = 71; n >= 1; n -= 2) series = sum(product(series, s2), quotient({2.0, 0.0}, {1.0 * n, 0.0}));
  return product(s, series);
}

inline constexpr DoubleDouble ln2 = natural_logarithm(2.0);

/// x to the nearest multiple of a power of two, for x / unit below 2^51.
constexpr double rounded_to(double x, double unit) {
  const double scaled = x / unit;
  const auto whole = static_cast<std::int64_t>(scaled + (scaled < 0.0 ? -0.5 : 0.5));
  return static_cast<double>(whole) * unit;
}

/// A number in two parts, the upper a multiple of the unit, so that some multiples of it are exact.
constexpr DoubleDouble split_at(DoubleDouble x, double unit) {
  const double high = rounded_to(x.high, unit);
  return {high, (x.high - high) + x.low};
}

/// x = 2^k z with z between `first_z` and twice that; z falls into one of 128 intervals, around a c of 8 bits
/// that is 1 for the z around 1, so that ln(z) keeps all its digits there: ln(z) = ln(c) + ln(1 + (z - c) /
/// c).
inline constexpr int interval_bits = 7;
inline constexpr std::size_t intervals = 1U << interval_bits;
inline constexpr std::uint64_t first_c = 0x3fe6'0000'0000'0000;  // 0.6875
inline constexpr std::uint64_t from_c_to_c = std::uint64_t{1} << (52 - interval_bits);
inline constexpr std::uint64_t first_z = first_c - from_c_to_c / 2;

struct LogarithmEntry {
  double c;
  double inverse_c;
  double ln_c_high;  // a multiple of 2^-42, so that sums with multiples of ln2_parts.high are exact
  double ln_c_low;
};

inline constexpr DoubleDouble ln2_parts = split_at(ln2, 0x1p-42);

inline constexpr std::array<LogarithmEntry, intervals> logarithm_table = [] {
  std::array<LogarithmEntry, intervals> table{};
  for (std::size_t i = 0; i < intervals; ++i) {
    const double c = std::bit_cast<double>(first_c + i * from_c_to_c);
    const DoubleDouble ln_c = split_at(natural_logarithm(c), 0x1p-42);
    table[i] = {c, 1.0 / c, ln_c.high, ln_c.low};
  }
  return table;
}();

/// 2^(i / 128), rounded, and what rounding took from it as a part of it.
struct ExponentialEntry {
  std::uint64_t bits;
  double lost;
};

/// ln(2) / 128 with 35 bits in its upper part: a product with an integer below 2^18 is exact.
inline constexpr DoubleDouble step = split_at({ln2.high / intervals, ln2.low / intervals}, 0x1p-43);

inline constexpr std::array<ExponentialEntry, intervals> exponential_table = [] {
  const DoubleDouble x{ln2.high / intervals, ln2.low / intervals};
  DoubleDouble ratio{1.0, 0.0};  // e^x by Taylor's series
  for (int n = 16; n >= 1; --n) ratio = sum({1.0, 0.0}, quotient(product(ratio, x), {1.0 * n, 0.0}));
  DoubleDouble power{1.0, 0.0};
  std::array<ExponentialEntry, intervals> table{};
  for (ExponentialEntry& entry : table) {
    entry = {std::bit_cast<std::uint64_t>(power.high), power.low / power.high};
    power = product(power, ratio);
  }
  return table;
}();

}  // namespace lastseen::sim::tables
