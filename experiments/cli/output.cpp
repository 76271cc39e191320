#include <lastseen/experiments/cli/output.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace lastseen::cli {
namespace {

/// Columns that the text takes on a terminal: code points, for the texts here (no wide or combining ones).
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

double rounded(double value) { return std::strtod(fmt::format("{:.12g}", value).c_str(), nullptr); }

}  // namespace

Json number(std::optional<double> value) {
  if (!value) return nullptr;
  if (std::isinf(*value)) return "> horizon";
  return rounded(*value);
}

Json estimate_json(const experiments::Estimate& estimate) {
  return {{"point", number(estimate.point)},
          {"low", number(estimate.low)},
          {"high", number(estimate.high)},
          {"level", number(estimate.confidence)},
          {"sessions", estimate.clusters},
          {"observations", estimate.observations},
          {"design_effect", number(estimate.design_effect)},
          {"method", estimate.method}};
}

std::string fingerprint_text(std::uint64_t fingerprint) { return fmt::format("{:016x}", fingerprint); }

std::string aligned(const std::vector<std::vector<std::string>>& rows, bool left) {
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

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line += ',';
    if (cell.find_first_of(",\"\r\n") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char character : cell) {
      if (character == '"') line += '"';
      line += character;
    }
    line += '"';
  }
  return line + "\n";
}

std::string csv_number(std::optional<double> value) {
  if (!value) return "";
  return std::isinf(*value) ? "> horizon" : fmt::format("{}", rounded(*value));
}

void complain(const std::string& text) {
  const std::string line = "lastseen: " + text + "\n";
  std::fputs(line.c_str(), stderr);  // never throws, whatever has become of stderr
}

void print_notes(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) complain(note);
}

void print_json(const Json& json) {
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace lastseen::cli
