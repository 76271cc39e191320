#include <lastseen/experiments/scenario/toml_values.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/sim/distribution_forms.hpp>
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

/// { mixture = [[0.9, D], [0.1, E]] } -> "0.9: D, 0.1: E"
std::string weights_text(const toml::array& array, int depth) {
  std::vector<std::string> parts;
  for (const toml::node& part : array) {
    const toml::array* pair = part.as_array();
    parts.push_back(pair && pair->size() == 2 ? fmt::format("{}: {}", to_value_text((*pair)[0]),
                                                            to_value_text((*pair)[1], depth + 1))
                                              : to_value_text(part, depth + 1));
  }
  return sim::joined(parts);
}

/// { shifted = { by = "20ms", of = D } } -> "20ms, D"
std::string by_place_text(const toml::table& table, const sim::DistributionForm& form, int depth) {
  std::vector<std::string> items;
  for (const auto& parameter : form.parameters) {
    const toml::node* node = table.get(parameter.name);
    items.push_back(node ? to_value_text(*node, depth + 1) : std::string());
  }
  return sim::joined(items);
}

/// The parameters of a distribution are written as its form wants them; what is no form takes them by name.
std::string parameters_text(std::string_view name, const toml::node& parameters, int depth) {
  using Notation = sim::DistributionForm::Notation;
  const sim::DistributionForm* form = sim::find_distribution_form(name);
  if (const toml::table* table = parameters.as_table()) {
    return form && form->notation == Notation::by_place ? by_place_text(*table, *form, depth)
                                                        : arguments_text(*table, depth);
  }
  const toml::array* array = parameters.as_array();
  if (!array) return to_value_text(parameters, depth + 1);
  return form && form->notation == Notation::weights ? weights_text(*array, depth) : list_text(*array, depth);
}

std::string function_text(std::string_view name, const toml::node& parameters, int depth) {
  return fmt::format("{}({})", name, parameters_text(name, parameters, depth));
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
