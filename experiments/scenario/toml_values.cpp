#include <lastseen/experiments/scenario/toml_values.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

std::string list_text(const toml::array& array, int depth) {
  std::vector<std::string> items;
  for (const toml::node& item : array) items.push_back(to_value_text(item, depth + 1));
  return sim::joined(items);
}

std::string arguments_text(const toml::table& table, int depth) {
  std::vector<std::string> items;
  for (const auto& [key, value] : in_file_order(table)) {
    items.push_back(fmt::format("{}={}", key, to_value_text(*value, depth + 1)));
  }
  return sim::joined(items);
}

/// { shifted = { by = "20ms", of = D } }, { truncated = { low, high, of } } and { mixture = [[0.9, D], ...] }
/// have arguments by place; all others take theirs by name or as an array.
std::string function_text(std::string_view name, const toml::node& arguments, int depth) {
  if (const toml::table* table = arguments.as_table()) {
    const auto at = [&](std::string_view key) {
      const toml::node* node = table->get(key);
      return node ? to_value_text(*node, depth + 1) : std::string();
    };
    if (name == "shifted") return fmt::format("shifted({}, {})", at("by"), at("of"));
    if (name == "truncated") return fmt::format("truncated({}, {}, {})", at("low"), at("high"), at("of"));
    return fmt::format("{}({})", name, arguments_text(*table, depth));
  }
  const toml::array* array = arguments.as_array();
  if (array && name == "mixture") {
    std::vector<std::string> parts;
    for (const toml::node& part : *array) {
      const toml::array* pair = part.as_array();
      parts.push_back(pair && pair->size() == 2 ? fmt::format("{}: {}", to_value_text((*pair)[0]),
                                                              to_value_text((*pair)[1], depth + 1))
                                                : to_value_text(part, depth + 1));
    }
    return fmt::format("mixture({})", sim::joined(parts));
  }
  if (array) return fmt::format("{}({})", name, list_text(*array, depth));
  return fmt::format("{}({})", name, to_value_text(arguments, depth + 1));
}

}  // namespace

std::vector<std::pair<std::string_view, const toml::node*>> in_file_order(const toml::table& table) {
  std::vector<std::pair<std::string_view, const toml::node*>> entries;
  for (const auto& [key, node] : table) entries.emplace_back(key.str(), &node);
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return a.second->source().begin < b.second->source().begin;
  });
  return entries;
}

std::string to_value_text(const toml::node& node, int depth) {
  if (depth > 16) return "(nested too deeply)";
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto flag = node.value_exact<bool>()) return *flag ? "yes" : "no";
  if (const auto integer = node.value_exact<std::int64_t>()) return fmt::format("{}", *integer);
  if (const auto number = node.value_exact<double>()) return fmt::format("{}", *number);
  if (const toml::array* array = node.as_array()) return list_text(*array, depth);
  if (const toml::table* table = node.as_table()) {
    if (table->size() == 1) return function_text(table->begin()->first.str(), table->begin()->second, depth);
    return fmt::format("({})", arguments_text(*table, depth));
  }
  return "(a date or time)";
}

}  // namespace lastseen::experiments
