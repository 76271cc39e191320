// Internal: the sections of a design review, each in the file of its name.
//
// A new section is a file, its declaration here, and its place in the list of review.cpp.
#pragma once

#include <optional>
#include <vector>

#include <lastseen/experiments/review/review.hpp>
#include <lastseen/experiments/study/comparison.hpp>

namespace lastseen::experiments {

/// What sections draw from: the plan, and what has been run of it.
struct ReviewedStudy {
  const ReviewPlan& plan;
  const Scenario& scenario;  ///< of the plan
  const Execution& execution;
  const ArmComparison& comparison;
  const ComparedSamples& samples;
};

std::vector<plots::KeyFigure> key_figures(const ReviewedStudy& study);

/// Sections are absent where there is nothing to say.
using MaybeSection = std::optional<plots::Section>;

MaybeSection arms_section(const ReviewedStudy& study);
MaybeSection targets_section(const ReviewedStudy& study);
MaybeSection pairs_section(const ReviewedStudy& study);
MaybeSection distributions_section(const ReviewedStudy& study);
MaybeSection causes_section(const ReviewedStudy& study);
MaybeSection story_section(const ReviewedStudy& study);
MaybeSection evidence_section(const ReviewedStudy& study);
MaybeSection factors_section(const ReviewedStudy& study);
MaybeSection factors_beside_section(const ReviewedStudy& study);
MaybeSection field_cases_section(const ReviewedStudy& study);
MaybeSection definitions_section(const ReviewedStudy& study);
MaybeSection settings_section(const ReviewedStudy& study);
MaybeSection method_section(const ReviewedStudy& study);
MaybeSection provenance_section(const ReviewedStudy& study);

}  // namespace lastseen::experiments
