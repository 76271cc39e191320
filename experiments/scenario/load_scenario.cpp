// Finding a scenario: one that ships, by its name, or a file, by its path.

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::size_t file_size_max = 1 << 20;

/// "2,097,152 bytes"; of a pipe only that they are too many.
std::string size_text(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? "more bytes than allowed" : sim::counted(size, "byte");
}

std::string read_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw InputError(fmt::format("{}: is a directory; a scenario is a TOML file", path));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw InputError(fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  }
  std::string text(file_size_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (file.bad()) throw InputError(fmt::format("{}: cannot be read", path));
  if (text.size() > file_size_max) {
    throw InputError(fmt::format("{}: has {}; allowed: up to {} (1 MiB); a scenario is a short TOML file",
                                 path, size_text(path), sim::grouped(file_size_max)));
  }
  return text;
}

}  // namespace

Scenario load_scenario(const std::string& name_or_path, const Changes& changes) {
  const bool is_path = name_or_path.find('/') != std::string::npos || name_or_path.ends_with(".toml");
  if (is_path && sim::has_control_characters(name_or_path)) {
    throw InputError(sim::quote(name_or_path) + ": the file's name has control characters");
  }
  if (is_path) return parse_scenario(read_file(name_or_path), name_or_path, changes);
  std::vector<std::string> names;
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    if (shipped.name == name_or_path) return parse_scenario(shipped.toml, name_or_path, changes);
    names.emplace_back(shipped.name);
  }
  throw InputError(
      fmt::format("unknown scenario {}{}; shipped scenarios: {}; a file name contains a / or ends in .toml",
                  sim::quote(name_or_path), sim::suggestion(name_or_path, names), sim::joined(names)));
}

}  // namespace lastseen::experiments
