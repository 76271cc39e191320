// Where the figures come from: version, seed, fingerprints, and a check that threads change nothing.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/runs/version.hpp>

namespace lastseen::experiments {
namespace {

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

}  // namespace

MaybeSection provenance_section(const ReviewedStudy& study) {
  const Scenario& scenario = study.scenario;
  plots::Table table{
      .caption = "Where these figures come from", .columns = {"What", "Value"}, .rows = {}, .prose = true};
  const auto row = [&](std::string name, std::string value) {
    table.rows.push_back({{.text = std::move(name)}, {.text = std::move(value)}});
  };
  row("Program", fmt::format("lastseen {}", version));
  row("Scenario", scenario.name);
  row("Seed", fmt::format("{}", scenario.seed));
  row("Generator", "Philox4x32-10, keyed by label");
  for (const ArmFigures& arm : study.comparison.arms) {
    row("Fingerprint of " + arm.name,
        fmt::format("{}, {} events", fingerprint_text(arm.fingerprint), arm.events));
  }
  row("Check", thread_check(scenario, study.execution));
  return plots::Section{"Provenance", {std::move(table)}};
}

}  // namespace lastseen::experiments
