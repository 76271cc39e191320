// What settings ask for together and cannot have, though each value for itself is in its range.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lastseen/models/settings.hpp>

namespace lastseen::models {

/// A sentence for each contradiction, the scripted faults' included; empty: the settings can be run.
std::vector<std::string> contradictions(const Settings& settings);

/// What the fault asks for that the settings do not have (a user, an instance), as a sentence; absent: nothing.
std::optional<std::string> contradiction(const Fault& fault, const Settings& settings);

}  // namespace lastseen::models
