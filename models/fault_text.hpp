// Scripted faults in words: the names of their kinds, and what happens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <lastseen/models/fault.hpp>

namespace lastseen::models {

/// "network-switch".
std::string_view name(FaultKind kind);
/// All of them, in the order of FaultKind.
std::vector<std::string> fault_kind_names();
/// "both", "up", "down".
std::string_view name(Direction direction);

/// The fault in words: "at 2min: restart of instance 0 for 5s".
std::string fault_text(const Fault& fault);

}  // namespace lastseen::models
