// Internal: part of scenario.hpp.
// Reading the alternatives under comparison from a scenario file: [[arms]].
#pragma once

#include <vector>

#include <lastseen/experiments/scenario/fault_file.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/scenario/toml_reader.hpp>

namespace lastseen::experiments {

/// An arm whose settings are not yet settled, and its own faults.
struct ArmText {
  Arm arm;
  std::vector<PlacedFault> faults;
};

/// Problems go to the reader.
void read_arms(TomlReader& reader, const toml::node& node, std::vector<ArmText>& arms);

}  // namespace lastseen::experiments
