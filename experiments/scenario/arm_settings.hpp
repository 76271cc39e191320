// Internal: part of scenario.hpp.
// The settings of each arm, settled from all that says something of them: the scenario, the arm, the command line.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/scenario/arm_file.hpp>
#include <lastseen/experiments/scenario/fault_file.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::experiments {

/// Moves the arms into the scenario; without any there is one. What each assigns wins over what stands before it: the scenario's
/// base, the arm, the changes. `faults` are those of all arms. What is wrong goes to `problems`, after `origin`; when there are
/// some already, arms are left as they are.
void settle_arms(Scenario& scenario, std::vector<ArmText> arms, const std::vector<PlacedFault>& faults,
                 const Changes& changes, const std::string& origin, std::vector<std::string>& problems);

}  // namespace lastseen::experiments
