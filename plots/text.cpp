// Escaping, numbers for people, and text widths: see text.hpp.
#include <lastseen/plots/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace lastseen::plots {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

// The character that begins at `at`. Overlong forms, surrogates and codes beyond Unicode are not valid.
Character decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return {first, 1, true};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + bytes > text.size()) return {};
  std::uint32_t code = first & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < smallest.at(bytes) || surrogate || code > 0x10FFFF) return {};
  return {code, bytes, true};
}

bool is_control(std::uint32_t code) {
  const bool blank = code == '\n' || code == '\t';
  return (code < 0x20 && !blank) || (code >= 0x7F && code < 0xA0);
}

// Marks that change the direction of text, or end lines: a command could read otherwise than it is copied.
bool is_reordering(std::uint32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E ||
         code == 0x200F || code == 0x061C || code == 0x2028 || code == 0x2029;
}

// Widths in thousandths of the font size: those of Helvetica, by group.
int helvetica_width(std::uint32_t code) {
  const auto one_of = [&](std::string_view group) {
    return code < 0x80 && group.find(static_cast<char>(code)) != std::string_view::npos;
  };
  if (one_of("ijl'|")) return 222;
  if (one_of(" ftI.,:;!/\\[]()-r")) return 310;
  if (one_of("mMW@%")) return 880;
  if (one_of("ABCDEGHKNOPQRSUVXYw+=<>~&")) return 690;
  if (code >= 0x1100) return code >= 0x2000 && code < 0x2070 ? 556 : 1000;
  return 556;
}

std::string trim_zeros(std::string number) {
  if (number.find('.') == std::string::npos || number.find('e') != std::string::npos) return number;
  number.erase(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
  return number == "-0" ? "0" : number;
}

// Two digits, or more where those would read 0 % or 100 % for what is not quite.
std::string format_percent(double value) {
  std::string text = trim_zeros(fmt::format("{:.2f}", value * 100));
  const bool too_round = (text == "0" && value != 0) || (text == "100" && value != 1);
  if (too_round) text = trim_zeros(fmt::format("{:.6f}", value * 100));
  return text + " %";
}

// Takes from the front of `word` what fits into `width`, up to a punctuation mark if that leaves enough; at least one
// character.
std::string take_fitting(std::string& word, double width) {
  std::size_t end = 0;
  while (end < word.size()) {
    const std::size_t next = end + decode(word, end).bytes;
    if (end > 0 && estimate_width(std::string_view(word).substr(0, next)) > width) break;
    end = next;
  }
  const std::size_t mark = end < word.size() ? word.find_last_of("._-/:,(", end - 1) : std::string::npos;
  if (mark != std::string::npos && mark >= end / 3) end = mark + 1;
  std::string taken = word.substr(0, end);
  word.erase(0, end);
  return taken;
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t at = 0; at < text.size();) {
    const Character c = decode(text, at);
    if (!c.valid || is_control(c.code) || is_reordering(c.code)) {
      out += replacement;
    } else if (c.code == '&') {
      out += "&amp;";
    } else if (c.code == '<') {
      out += "&lt;";
    } else if (c.code == '>') {
      out += "&gt;";
    } else if (c.code == '"') {
      out += "&quot;";
    } else if (c.code == '\'') {
      out += "&#39;";
    } else {
      out += text.substr(at, c.bytes);
    }
    at += c.bytes;
  }
  return out;
}

std::string escape_json_for_script(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size();) {
    const Character c = decode(json, at);
    if (c.code == '<' || c.code == '>' || c.code == '&' || is_reordering(c.code)) {
      out += fmt::format("\\u{:04x}", c.code);
    } else {
      out += json.substr(at, c.bytes);
    }
    at += c.bytes;
  }
  return out;
}

std::string format_value(double value, Unit unit) {
  if (!std::isfinite(value))
    return std::isnan(value) ? "not a number" : value > 0 ? "infinite" : "minus infinite";
  switch (unit) {
    case Unit::percent: return format_percent(value);
    case Unit::seconds: return trim_zeros(fmt::format("{:.3f}", value)) + " s";
    case Unit::number: break;
  }
  return fmt::format("{:.6g}", value == 0 ? 0.0 : value);
}

std::string format_interval(std::optional<double> low, std::optional<double> high, Unit unit) {
  if (!low || !high) return {};
  return format_value(*low, unit) + " to " + format_value(*high, unit);
}

double estimate_width(std::string_view text) {
  constexpr double margin = 1.12;  // system fonts are up to this much wider than Helvetica
  int thousandths = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = decode(text, at);
    thousandths += helvetica_width(c.valid ? c.code : 0xFFFD);
    at += c.bytes;
  }
  return margin * thousandths / 1000;
}

std::vector<std::string> wrap(std::string_view text, double width) {
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
    std::string word(text.substr(at, end - at));
    at = end + 1;
    if (word.empty()) continue;
    const std::string longer = line.empty() ? word : line + ' ' + word;
    if (estimate_width(longer) <= width) {
      line = longer;
      continue;
    }
    if (!line.empty()) lines.push_back(line);
    while (estimate_width(word) > width) {
      std::string part = take_fitting(word, width);
      if (word.empty()) {
        word = part;
        break;
      }
      lines.push_back(std::move(part));
    }
    line = word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

std::string_view tone_class(Tone tone) {
  switch (tone) {
    case Tone::good: return "good";
    case Tone::bad: return "bad";
    case Tone::warning: return "warning";
    case Tone::neutral: break;
  }
  return "";
}

}  // namespace lastseen::plots
