// What a comparison comes to, in one sentence.
#pragma once

#include <string>

#include <lastseen/experiments/study/comparison.hpp>

namespace lastseen::experiments {

/// The verdict in one sentence: delivery from the first arm to the last, the difference, targets.
std::string verdict_sentence(const Scenario& scenario, const ArmComparison& comparison);

}  // namespace lastseen::experiments
