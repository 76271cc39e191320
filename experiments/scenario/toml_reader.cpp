#include <lastseen/experiments/scenario/toml_reader.hpp>
#include <lastseen/sim/text.hpp>

#include <algorithm>
#include <stdexcept>

namespace lastseen::experiments {

std::string TomlReader::where(const toml::node& node) const {
  return fmt::format("{}:{}", origin_, node.source().begin.line);
}

void TomlReader::read_text(const toml::node& node, std::string_view key, std::string& out) {
  const auto text = node.value_exact<std::string>();
  if (!text) {
    problem(node, "{} must be a string in quotes", key);
  } else if (sim::has_control_characters(*text)) {
    problem(node, "{} = {} has control characters; allowed: text, newlines, tabs", key, sim::quote(*text));
  } else {
    out = *text;
  }
}

void TomlReader::read_flag(const toml::node& node, std::string_view key, bool& out) {
  if (const auto flag = node.value_exact<bool>()) {
    out = *flag;
  } else {
    problem(node, "{} = {} is not allowed; allowed: true, false", key, sim::quote(to_value_text(node)));
  }
}

void TomlReader::read_whole_number(const toml::node& node, std::string_view key, std::uint32_t low,
                                   std::uint32_t high, std::uint32_t& out) {
  const auto value = node.value_exact<std::int64_t>();
  if (value && *value >= low && *value <= high) {
    out = static_cast<std::uint32_t>(*value);
  } else {
    problem(node, "{} = {} is not allowed; allowed: a whole number from {} to {}", key,
            sim::quote(to_value_text(node)), low, high);
  }
}

void TomlReader::read_duration(const toml::node& node, std::string_view key, sim::Duration& out) {
  const std::string text = to_value_text(node);
  try {
    out = sim::parse_duration(text);
  } catch (const std::invalid_argument& error) {
    problem(node, "{} = {}: {}", key, sim::quote(text), error.what());
  }
}

void TomlReader::read_offset(const toml::node& node, std::string_view key, sim::Duration& out) {
  const std::string text = to_value_text(node);
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  try {
    out = sim::parse_duration(digits) * (negative ? -1 : 1);
  } catch (const std::invalid_argument& error) {
    problem(node, "{} = {}: {}", key, sim::quote(text), error.what());
  }
}

std::optional<std::size_t> TomlReader::read_word(const toml::node& node, std::string_view key,
                                                 const std::vector<std::string>& words) {
  const std::string text = to_value_text(node);
  const auto found = std::find(words.begin(), words.end(), text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  problem(node, "{} = {} is not allowed; allowed: {}{}", key, sim::quote(text), sim::joined(words),
          sim::suggestion(text, words));
  return std::nullopt;
}

}  // namespace lastseen::experiments
