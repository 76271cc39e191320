// The design review of a scenario as a document: verdict, arms side by side, pairs, distributions, causes, every
// factor, one session told, evidence, definitions, method and provenance. What it looks like is up to plots/.
#pragma once

#include <string>

#include <lastseen/experiments/runs/replications.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/study/comparison.hpp>
#include <lastseen/plots/document.hpp>

namespace lastseen::experiments {

/// Sessions that a review runs, for progress.
std::uint64_t review_sessions(const Scenario& scenario);

/// The review of one scenario. Its factor charts run a quarter of the scenario's replications at each point.
/// `comparison` receives the figures behind the verdict.
plots::Document review(const Scenario& scenario, const Execution& execution, ArmComparison& comparison);

/// Appends the factor charts of another scenario, under its title.
void append_factors(plots::Document& document, const Scenario& scenario, const Execution& execution);

/// Appends a table that holds all shipped scenarios with evidence against their arms.
void append_field_cases(plots::Document& document);

/// Appends definitions, method and provenance; the last thing of a document.
void append_appendix(plots::Document& document, const Scenario& scenario, const ArmComparison& comparison,
                     const Execution& execution);

}  // namespace lastseen::experiments
