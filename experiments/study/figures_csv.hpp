// The figures of arms as CSV: a row for each arm and response.
#pragma once

#include <memory>
#include <string>

#include <lastseen/experiments/formats/sink.hpp>
#include <lastseen/experiments/study/comparison.hpp>
#include <lastseen/experiments/study/sweep_output.hpp>

namespace lastseen::experiments {

std::string comparison_csv(const ArmComparison& comparison);

/// Each row begins with the values of the varied parameters.
std::unique_ptr<SweepOutput> make_sweep_csv(Sink sink);

}  // namespace lastseen::experiments
