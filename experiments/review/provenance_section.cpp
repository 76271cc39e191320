// Where the figures come from: version, seed, fingerprints, and a check that threads change nothing.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/runs/version.hpp>
#include <lastseen/experiments/study/point_runs.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

/// Runs the first arm's first sessions with one thread and with several, and says whether they are the same.
std::string thread_check(const Scenario& scenario) {
  constexpr unsigned several = 2;
  const PointPlan plan{.arms = [&](std::size_t) { return std::vector<Arm>{scenario.arms.front()}; },
                       .seed = scenario.seed,
                       .replications = std::min(scenario.replications, 64U)};
  const auto fingerprint = [&](unsigned threads) {
    std::uint64_t value = 0;
    run_points(plan, {.threads = threads},
               [&](const MeasuredPoint& point) { value = point.arms[0].fingerprint; });
    return value;
  };
  const bool same = fingerprint(1) == fingerprint(several);
  return fmt::format("{} with 1 and with {} threads: {}", sim::counted(plan.replications, "session"), several,
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
  row("Check", thread_check(scenario));
  return plots::Section{"Provenance", {std::move(table)}};
}

}  // namespace lastseen::experiments
