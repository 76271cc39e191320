// Internal: part of scenario.hpp.
// What reading the sections of a scenario file has in common: problems with their lines, and values of simple types. Each
// section has a file of its own (scenario_file, evidence_file, fault_file) that takes one of these.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lastseen/experiments/scenario/toml_values.hpp>
#include <lastseen/sim/text.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {

/// Reads values of one file and collects what is wrong with them. A value that is wrong leaves `out` as it is.
class TomlReader {
 public:
  /// `origin` names the file in messages.
  explicit TomlReader(std::string origin) : origin_(std::move(origin)) {}

  const std::string& origin() const { return origin_; }
  std::vector<std::string>& problems() { return problems_; }

  template <class... Arguments>
  void problem(const toml::node& node, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    problems_.push_back(where(node) + ": " + fmt::format(format, std::forward<Arguments>(arguments)...));
  }
  /// "FILE:LINE".
  std::string where(const toml::node& node) const;

  /// Calls the function with each table of an array of tables.
  template <std::invocable<const toml::table&> Function>
  void each_table(const toml::node& node, const char* name, std::size_t most, Function function) {
    const toml::array* array = node.as_array();
    if (!array || !array->is_homogeneous(toml::node_type::table)) {
      problem(node, "{} must be an array of tables, written [[{}]]", name, name);
    } else if (array->size() > most) {
      problem(node, "{} {} are too many; allowed: up to {}", sim::grouped(array->size()), name,
              sim::grouped(most));
    } else {
      for (const toml::node& item : *array) function(*item.as_table());
    }
  }

  /// Texts are printed on terminals as they are, so none may carry escape sequences.
  void read_text(const toml::node& node, std::string_view key, std::string& out);
  void read_flag(const toml::node& node, std::string_view key, bool& out);
  void read_whole_number(const toml::node& node, std::string_view key, std::uint32_t low, std::uint32_t high,
                         std::uint32_t& out);
  void read_duration(const toml::node& node, std::string_view key, sim::Duration& out);
  /// A duration with an optional sign.
  void read_offset(const toml::node& node, std::string_view key, sim::Duration& out);
  /// One of the words; its place among them.
  std::optional<std::size_t> read_word(const toml::node& node, std::string_view key,
                                       const std::vector<std::string>& words);

 private:
  std::string origin_;
  std::vector<std::string> problems_;
};

}  // namespace lastseen::experiments
