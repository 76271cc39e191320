// The figures of arms as JSON documents.
#pragma once

#include <memory>
#include <string>

#include <lastseen/experiments/formats/sink.hpp>
#include <lastseen/experiments/study/comparison.hpp>
#include <lastseen/experiments/study/sweep_output.hpp>

namespace lastseen::experiments {

/// Arms, pairs and targets (schema lastseen.compare/1).
std::string comparison_json(const Scenario& scenario, const ArmComparison& comparison);

/// All arms at each point (schema lastseen.sweep/1).
std::unique_ptr<SweepOutput> make_sweep_json(const Scenario& scenario, Sink sink);

}  // namespace lastseen::experiments
