#include <lastseen/experiments/review/review.hpp>

#include <utility>

#include <lastseen/experiments/review/factor_charts.hpp>
#include <lastseen/experiments/review/sections.hpp>
#include <lastseen/experiments/review/tone.hpp>
#include <lastseen/experiments/study/verdict_sentence.hpp>

namespace lastseen::experiments {
namespace {

/// In the order of the page.
constexpr MaybeSection (*all_sections[])(const ReviewedStudy&) = {
    arms_section,        targets_section,  pairs_section,   distributions_section,  causes_section,
    story_section,       evidence_section, factors_section, factors_beside_section, field_cases_section,
    definitions_section, settings_section, method_section,  provenance_section,
};

std::uint64_t factor_sessions(const Scenario& scenario) {
  std::uint64_t sessions = 0;
  for (const Factor& factor : scenario.factors) {
    sessions += std::uint64_t{factor_replications(scenario)} * scenario.arms.size() * factor.levels.size();
  }
  return sessions;
}

}  // namespace

std::uint64_t review_sessions(const ReviewPlan& plan) {
  return std::uint64_t{plan.scenario.replications} * plan.scenario.arms.size() +
         factor_sessions(plan.scenario) + (plan.beside ? factor_sessions(*plan.beside) : 0);
}

plots::Document review(const ReviewPlan& plan, const Execution& execution) {
  const Scenario& scenario = plan.scenario;
  ComparedSamples samples;
  const ArmComparison comparison = compare(scenario, execution, &samples);
  const ReviewedStudy study{plan, scenario, execution, comparison, samples};
  plots::Document document{.title = scenario.title, .subtitle = scenario.description};
  document.verdict = verdict_sentence(scenario, comparison);
  document.verdict_tone = scenario.targets.empty()
                              ? plots::Tone::neutral
                              : tone_of(comparison.overall(), comparison.changes_anything());
  document.key_figures = key_figures(study);
  for (const auto section_of : all_sections) {
    if (MaybeSection section = section_of(study)) document.sections.push_back(std::move(*section));
  }
  return document;
}

}  // namespace lastseen::experiments
