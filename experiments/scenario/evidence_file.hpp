// Internal: part of scenario.hpp.
// Reading what the logs say from a scenario file: [story] and [[evidence]].
#pragma once

#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/scenario/toml_reader.hpp>

namespace lastseen::experiments {

/// Problems go to the reader.
void read_story(TomlReader& reader, const toml::node& node, StoryClock& story);
void read_evidence(TomlReader& reader, const toml::node& node, std::vector<EvidenceRow>& rows);

}  // namespace lastseen::experiments
