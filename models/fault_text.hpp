// Scripted faults in words: the names of their kinds, what they ask of the settings, and what happens.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/models/settings.hpp>

namespace lastseen::models {

/// "network-switch".
std::string_view fault_kind_name(FaultKind kind);
/// All of them, in the order of FaultKind.
std::vector<std::string> fault_kind_names();
/// "both", "up", "down".
std::string_view direction_name(Direction direction);

/// What the fault asks for that the settings do not have (a user, an instance), as a sentence; absent: nothing.
std::optional<std::string> fault_contradiction(const Fault& fault, const Settings& settings);

/// The fault in words: "at 2min: restart of instance 0 for 5s".
std::string fault_text(const Fault& fault);

}  // namespace lastseen::models
