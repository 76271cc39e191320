#include <lastseen/experiments/review/review.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <lastseen/experiments/review/factor_charts.hpp>
#include <lastseen/experiments/review/sequence.hpp>
#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/story/replay.hpp>
#include <lastseen/experiments/study/figure_text.hpp>
#include <lastseen/experiments/study/verdict_sentence.hpp>
#include <lastseen/experiments/words/sentences.hpp>

namespace lastseen::experiments {
namespace {

using plots::Cell;
using plots::Tone;

std::string compare_command(const Scenario& scenario) {
  return fmt::format("lastseen compare {} --replications {} --seed {}", scenario.shell_word(),
                     scenario.replications, scenario.seed);
}

Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met: return Tone::good;
    case Verdict::missed: return Tone::bad;
    default: return Tone::warning;
  }
}

/// A card takes its tone from a target on its own response, which judges the last arm.
Tone card_tone(const ArmComparison& comparison, ResponseId response) {
  for (const TargetVerdict& verdict : comparison.verdicts) {
    if (verdict.target.response == response) return tone_of(verdict.verdict);
  }
  return Tone::neutral;
}

std::vector<plots::KeyFigure> key_figures(const ArmComparison& comparison) {
  std::vector<plots::KeyFigure> figures;
  const auto add = [&](const ArmFigures& arm, ResponseId response, const std::string& name) {
    const bool is_judged = &arm == &comparison.arms.back();
    FigureText text = figure_text(response_of(response), arm);
    figures.push_back({.name = name + ", " + arm.name,
                       .value = std::move(text.figure),
                       .note = std::move(text.note),
                       .tone = is_judged ? card_tone(comparison, response) : Tone::neutral});
  };
  const auto add_both = [&](ResponseId response, const std::string& name) {
    add(comparison.arms.front(), response, name);
    if (comparison.arms.size() > 1) add(comparison.arms.back(), response, name);
  };
  add_both(ResponseId::delivery_rate, "Delivered");
  add_both(ResponseId::time_to_ui_mean, "Mean time to UI");
  if (comparison.arms.size() == 1) add_both(ResponseId::never_updated, "Screen never updated");
  return figures;
}

plots::Section arms_section(const Scenario& scenario, const ArmComparison& comparison) {
  plots::Table table{.caption = fmt::format("All figures with 95 % intervals, from {} sessions per arm",
                                            comparison.arms.front().sessions),
                     .columns = {"Response"},
                     .rows = {}};
  for (const ArmFigures& arm : comparison.arms) table.columns.push_back(arm.name);
  const auto row = [&](const std::string& title, auto cell) {
    table.rows.push_back({{.text = title}});
    for (const ArmFigures& arm : comparison.arms) table.rows.back().push_back(cell(arm));
  };
  for (const Response& response : responses()) {
    row(std::string(response.title), [&](const ArmFigures& arm) {
      FigureText text = figure_text(response, arm);
      return Cell{.text = std::move(text.figure), .note = std::move(text.note)};
    });
  }
  row("Time to UI update, max", [](const ArmFigures& arm) {
    return Cell{.text = value_text(ResponseUnit::seconds, arm.time_to_ui_max)};
  });
  row("Design effect of delivery", [](const ArmFigures& arm) {
    return Cell{.text = fmt::format("{:.2f}", arm.estimates[ResponseId::delivery_rate].design_effect)};
  });
  row("Jobs", [](const ArmFigures& arm) { return Cell{.text = fmt::format("{}", arm.jobs)}; });
  plots::Table arms{.caption = "The arms", .columns = {"Arm", "What it is"}, .rows = {}, .prose = true};
  for (const ArmFigures& arm : comparison.arms)
    arms.rows.push_back({{.text = arm.name}, {.text = arm.description}});
  return {"Arms side by side",
          {std::move(arms),
           plots::Paragraph{
               "Means are over the jobs that were shown and are to be read beside the share never shown; in "
               "quantiles, a job never shown counts as later than any time (> horizon)."},
           std::move(table), plots::Command{compare_command(scenario)}}};
}

plots::Section targets_section(const ArmComparison& comparison) {
  plots::Table table{.caption = "Targets judge the arm " + comparison.arms.back().name +
                                ", together (Holm), by the interval's bound",
                     .columns = {"Target", "Measured", "Verdict"},
                     .rows = {}};
  for (const TargetVerdict& verdict : comparison.verdicts) {
    const Response& response = response_of(verdict.target.response);
    table.rows.push_back(
        {{.text = target_text(verdict.target)},
         {.text = value_text(response.unit, verdict.estimate.point),
          .note = interval_text(response.unit, verdict.estimate)},
         {.text = to_text(verdict.verdict), .tone = tone_of(verdict.verdict), .note = note_text(verdict)}});
  }
  return {"Targets", {std::move(table)}};
}

plots::Section pairs_section(const Scenario& scenario, const ArmComparison& comparison) {
  const std::string& reference = comparison.arms.front().name;
  plots::Table table{.caption = "The same jobs in both arms, under common random numbers",
                     .columns = {"Against " + reference, "Delivered in both", "Only in this arm",
                                 "Only in " + reference, "In neither", "Difference, points", "Correlation"},
                     .rows = {}};
  plots::Section section{"Pairs of jobs", {}};
  std::vector<plots::Command> findings;
  for (const PairedFigures& pair : comparison.pairs) {
    const auto points = [](std::optional<double> v) { return v ? fmt::format("{:+.2f}", *v * 100) : "none"; };
    table.rows.push_back(
        {{.text = pair.arm},
         {.text = fmt::format("{}", pair.table.both)},
         {.text = fmt::format("{}", pair.table.only_after)},
         {.text = fmt::format("{}", pair.table.only_before),
          .tone = pair.table.only_before > 0 ? Tone::warning : Tone::neutral},
         {.text = fmt::format("{}", pair.table.neither)},
         {.text = points(pair.difference.point),
          .note = fmt::format("{} to {}", points(pair.difference.low), points(pair.difference.high))},
         {.text = pair.correlation ? fmt::format("{:.3f}", *pair.correlation) : "none",
          .note = pair.correlation ? "" : "an arm does not vary"}});
    if (pair.first_only_reference) {
      findings.push_back(
          {fmt::format("lastseen run {} --arm {} --seed {} --replication {}", scenario.shell_word(), pair.arm,
                       scenario.seed, *pair.first_only_reference)});
    }
  }
  section.blocks.emplace_back(std::move(table));
  for (plots::Command& finding : findings) {
    section.blocks.emplace_back(
        plots::Paragraph{"A job delivered in " + reference + " and lost here:", Tone::warning});
    section.blocks.emplace_back(std::move(finding));
  }
  return section;
}

plots::LineChart distribution_chart(const Scenario& scenario, const ArmComparison& comparison,
                                    const ComparedSamples& samples) {
  plots::LineChart chart{
      .title = "How long until the screen shows it",
      .description =
          "Share of the completed jobs that are on the screen within a time of their completion. What a line "
          "lacks to 100 % was never shown.",
      .x = {.title = "Time since completion",
            .unit = plots::Unit::seconds,
            .scale = plots::Scale::logarithmic},
      .y = {.title = "Share of jobs on the screen", .unit = plots::Unit::percent, .min = 0, .max = 1},
      .series = {},
      .command = compare_command(scenario)};
  constexpr std::size_t points_most = 200;
  for (std::size_t arm = 0; arm < samples.arms.size(); ++arm) {
    plots::Series series{.name = comparison.arms[arm].name, .points = {}, .steps = true};
    for (const EcdfPoint& point : samples.arms[arm].time_to_ui().ecdf(points_most).points) {
      series.points.push_back({.x = std::max(point.seconds, 0.001), .y = point.share});
    }
    chart.series.push_back(std::move(series));
  }
  const auto& polling = scenario.arms.front().settings.polling;
  if (polling.enabled)
    chart.rules.push_back({.x = sim::to_seconds(polling.interval), .label = "polling interval"});
  return chart;
}

/// Delivery against the age of the connection at completion: the bug's signature is a cliff.
plots::LineChart age_chart(const Scenario& scenario, const ArmComparison& comparison,
                           const ComparedSamples& samples) {
  constexpr double width_s = 10;
  constexpr std::size_t bins = 42;
  plots::LineChart chart{
      .title = "Delivery against the time since connecting",
      .description =
          "Share delivered of the jobs completed so long after registration (10 s bins, 95 % intervals). A "
          "registry that is not refreshed shows a cliff between the timeout and one cleanup interval later.",
      .x = {.title = "Time since registration, at completion", .unit = plots::Unit::seconds, .min = 0},
      .y = {.title = "Notifications delivered", .unit = plots::Unit::percent, .min = 0, .max = 1},
      .series = {},
      .command = compare_command(scenario)};
  for (std::size_t arm = 0; arm < samples.arms.size(); ++arm) {
    std::vector<std::vector<Cluster>> cells(bins);
    for (const models::SessionResult& session : samples.arms[arm].sessions()) {
      std::vector<Cluster> own(bins);
      for (const models::JobResult& job : session.jobs) {
        if (!job.was_completed() || job.connection_age.count() < 0) continue;
        const auto bin = static_cast<std::size_t>(sim::to_seconds(job.connection_age) / width_s);
        if (bin >= bins) continue;
        ++own[bin].trials;
        if (job.was_delivered()) ++own[bin].events;
      }
      for (std::size_t bin = 0; bin < bins; ++bin) {
        if (own[bin].trials > 0) cells[bin].push_back(own[bin]);
      }
    }
    plots::Series series{.name = comparison.arms[arm].name, .points = {}};
    for (std::size_t bin = 0; bin < bins; ++bin) {
      const Estimate estimate = proportion(cells[bin]);
      if (!estimate.point) continue;
      series.points.push_back({.x = (static_cast<double>(bin) + 0.5) * width_s,
                               .y = estimate.point,
                               .low = estimate.low,
                               .high = estimate.high,
                               .note = fmt::format("{} jobs", estimate.observations)});
    }
    chart.series.push_back(std::move(series));
  }
  const auto& registry = scenario.arms.front().settings.registry;
  if (registry.cleanup_timeout) {
    const double timeout_s = sim::to_seconds(*registry.cleanup_timeout);
    chart.rules.push_back({.x = timeout_s, .label = "timeout"});
    chart.rules.push_back(
        {.x = timeout_s + sim::to_seconds(registry.cleanup_interval), .label = "+ cleanup interval"});
  }
  return chart;
}

plots::Section causes_section(const ArmComparison& comparison) {
  plots::Table table{.caption = "Jobs not delivered, by cause",
                     .columns = {"Arm", "Cause", "Jobs not delivered", "Of all jobs"},
                     .rows = {}};
  for (const ArmFigures& arm : comparison.arms) {
    if (arm.lost.empty())
      table.rows.push_back({{.text = arm.name}, {.text = "none lost"}, {.text = "0"}, {.text = "0 %"}});
    for (const LostJobs& lost : arm.lost) {
      const double share =
          static_cast<double>(lost.jobs) / static_cast<double>(std::max<std::uint64_t>(arm.jobs, 1));
      table.rows.push_back({{.text = arm.name},
                            {.text = std::string(lost.cause ? models::name(*lost.cause) : "not completed")},
                            {.text = fmt::format("{}", lost.jobs)},
                            {.text = value_text(ResponseUnit::share, share)}});
    }
  }
  return {"Why notifications were lost", {std::move(table)}};
}

plots::Section story_section(const Scenario& scenario) {
  const Arm& first = scenario.arms.front();
  const Arm& last = scenario.arms.back();
  const JobOfSession job = telling_job(scenario, first, last);
  plots::ChartRow row{{sequence_chart(scenario, first, job)}};
  if (scenario.arms.size() > 1) row.charts.push_back(sequence_chart(scenario, last, job));
  return {"One session, step by step",
          {plots::Paragraph{
               fmt::format("Job {} of session {}: the same user, the same luck, in both arms. Polls that "
                           "brought nothing are left out.",
                           job.job, job.replication)},
           std::move(row)}};
}

plots::Section evidence_section(const Scenario& scenario) {
  plots::Table table{
      .caption = "What the logs say, held against each arm", .columns = {"Logged"}, .rows = {}};
  std::vector<Replay> runs;
  for (const Arm& arm : scenario.arms) {
    table.columns.push_back(arm.name);
    runs.push_back(replay(scenario, arm, 0));
  }
  for (std::size_t index = 0; index < scenario.evidence.size(); ++index) {
    const EvidenceRow& row = scenario.evidence[index];
    table.rows.push_back(
        {{.text = row_text(scenario.story, row), .note = row.doubtful ? "doubtful, does not count" : ""}});
    for (const Replay& run : runs) {
      const RowVerdict& verdict = run.agreement.rows[index];
      table.rows.back().push_back({.text = verdict.agrees ? "agrees" : "contradicts",
                                   .tone = verdict.agrees ? Tone::good
                                           : row.doubtful ? Tone::warning
                                                          : Tone::bad,
                                   .note = verdict.finding});
    }
  }
  return {"Evidence",
          {std::move(table), plots::Command{fmt::format("lastseen run {}", scenario.shell_word())}}};
}

}  // namespace

std::uint64_t review_sessions(const Scenario& scenario) {
  std::uint64_t sessions = std::uint64_t{scenario.replications} * scenario.arms.size();
  for (const Factor& factor : scenario.factors) {
    sessions += std::uint64_t{factor_replications(scenario)} * scenario.arms.size() * factor.levels.size();
  }
  return sessions;
}

plots::Document review(const Scenario& scenario, const Execution& execution, ArmComparison& comparison) {
  ComparedSamples samples;
  comparison = compare(scenario, execution, &samples);
  plots::Document document{.title = scenario.title, .subtitle = scenario.description};
  document.verdict = verdict_sentence(scenario, comparison);
  document.verdict_tone = scenario.targets.empty() ? Tone::neutral : tone_of(comparison.overall());
  document.key_figures = key_figures(comparison);
  document.sections.push_back(arms_section(scenario, comparison));
  if (!comparison.verdicts.empty()) document.sections.push_back(targets_section(comparison));
  if (!comparison.pairs.empty()) document.sections.push_back(pairs_section(scenario, comparison));
  document.sections.push_back({"When the screen updates, and when notifications are lost",
                               {plots::ChartRow{{distribution_chart(scenario, comparison, samples),
                                                 age_chart(scenario, comparison, samples)}}}});
  document.sections.push_back(causes_section(comparison));
  document.sections.push_back(story_section(scenario));
  if (!scenario.evidence.empty()) document.sections.push_back(evidence_section(scenario));
  append_factors(document, scenario, execution);
  return document;
}

void append_factors(plots::Document& document, const Scenario& scenario, const Execution& execution) {
  if (scenario.factors.empty()) return;
  plots::Section section{"What matters: " + scenario.title, {}};
  section.blocks.emplace_back(plots::Paragraph{
      scenario.description +
      fmt::format(" One factor varies at a time, for all arms; {} sessions per arm and point.",
                  factor_replications(scenario))});
  for (const Factor& factor : scenario.factors) {
    section.blocks.emplace_back(factor_charts(scenario, factor, execution));
  }
  document.sections.push_back(std::move(section));
}

}  // namespace lastseen::experiments
