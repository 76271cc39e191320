// What the arms of a study may well not mean, as notes for whoever runs it (models/doubts.hpp).
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::experiments {

/// Each doubt once, with the arms that it is about unless that is all of them.
std::vector<std::string> arm_doubts(const std::vector<Arm>& arms);

}  // namespace lastseen::experiments
