#include <lastseen/experiments/scenario/target_file.hpp>

#include <optional>

#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

/// A share as a number from 0 to 1, or a time as a duration; in the unit of the response.
std::optional<double> read_level(TomlReader& reader, const toml::node& node, const Response& response) {
  if (response.unit == ResponseUnit::seconds) {
    sim::Duration duration{0};
    const std::size_t before = reader.problems().size();
    reader.read_duration(node, response.key, duration);
    if (reader.problems().size() != before) return std::nullopt;
    return sim::to_seconds(duration);
  }
  const auto number = node.is_number() ? node.value<double>() : std::nullopt;
  const double most = response.unit == ResponseUnit::share ? 1 : 1e12;
  if (number && *number >= 0 && *number <= most) return number;
  reader.problem(node, "{} = {} is not allowed; allowed: a number from 0 to {}", response.key,
                 sim::quote(to_value_text(node)), most);
  return std::nullopt;
}

void read_target(TomlReader& reader, const toml::node& node, const Response& response,
                 std::vector<Threshold>& targets) {
  Threshold target{.response = response.id};
  const toml::table* table = node.as_table();
  const bool has_threshold = table && (table->contains("at_least") != table->contains("at_most"));
  if (!has_threshold) {
    reader.problem(node, "{} needs either at_least or at_most, as in {{ at_least = 0.95 }}", response.key);
    return;
  }
  for (const auto& [name, at] : in_file_order(*table)) {
    const toml::node& value = *at;
    const std::optional<double> number = read_level(reader, value, response);
    if (const std::optional<Comparison> comparison = comparison_named(name)) {
      target.comparison = *comparison;
      target.value = number.value_or(0);
    } else if (name == "warning") {
      target.warning = number;
    } else if (name == "critical") {
      target.critical = number;
    } else {
      reader.problem(value, "unknown key {} of the target {}; allowed: at_least, at_most, warning, critical",
                     sim::quote(name), response.key);
    }
  }
  targets.push_back(std::move(target));
}

}  // namespace

void read_targets(TomlReader& reader, const toml::node& node, std::vector<Threshold>& targets) {
  const toml::table* table = node.as_table();
  if (!table) {
    reader.problem(node, "targets must be a table, written [targets]");
    return;
  }
  for (const auto& [key, at] : in_file_order(*table)) {
    const toml::node& value = *at;
    const Response* response = find_response(key);
    if (!response) {
      reader.problem(value, "unknown response {}{}; allowed: {}", sim::quote(key),
                     sim::suggestion(key, response_keys()), sim::joined(response_keys()));
      continue;
    }
    read_target(reader, value, *response, targets);
  }
}

}  // namespace lastseen::experiments
