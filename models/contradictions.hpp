// What settings ask for together and cannot have, though each value for itself is in its range.
#pragma once

#include <string>
#include <vector>

#include <lastseen/models/settings.hpp>

namespace lastseen::models {

/// A sentence for each contradiction, the scripted faults' included; empty: the settings can be run.
std::vector<std::string> contradictions(const Settings& settings);

}  // namespace lastseen::models
