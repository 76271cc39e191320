// Mechanisms and remedies by name, and what they assign: a name means the same in --mechanism, in a scenario file, in lists
// and in a test.
#pragma once

#include <string>
#include <vector>

#include <lastseen/models/assignments.hpp>
#include <lastseen/models/mechanisms.hpp>
#include <lastseen/models/remedies.hpp>

namespace lastseen::models {

/// What they assign together, in order: what keeps other mechanisms out, then the mechanisms, then the remedies.
std::vector<Assignment> assignments_of(const std::vector<Mechanism>& mechanism_list,
                                       const std::vector<Remedy>& remedy_list);

/// The same by names. An unknown name, or two of a kind that contradict each other, is a problem, told after `where`
/// (such as "--mechanism").
std::vector<Assignment> expand(const std::vector<std::string>& mechanism_names,
                               const std::vector<std::string>& remedy_names, const std::string& where,
                               std::vector<std::string>& problems);

/// All that the entry assigns: "registry.refresh_on = ping, ping.kind = control".
std::string settings_text(const MechanismEntry& entry);
std::string settings_text(const RemedyEntry& entry);

}  // namespace lastseen::models
