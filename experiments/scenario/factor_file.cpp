#include <lastseen/experiments/scenario/factor_file.hpp>

#include <lastseen/models/assignments.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::size_t factors_max = 1000;

void read_factor(TomlReader& reader, const toml::table& table, std::vector<Factor>& factors) {
  Factor factor;
  for (const auto& [name, at] : in_file_order(table)) {
    const toml::node& node = *at;
    if (name == "key") {
      reader.read_text(node, "key", factor.key);
    } else if (name == "title") {
      reader.read_text(node, "title", factor.title);
    } else if (name == "levels") {
      const toml::array* levels = node.as_array();
      if (!levels || levels->empty() || levels->size() > 1000) {
        reader.problem(node, "levels must be an array of 1 to 1000 values, as in [\"10s\", \"30s\"]");
        continue;
      }
      for (const toml::node& level : *levels) factor.levels.push_back(to_value_text(level));
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
  for (const std::string& level : factor.levels) {
    models::parse({{factor.key, level}}, reader.where(table), reader.problems());
  }
  factors.push_back(std::move(factor));
}

}  // namespace

void read_factors(TomlReader& reader, const toml::node& node, std::vector<Factor>& factors) {
  reader.each_table(node, "factors", factors_max,
                    [&](const toml::table& factor) { read_factor(reader, factor, factors); });
}

}  // namespace lastseen::experiments
