// Internal: part of scenario.hpp.
// Reading what a scenario file says of settings, at its top for all arms, or in [[arms]] for one: mechanisms and remedies by
// name, scripted faults, and sections of parameters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <lastseen/experiments/scenario/fault_file.hpp>
#include <lastseen/experiments/scenario/toml_reader.hpp>
#include <lastseen/models/assignments.hpp>

namespace lastseen::experiments {

struct SettingsText {
  std::vector<std::string> mechanisms;
  std::vector<std::string> remedies;
  std::vector<models::Assignment> parameters;
  std::vector<PlacedFault> faults;
};

/// Reads the entry of a table with this name, when it is about settings; else returns false. Problems go to the reader.
bool read_settings(TomlReader& reader, std::string_view name, const toml::node& node, SettingsText& out);

/// The names of the entries that are about settings.
std::vector<std::string> settings_keys();

/// All that is assigned, in order: what mechanisms and remedies stand for, then the parameters. Names that cannot be combined
/// are problems.
std::vector<models::Assignment> assignments_of(TomlReader& reader, const SettingsText& text);

}  // namespace lastseen::experiments
