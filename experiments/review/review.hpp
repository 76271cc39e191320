// The design review of a scenario as a document: verdict, arms side by side, pairs, distributions, causes, every
// factor, one session told, evidence, definitions, method and provenance. What it looks like is up to plots/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <lastseen/experiments/runs/execution.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/plots/document.hpp>

namespace lastseen::experiments {

/// What is reviewed.
struct ReviewPlan {
  Scenario scenario;
  std::optional<Scenario> beside = {};  ///< its factors are shown too, under its title
  bool with_story = true;               ///< sessions are told; else it is said that none is
  bool with_field_cases = false;        ///< all shipped scenarios with evidence are held against their arms
};

/// Whether a session of each arm is short enough to be told; runs the first of each until it is not.
bool story_can_be_told(const Scenario& scenario);
/// What is said where none is.
std::string story_left_out();

/// Sessions that a review runs, for progress.
std::uint64_t review_sessions(const ReviewPlan& plan);

/// The review. Factor charts run a quarter of a scenario's replications at each point.
plots::Document review(const ReviewPlan& plan, const Execution& execution);

}  // namespace lastseen::experiments
