// Internal: part of scenario.hpp.
// Reading thresholds from a scenario file: [targets].
#pragma once

#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/scenario/toml_reader.hpp>

namespace lastseen::experiments {

/// Only targets without a problem in their shape are appended; problems go to the reader.
void read_targets(TomlReader& reader, const toml::node& node, std::vector<Threshold>& targets);

}  // namespace lastseen::experiments
