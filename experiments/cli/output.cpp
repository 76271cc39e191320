#include "experiments/cli/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "experiments/problems.hpp"

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
          {"level", number(estimate.level)},
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

void print_notes(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) fmt::print(stderr, "lastseen: {}\n", note);
}

void print_json(const Json& json) {
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

void check_writable(const std::string& path, const std::string& option) {
  if (path == "-") return;
  std::error_code error;
  const std::filesystem::path file(path);
  if (path.empty() || std::filesystem::is_directory(file, error)) {
    throw experiments::InputError(
        fmt::format("{} {}: is not the name of a file", option, experiments::quote(path)));
  }
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, error)) {
    throw experiments::InputError(
        fmt::format("{} {}: there is no folder {}", option, experiments::quote(path), folder.string()));
  }
  if (access(folder.c_str(), W_OK) != 0) {
    throw experiments::InputError(fmt::format("{} {}: the folder {} cannot be written to: {}", option,
                                              experiments::quote(path), folder.string(),
                                              std::strerror(errno)));
  }
}

void write_file(const std::string& path, const std::string& content, const std::string& option) {
  if (path == "-") {
    std::fwrite(content.data(), 1, content.size(), stdout);
    return;
  }
  const std::string beside = fmt::format("{}.{}.part", path, getpid());
  const auto fail = [&](int reason) {
    std::remove(beside.c_str());
    throw experiments::InputError(
        fmt::format("{} {}: cannot be written: {}", option, experiments::quote(path), std::strerror(reason)));
  };
  std::FILE* file = std::fopen(beside.c_str(), "wb");
  if (!file) fail(errno);
  const bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  const int reason = errno;
  if (std::fclose(file) != 0 || !written) fail(written ? errno : reason);
  if (std::rename(beside.c_str(), path.c_str()) != 0) fail(errno);
}

}  // namespace lastseen::cli
