#include <lastseen/experiments/scenario/settings_file.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include <lastseen/models/catalogue.hpp>
#include <lastseen/models/parameters.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::size_t names_max = 100;  // of mechanisms or remedies

std::vector<std::string> sections() {
  std::vector<std::string> names;
  for (const models::Parameter& parameter : models::parameters()) {
    const std::string_view section = parameter.key.substr(0, parameter.key.find('.'));
    if (std::find(names.begin(), names.end(), section) == names.end()) names.emplace_back(section);
  }
  return names;
}

bool is_section(std::string_view name) {
  const auto names = sections();
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The key of a distribution's parameter that is given in a table of its own, as worker.processing_time.high = "45s" gives it.
std::optional<std::string> part_in(const std::string& key, const toml::node& node) {
  const toml::table* table = node.as_table();
  if (!table) return std::nullopt;
  for (const auto& [name, value] : *table) {
    std::string part = fmt::format("{}.{}", key, name.str());
    if (models::find_parameter(part)) return part;
  }
  return std::nullopt;
}

/// The assignments of one section; the value's line is remembered for messages by checking it at once.
void read_assignments(TomlReader& reader, const toml::table& section, const std::string& prefix,
                      std::vector<models::Assignment>& out) {
  for (const auto& [key, at] : in_file_order(section)) {
    const toml::node& node = *at;
    const models::Assignment assignment{prefix + std::string(key), to_value_text(node)};
    if (const auto part = part_in(assignment.key, node)) {
      reader.problem(
          node,
          "{}: one parameter of a distribution is changed by --set, --vary and [[factors]] only; allowed "
          "here: the whole distribution, as {} = {{ uniform = [\"20s\", \"30s\"] }}",
          *part, assignment.key);
      continue;
    }
    models::Settings scratch;
    const std::size_t before = reader.problems().size();
    models::apply(scratch, {assignment}, reader.where(node), reader.problems());
    if (reader.problems().size() == before) out.push_back(assignment);
  }
}

/// Names of mechanisms or remedies, each judged with its line.
void read_names(TomlReader& reader, const toml::node& node, std::string_view key,
                std::vector<std::string>& out) {
  const toml::array* array = node.as_array();
  if (!array) {
    reader.problem(node, "{} must be an array of names; `lastseen list {}` lists all", key, key);
    return;
  }
  if (array->size() > names_max) {
    reader.problem(node, "{} has {}; allowed: up to {}", key, sim::counted(array->size(), "name"), names_max);
    return;
  }
  for (const toml::node& item : *array) {
    const std::vector<std::string> name = {to_value_text(item)};
    const std::size_t before = reader.problems().size();
    models::expand(key == "mechanisms" ? name : std::vector<std::string>(),
                   key == "remedies" ? name : std::vector<std::string>(), reader.where(item),
                   reader.problems());
    if (reader.problems().size() == before) out.push_back(name.front());
  }
}

}  // namespace

bool read_settings(TomlReader& reader, std::string_view name, const toml::node& node, SettingsText& out) {
  if (name == "mechanisms") {
    read_names(reader, node, name, out.mechanisms);
  } else if (name == "remedies") {
    read_names(reader, node, name, out.remedies);
  } else if (name == "faults") {
    read_faults(reader, node, out.faults);
  } else if (is_section(name) && node.is_table()) {
    read_assignments(reader, *node.as_table(), std::string(name) + ".", out.parameters);
  } else {
    return false;
  }
  return true;
}

std::vector<std::string> settings_keys() {
  std::vector<std::string> keys = {"mechanisms", "remedies", "faults"};
  for (std::string& section : sections()) keys.push_back(std::move(section));
  return keys;
}

std::vector<models::Assignment> assignments_of(TomlReader& reader, const SettingsText& text) {
  std::vector<models::Assignment> result =
      models::expand(text.mechanisms, text.remedies, reader.origin(), reader.problems());
  result.insert(result.end(), text.parameters.begin(), text.parameters.end());
  return result;
}

}  // namespace lastseen::experiments
