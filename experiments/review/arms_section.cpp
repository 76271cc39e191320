// Arms side by side: what each is, and all its figures.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/commands.hpp>
#include <lastseen/experiments/study/figure_text.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

plots::Table figures_table(const ArmComparison& comparison) {
  plots::Table table{.caption = fmt::format("All figures with {} intervals, from {} per arm",
                                            confidence_text(comparison.confidence),
                                            sim::counted(comparison.arms.front().sessions, "session")),
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
      return plots::Cell{.text = std::move(text.figure), .note = std::move(text.note)};
    });
  }
  row("Time to UI update, max", [](const ArmFigures& arm) {
    return plots::Cell{.text = value_text(ResponseUnit::seconds, arm.time_to_ui_max)};
  });
  row("Design effect of delivery", [](const ArmFigures& arm) {
    return plots::Cell{.text = fmt::format("{:.2f}", arm.estimates[ResponseId::delivery_rate].design_effect)};
  });
  row("Jobs", [](const ArmFigures& arm) { return plots::Cell{.text = fmt::format("{}", arm.jobs)}; });
  return table;
}

plots::Table arms_table(const ArmComparison& comparison) {
  plots::Table table{.caption = "The arms", .columns = {"Arm", "Description"}, .rows = {}, .prose = true};
  for (const ArmFigures& arm : comparison.arms)
    table.rows.push_back({{.text = arm.name}, {.text = arm.description}});
  return table;
}

}  // namespace

MaybeSection arms_section(const ReviewedStudy& study) {
  return plots::Section{
      "Arms side by side",
      {arms_table(study.comparison),
       plots::Paragraph{
           "Means are over the jobs that were shown and must be read together with the share never shown; in "
           "quantiles, a job never shown counts as later than any time (> horizon)."},
       figures_table(study.comparison), plots::Command{compare_command(study.scenario)}}};
}

}  // namespace lastseen::experiments
