// What was set: where the arms differ, what is the same, scripted faults, and what is left out.
#include <lastseen/experiments/review/sections.hpp>

#include <algorithm>

#include <lastseen/experiments/scenario/arm_doubts.hpp>
#include <lastseen/models/fault_text.hpp>
#include <lastseen/models/parameters.hpp>

namespace lastseen::experiments {
namespace {

bool is_same_in_all(const Scenario& scenario, const models::Parameter& parameter) {
  return std::all_of(scenario.arms.begin(), scenario.arms.end(), [&](const Arm& arm) {
    return parameter.get(arm.settings) == parameter.get(scenario.arms.front().settings);
  });
}

/// The faults that a scenario scripts, for each arm that has any.
plots::Table faults_table(const Scenario& scenario) {
  plots::Table table{.caption = "Scripted faults", .columns = {"Arm", "Fault"}, .rows = {}, .prose = true};
  for (const Arm& arm : scenario.arms) {
    for (const models::Fault& fault : arm.settings.faults) {
      table.rows.push_back({{.text = arm.name}, {.text = models::fault_text(fault)}});
    }
  }
  return table;
}

}  // namespace

MaybeSection settings_section(const ReviewedStudy& study) {
  const Scenario& scenario = study.scenario;
  plots::Table different{.caption = "Where the arms differ", .columns = {"Parameter"}, .rows = {}};
  plots::Table same{.caption = "The same in all arms; times are simulated",
                    .columns = {"Parameter", "Value", "Meaning"},
                    .rows = {},
                    .prose = true};
  for (const Arm& arm : scenario.arms) different.columns.push_back(arm.name);
  for (const models::Parameter& parameter : models::parameters()) {
    if (is_same_in_all(scenario, parameter)) {
      same.rows.push_back({{.text = std::string(parameter.key)},
                           {.text = parameter.get(scenario.arms.front().settings)},
                           {.text = std::string(parameter.meaning)}});
      continue;
    }
    different.rows.push_back({{.text = std::string(parameter.key)}});
    for (const Arm& arm : scenario.arms)
      different.rows.back().push_back({.text = parameter.get(arm.settings)});
  }
  plots::Section section{"Settings", {}};
  for (const std::string& doubt : arm_doubts(scenario.arms)) {
    section.blocks.emplace_back(plots::Paragraph{doubt + ".", plots::Tone::warning});
  }
  if (!different.rows.empty()) section.blocks.emplace_back(std::move(different));
  section.blocks.emplace_back(std::move(same));
  if (plots::Table faults = faults_table(scenario); !faults.rows.empty()) {
    section.blocks.emplace_back(std::move(faults));
  }
  section.blocks.emplace_back(plots::Paragraph{
      "Not modelled: several devices per user, authentication, message sizes, requests in flight when the "
      "network switches, and jobs lost in a restart (they wait in a queue that survives it)."});
  return section;
}

}  // namespace lastseen::experiments
