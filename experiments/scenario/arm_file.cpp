#include <lastseen/experiments/scenario/arm_file.hpp>

#include <algorithm>

#include <lastseen/experiments/scenario/settings_file.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::size_t arms_max = 1000;
constexpr std::size_t name_length_max =
    60;  // it stands in every row of a table, and in the legend of every chart

void refuse_key_of_arm(TomlReader& reader, const toml::node& node, std::string_view name) {
  std::vector<std::string> known = {"name", "description"};
  for (std::string& key : settings_keys()) known.push_back(std::move(key));
  reader.problem(
      node,
      "unknown key {} in [[arms]]{}; allowed: name, description, mechanisms, remedies, faults, and "
      "settings such as registry.refresh_on",
      sim::quote(name), sim::suggestion(name, known));
}

void judge_name(TomlReader& reader, const toml::table& table, const std::string& name,
                const std::vector<ArmText>& others) {
  const auto is_name_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  if (name.empty() || !std::ranges::all_of(name, is_name_character)) {
    reader.problem(table, "an arm needs a name of lower-case letters, digits, - and _; given: {}",
                   sim::quote(name));
  }
  if (name.size() > name_length_max) {
    reader.problem(table, "the name {} of an arm has {}; allowed: up to {}", sim::quote(name),
                   sim::counted(name.size(), "character"), name_length_max);
  }
  for (const ArmText& other : others) {
    if (other.arm.name == name) reader.problem(table, "two arms have the name {}", sim::quote(name));
  }
}

void read_arm(TomlReader& reader, const toml::table& table, std::vector<ArmText>& arms) {
  Arm arm;
  SettingsText settings;
  for (const auto& [name, at] : in_file_order(table)) {
    const toml::node& node = *at;
    if (name == "name") {
      reader.read_text(node, "name", arm.name);
    } else if (name == "description") {
      reader.read_text(node, "description", arm.description);
    } else if (!read_settings(reader, name, node, settings)) {
      refuse_key_of_arm(reader, node, name);
    }
  }
  judge_name(reader, table, arm.name, arms);
  arm.overrides = assignments_of(reader, settings);
  arms.push_back({std::move(arm), std::move(settings.faults)});
}

}  // namespace

void read_arms(TomlReader& reader, const toml::node& node, std::vector<ArmText>& arms) {
  reader.each_table(node, "arms", arms_max, [&](const toml::table& arm) { read_arm(reader, arm, arms); });
}

}  // namespace lastseen::experiments
