#include <lastseen/experiments/scenario/factor_file.hpp>

#include <set>
#include <string>

#include <lastseen/models/assignments.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::size_t factors_max = 1000;
constexpr std::size_t levels_max = 1000;

void read_levels(TomlReader& reader, const toml::node& node, std::vector<std::string>& levels) {
  const toml::array* array = node.as_array();
  if (!array || array->empty()) {
    reader.problem(node, "levels must be an array of values, as in [\"10s\", \"30s\"]");
  } else if (array->size() > levels_max) {
    reader.problem(node, "{}; allowed: up to {} for a factor", sim::counted(array->size(), "level"),
                   sim::grouped(levels_max));
  } else {
    for (const toml::node& level : *array) levels.push_back(to_value_text(level));
  }
}

/// Judges the levels; one that stands there twice would be run twice and tell nothing new.
void judge_levels(TomlReader& reader, const toml::table& table, const Factor& factor) {
  std::set<std::string> seen;
  for (const std::string& level : factor.levels) {
    for (const auto& [parameter, value] :
         models::parse({{factor.key, level}}, reader.where(table), reader.problems())) {
      if (seen.insert(parameter->text(value)).second) continue;
      reader.problem(table, "the factor {} has the level {} twice", factor.key, sim::quote(level));
    }
  }
}

void read_factor(TomlReader& reader, const toml::table& table, std::vector<Factor>& factors) {
  Factor factor;
  for (const auto& [name, at] : in_file_order(table)) {
    const toml::node& node = *at;
    if (name == "key") {
      reader.read_text(node, "key", factor.key);
    } else if (name == "title") {
      reader.read_text(node, "title", factor.title);
    } else if (name == "levels") {
      read_levels(reader, node, factor.levels);
    } else {
      reader.problem(node, "unknown key {} in [[factors]]; allowed: key, title, levels", sim::quote(name));
    }
  }
  if (const auto renamed = models::renamed_parameter(factor.key)) {
    reader.problem(table, "{}", *renamed);
    return;
  }
  if (!models::find_parameter(factor.key)) {
    reader.problem(table, "a factor needs the key of a parameter; {}", models::unknown_parameter(factor.key));
    return;
  }
  if (!table.contains("levels"))
    reader.problem(table, "a factor needs levels, as in levels = [\"10s\", \"30s\"]");
  judge_levels(reader, table, factor);
  factors.push_back(std::move(factor));
}

}  // namespace

void read_factors(TomlReader& reader, const toml::node& node, std::vector<Factor>& factors) {
  reader.each_table(node, "factors", factors_max,
                    [&](const toml::table& factor) { read_factor(reader, factor, factors); });
}

}  // namespace lastseen::experiments
