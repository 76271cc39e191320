// Internal: part of scenario.hpp.
// Reading the factors that the report varies from a scenario file: [[factors]].
#pragma once

#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/scenario/toml_reader.hpp>

namespace lastseen::experiments {

/// Problems go to the reader.
void read_factors(TomlReader& reader, const toml::node& node, std::vector<Factor>& factors);

}  // namespace lastseen::experiments
