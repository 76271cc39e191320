// What matters: a chart or table for each factor that a scenario names.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <utility>

#include <lastseen/experiments/review/factor_charts.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

MaybeSection factors_of(const Scenario& scenario, const Execution& execution) {
  if (scenario.factors.empty()) return std::nullopt;
  plots::Section section{"What matters: " + scenario.title, {}};
  section.blocks.emplace_back(plots::Paragraph{
      scenario.description + fmt::format(" One factor varies at a time, for all arms; {} per arm and point.",
                                         sim::counted(factor_replications(scenario), "session"))});
  for (const Factor& factor : scenario.factors) {
    section.blocks.emplace_back(factor_charts(scenario, factor, execution));
  }
  return section;
}

}  // namespace

MaybeSection factors_section(const ReviewedStudy& study) {
  return factors_of(study.scenario, study.execution);
}

MaybeSection factors_beside_section(const ReviewedStudy& study) {
  if (!study.plan.beside) return std::nullopt;
  return factors_of(*study.plan.beside, study.execution);
}

}  // namespace lastseen::experiments
