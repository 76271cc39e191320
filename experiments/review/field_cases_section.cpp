// All shipped scenarios with evidence held against their arms: is this what happened in the field?
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

#include <lastseen/experiments/story/replay.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

std::string contradictions_text(const Scenario& scenario, const Agreement& agreement) {
  std::string text;
  for (std::size_t index = 0; index < scenario.evidence.size(); ++index) {
    if (agreement.rows[index].agrees || scenario.evidence[index].doubtful) continue;
    text += fmt::format("{}{} is logged; {}", text.empty() ? "" : ". ",
                        row_text(scenario.story, scenario.evidence[index]), agreement.rows[index].finding);
  }
  return text;
}

}  // namespace

MaybeSection field_cases_section(const ReviewedStudy& study) {
  if (!study.plan.with_field_cases) return std::nullopt;
  std::vector<std::string> agreeing;
  std::vector<std::string> unexplained;
  plots::Table table{.caption = "Each theory compared with the logs, row by row",
                     .columns = {"Case", "Theory", "Agrees", "Contradicted by"},
                     .rows = {},
                     .prose = true};
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    const Scenario scenario = load_scenario(std::string(shipped.name));
    if (scenario.evidence.empty()) continue;
    bool is_explained = false;
    for (const Arm& arm : scenario.arms) {
      const Agreement agreement = replay(scenario, arm, 0).agreement;
      if (agreement.agrees) {
        agreeing.push_back(fmt::format("{} ({})", scenario.name, arm.name));
        is_explained = true;
      }
      table.rows.push_back({{.text = scenario.name},
                            {.text = arm.name, .note = arm.description},
                            {.text = agreement.agrees ? "yes" : "no",
                             .tone = agreement.agrees ? plots::Tone::good : plots::Tone::bad},
                            {.text = contradictions_text(scenario, agreement)}});
    }
    if (!is_explained) unexplained.push_back(scenario.name);
  }
  return plots::Section{
      "Is this what happened in the field?",
      {plots::Paragraph{"Each arm is a theory of what happened. An arm that contradicts a single row of the "
                        "log is ruled out, whatever it explains elsewhere. Agrees: " +
                        (agreeing.empty() ? "none" : sim::joined(agreeing)) + ". Not explained by any arm: " +
                        (unexplained.empty() ? "none" : sim::joined(unexplained)) + "."},
       std::move(table), plots::Command{"lastseen run field-case-2"}}};
}

}  // namespace lastseen::experiments
