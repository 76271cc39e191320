#include <lastseen/experiments/study/comparison_text.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/formats/rows.hpp>
#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/alerts.hpp>
#include <lastseen/experiments/study/commands.hpp>
#include <lastseen/experiments/study/figure_text.hpp>
#include <lastseen/experiments/study/verdict_sentence.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

std::string figures_text(const ArmComparison& comparison) {
  Rows rows = {{fmt::format("response ({} interval)", confidence_text(comparison.confidence))}};
  for (const ArmFigures& arm : comparison.arms) rows[0].push_back(arm.name);
  const auto add = [&](std::string_view title, auto cell) {
    rows.push_back({std::string(title)});
    for (const ArmFigures& arm : comparison.arms) rows.back().push_back(cell(arm));
  };
  for (const Response& response : responses()) {
    add(response.title, [&](const ArmFigures& arm) { return figure_text(response, arm).figure; });
    add("", [&](const ArmFigures& arm) { return figure_text(response, arm).note; });
    if (response.id == ResponseId::time_to_ui_p99) {
      add("Time to UI update, max",
          [](const ArmFigures& arm) { return value_text(ResponseUnit::seconds, arm.time_to_ui_max); });
    }
  }
  add("Design effect of delivery", [](const ArmFigures& arm) {
    return fmt::format("{:.2f}", arm.estimates[ResponseId::delivery_rate].design_effect);
  });
  add("Sessions, jobs", [](const ArmFigures& arm) { return fmt::format("{}, {}", arm.sessions, arm.jobs); });
  add("Fingerprint", [](const ArmFigures& arm) { return fingerprint_text(arm.fingerprint); });
  return aligned(rows);
}

std::string arms_text(const ArmComparison& comparison) {
  Rows rows;
  for (const ArmFigures& arm : comparison.arms) {
    rows.push_back({"  " + arm.name, sim::printable(arm.description)});
  }
  return aligned(rows, true);
}

std::string difference_text(const Estimate& difference) {
  const auto points = [](std::optional<double> value) {
    return value ? fmt::format("{:+.2f}", *value * 100) : "?";
  };
  return fmt::format("{} points ({} to {}; {})", points(difference.point), points(difference.low),
                     points(difference.high), difference.method);
}

std::string pair_text(const Scenario& scenario, const PairedFigures& pair, const std::string& reference) {
  const auto count = [](std::int64_t jobs) { return fmt::format("{}", jobs); };
  std::string text = fmt::format(
      "\nSame jobs, {} and {}:\n{}  difference of delivery rates: {}\n  correlation of the paired sessions: "
      "{}\n",
      reference, pair.arm,
      aligned({{"  delivered in", "both", "only " + pair.arm, "only " + reference, "neither"},
               {"  jobs", count(pair.table.both), count(pair.table.only_after), count(pair.table.only_before),
                count(pair.table.neither)}}),
      difference_text(pair.difference),
      pair.correlation ? fmt::format("{:.3f}", *pair.correlation) : "none, an arm has no variance");
  if (pair.first_only_reference) {
    text += fmt::format("  a job delivered in {} and lost in {}: {}\n", reference, pair.arm,
                        run_command(scenario, pair.arm, *pair.first_only_reference));
  }
  return text;
}

std::string causes_text(const ArmComparison& comparison) {
  Rows rows;
  for (const ArmFigures& arm : comparison.arms) {
    std::vector<std::string> causes;
    for (const LostJobs& lost : arm.lost) {
      causes.push_back(fmt::format("{} {}", cause_text(lost), lost.jobs));
    }
    rows.push_back({"  " + arm.name, causes.empty() ? "none lost" : sim::joined(causes)});
  }
  return aligned(rows, true);
}

std::string alerts_text(const ArmComparison& comparison) {
  Rows rows;
  for (const ArmFigures& arm : comparison.arms) {
    const std::vector<std::string> raised = alerts(arm);
    rows.push_back({"  " + arm.name, raised.empty() ? "none" : raised.front()});
    for (std::size_t index = 1; index < raised.size(); ++index) rows.push_back({"", raised[index]});
  }
  return aligned(rows, true);
}

std::string targets_text(const ArmComparison& comparison) {
  Rows rows;
  for (const TargetVerdict& verdict : comparison.verdicts) {
    const ResponseUnit unit = response_of(verdict.target.response).unit;
    rows.push_back({"  " + target_text(verdict.target), to_text(verdict.verdict),
                    value_text(unit, verdict.estimate.point), interval_text(unit, verdict.estimate),
                    note_text(verdict)});
  }
  return aligned(rows, true);
}

}  // namespace

std::string comparison_text(const Scenario& scenario, const ArmComparison& comparison) {
  std::string text =
      fmt::format("{}: {} per arm, seed {}\n\n{}", scenario.title,
                  sim::counted(scenario.replications, "session"), scenario.seed, figures_text(comparison));
  text += precision_text(comparison.arms.front());
  text += fmt::format("\n{}: not on the screen by the end of the run\n\nArms:\n{}", beyond_horizon,
                      arms_text(comparison));
  for (const PairedFigures& pair : comparison.pairs) {
    text += pair_text(scenario, pair, comparison.arms.front().name);
  }
  text += "\nWhy notifications were lost (jobs):\n" + causes_text(comparison);
  text += "\nAlerts (the levels of the troubleshooting guide):\n" + alerts_text(comparison);
  if (!comparison.verdicts.empty()) {
    text += fmt::format("\nTargets of arm {} (judged together, Holm):\n{}", comparison.arms.back().name,
                        targets_text(comparison));
  }
  return text + "\n" + verdict_sentence(scenario, comparison) + "\n";
}

}  // namespace lastseen::experiments
