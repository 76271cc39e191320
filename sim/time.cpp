// Text of durations, in exact integer arithmetic: nothing passes through a floating-point number, so a
// scenario says 0.1s and gets 100000000 ns, and what is printed parses back to the same nanosecond.
#include <lastseen/sim/time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>

#include <lastseen/sim/text.hpp>

namespace lastseen::sim {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t nanoseconds;
  bool decimals;  // whether to_text writes them: 1.4s, but 90s rather than 1.5min
};

constexpr std::array units{Unit{"d", 86'400'000'000'000, false},
                           Unit{"h", 3'600'000'000'000, false},
                           Unit{"min", 60'000'000'000, false},
                           Unit{"s", 1'000'000'000, true},
                           Unit{"ms", 1'000'000, true},
                           Unit{"us", 1'000, true},
                           Unit{"ns", 1, true}};

constexpr std::uint64_t ten_years_ns = 3'650 * units[0].nanoseconds;
constexpr std::string_view allowed =
    R"(a duration is a non-negative decimal number and a unit (ns, us, ms, s, min, h, d), as in "250ms")";

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the digits at the front of the text off it.
constexpr std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto length = static_cast<std::size_t>(end - text.begin());
  const std::string_view digits = text.substr(0, length);
  text.remove_prefix(length);
  return digits;
}

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
  throw std::invalid_argument(fmt::format("duration {}: {}; {}", quote(text), why, allowed));
}

/// digits * unit, or nothing beyond ten years.
std::optional<std::uint64_t> whole_part(std::string_view digits, std::uint64_t unit) {
  std::uint64_t count = 0;
  for (const char digit : digits) {
    count = count * 10 + static_cast<std::uint64_t>(digit - '0');
    if (count > ten_years_ns / unit) return std::nullopt;
  }
  return count * unit;
}

/// 0.digits * unit, or nothing when that has a fraction of a nanosecond. Horner's scheme from the last digit:
/// if the total is whole, so is every intermediate result, because it is the total's remainder.
std::optional<std::uint64_t> fractional_part(std::string_view digits, std::uint64_t unit) {
  std::uint64_t sum = 0;
  for (; !digits.empty(); digits.remove_suffix(1)) {
    sum += static_cast<std::uint64_t>(digits.back() - '0') * unit;
    if (sum % 10 != 0) return std::nullopt;
    sum /= 10;
  }
  return sum;
}

/// The number of units, with at most three decimals, or nothing when that is below 1 or not exact.
std::optional<std::string> in_unit(std::uint64_t nanoseconds, const Unit& unit) {
  const std::uint64_t whole = nanoseconds / unit.nanoseconds;
  const std::uint64_t rest = nanoseconds % unit.nanoseconds;  // < 8.64e13, so times 1000 fits
  if (whole == 0 || rest * 1000 % unit.nanoseconds != 0 || (rest != 0 && !unit.decimals)) return std::nullopt;
  std::string number = fmt::format("{}", whole);
  if (rest != 0) {
    number += fmt::format(".{:03}", rest * 1000 / unit.nanoseconds);
    while (number.back() == '0') number.pop_back();
  }
  return number + std::string{unit.name};
}

}  // namespace

Duration parse_duration(std::string_view text) {
  std::string_view rest = trimmed(text);
  if (rest.empty()) refuse(text, "it is empty");
  if (rest.front() == '-') refuse(text, "it is negative");
  const std::string_view whole_digits = take_digits(rest);
  if (whole_digits.empty()) refuse(text, "it does not begin with a digit");
  std::string_view fraction_digits;
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    fraction_digits = take_digits(rest);
    if (fraction_digits.empty()) refuse(text, "no digit follows the decimal point");
  }
  rest = trimmed(rest);
  if (rest.empty()) refuse(text, "the unit is missing");
  const auto* const unit =
      std::find_if(units.begin(), units.end(), [rest](const Unit& u) { return u.name == rest; });
  if (unit == units.end()) refuse(text, fmt::format("unknown unit {}", quote(rest)));

  const auto whole = whole_part(whole_digits, unit->nanoseconds);
  if (!whole) refuse(text, "it exceeds 10 years (3650d)");
  const auto fraction = fractional_part(fraction_digits, unit->nanoseconds);
  if (!fraction) refuse(text, "it has a fraction of a nanosecond");
  if (*whole + *fraction > ten_years_ns) refuse(text, "it exceeds 10 years (3650d)");
  return Duration{static_cast<Duration::rep>(*whole + *fraction)};
}

std::string to_text(Duration duration) {
  const bool negative = duration < Duration::zero();
  const auto bits = static_cast<std::uint64_t>(duration.count());
  const std::uint64_t magnitude = negative ? std::uint64_t{0} - bits : bits;
  for (const Unit& unit : units) {
    const auto text = in_unit(magnitude, unit);
    if (text) return negative ? "-" + *text : *text;
  }
  return "0s";
}

}  // namespace lastseen::sim
