// The end of a review: field cases, definitions, what was set, method, checks and provenance.

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/experiments/review/review.hpp>
#include <lastseen/experiments/runs/version.hpp>
#include <lastseen/experiments/story/replay.hpp>
#include <lastseen/models/fault_text.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

using plots::Tone;

plots::Section definitions_section() {
  plots::Table table{.caption = "What is measured, and of what it is a share",
                     .columns = {"Response", "Definition", "In the field reports"},
                     .rows = {},
                     .prose = true};
  for (const Response& response : responses()) {
    table.rows.push_back({{.text = std::string(response.title)},
                          {.text = std::string(response.definition)},
                          {.text = std::string(response.target)}});
  }
  return {"Definitions", {std::move(table)}};
}

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

plots::Section settings_section(const Scenario& scenario) {
  plots::Table different{.caption = "Where the arms differ", .columns = {"Parameter"}, .rows = {}};
  plots::Table same{.caption = "The same in all arms; times are simulated times",
                    .columns = {"Parameter", "Value", "Meaning"},
                    .rows = {},
                    .prose = true};
  for (const Arm& arm : scenario.arms) different.columns.push_back(arm.name);
  for (const models::Parameter& parameter : models::parameters()) {
    if (is_same_in_all(scenario, parameter)) {
      same.rows.push_back({{.text = parameter.key},
                           {.text = parameter.get(scenario.arms.front().settings)},
                           {.text = parameter.meaning}});
      continue;
    }
    different.rows.push_back({{.text = parameter.key}});
    for (const Arm& arm : scenario.arms)
      different.rows.back().push_back({.text = parameter.get(arm.settings)});
  }
  plots::Section section{"Settings", {}};
  if (!different.rows.empty()) section.blocks.emplace_back(std::move(different));
  section.blocks.emplace_back(std::move(same));
  if (plots::Table faults = faults_table(scenario); !faults.rows.empty()) {
    section.blocks.emplace_back(std::move(faults));
  }
  section.blocks.emplace_back(
      plots::Paragraph{"Left out: several devices of one user, authentication, the sizes of messages, "
                       "requests that are under way when the network switches, and jobs lost by a restart "
                       "(they wait in a queue that survives it)."});
  return section;
}

plots::Section method_section(const Scenario& scenario) {
  return {"Method",
          {plots::Paragraph{"Discrete-event simulation in integer nanoseconds. Every uncertain thing is "
                            "drawn by a label of its own "
                            "(Philox4x32-10, inversion), so both sides of a comparison have the same luck "
                            "event by event (common "
                            "random numbers)."},
           plots::Paragraph{"The unit of replication is the session, never the single notification: the "
                            "notifications of a session "
                            "share a connection. Proportions are ratios over sessions with linearised "
                            "residuals; their intervals are "
                            "Wilson's at the effective sample size with t(R-1), Clopper-Pearson's near 0 and "
                            "1. Quantiles have "
                            "Woodruff's interval over sessions; a job never shown counts as later than any "
                            "time. Differences are "
                            "paired by session. All at 95 %, per point and not simultaneous; targets are "
                            "judged together (Holm)."},
           plots::Paragraph{
               fmt::format("The number of replications was fixed beforehand: {} sessions per arm. No warm-up "
                           "is cut off: the session's beginning is what is studied.",
                           scenario.replications)}}};
}

/// Runs the first arm's first sessions with one thread and with several, and says whether they are the same.
std::string thread_check(const Scenario& scenario, const Execution& execution) {
  const std::uint32_t sessions = std::min(scenario.replications, 64U);
  Execution one{.threads = 1, .stop = execution.stop};
  Execution several{.threads = 2, .stop = execution.stop};
  const auto& settings = scenario.arms.front().settings;
  const bool same = run_sessions(settings, scenario.seed, sessions, one).fingerprint ==
                    run_sessions(settings, scenario.seed, sessions, several).fingerprint;
  return fmt::format("{} sessions with 1 and with {} threads: {}", sessions, several.threads,
                     same ? "the same fingerprint" : "DIFFERENT fingerprints - please report this");
}

plots::Section provenance_section(const Scenario& scenario, const ArmComparison& comparison,
                                  const Execution& execution) {
  plots::Table table{
      .caption = "Where this comes from", .columns = {"What", "Value"}, .rows = {}, .prose = true};
  const auto row = [&](std::string name, std::string value) {
    table.rows.push_back({{.text = std::move(name)}, {.text = std::move(value)}});
  };
  row("Program", fmt::format("lastseen {}", version));
  row("Scenario", scenario.name);
  row("Seed", fmt::format("{}", scenario.seed));
  row("Generator", "Philox4x32-10, keyed by label");
  for (const ArmFigures& arm : comparison.arms) {
    row("Fingerprint of " + arm.name, fmt::format("{:016x}, {} events", arm.fingerprint, arm.events));
  }
  row("Check", thread_check(scenario, execution));
  return {"Provenance", {std::move(table)}};
}

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

void append_field_cases(plots::Document& document) {
  std::vector<std::string> agreeing;
  std::vector<std::string> unexplained;
  plots::Table table{.caption = "Each theory played back against the logs, row by row",
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
      table.rows.push_back(
          {{.text = scenario.name},
           {.text = arm.name, .note = arm.description},
           {.text = agreement.agrees ? "yes" : "no", .tone = agreement.agrees ? Tone::good : Tone::bad},
           {.text = contradictions_text(scenario, agreement)}});
    }
    if (!is_explained) unexplained.push_back(scenario.name);
  }
  document.sections.push_back(
      {"Is this what happened in the field?",
       {plots::Paragraph{
            "Each arm is a theory of what happened. One that contradicts a single row of the log is not it, "
            "whatever it explains elsewhere. Agrees: " +
            (agreeing.empty() ? "none" : sim::joined(agreeing)) +
            ". Not explained by any arm: " + (unexplained.empty() ? "none" : sim::joined(unexplained)) + "."},
        std::move(table), plots::Command{"lastseen run field-case-2"}}});
}

void append_appendix(plots::Document& document, const Scenario& scenario, const ArmComparison& comparison,
                     const Execution& execution) {
  document.sections.push_back(definitions_section());
  document.sections.push_back(settings_section(scenario));
  document.sections.push_back(method_section(scenario));
  document.sections.push_back(provenance_section(scenario, comparison, execution));
}

}  // namespace lastseen::experiments
