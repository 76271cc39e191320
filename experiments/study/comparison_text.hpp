// A comparison of arms as text, for a terminal: figures, pairs, causes, alerts, targets and the verdict.
#pragma once

#include <string>

#include <lastseen/experiments/study/comparison.hpp>

namespace lastseen::experiments {

std::string comparison_text(const Scenario& scenario, const ArmComparison& comparison);

}  // namespace lastseen::experiments
