// The paired 2x2 tables: the same jobs in the reference and in each arm.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/study/commands.hpp>

namespace lastseen::experiments {

MaybeSection pairs_section(const ReviewedStudy& study) {
  const ArmComparison& comparison = study.comparison;
  if (comparison.pairs.empty()) return std::nullopt;
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
          .tone = pair.table.only_before > 0 ? plots::Tone::warning : plots::Tone::neutral},
         {.text = fmt::format("{}", pair.table.neither)},
         {.text = points(pair.difference.point),
          .note = fmt::format("{} to {}", points(pair.difference.low), points(pair.difference.high))},
         {.text = pair.correlation ? fmt::format("{:.3f}", *pair.correlation) : "none",
          .note = pair.correlation ? "" : "an arm has no variance"}});
    if (pair.first_only_reference) {
      findings.push_back({run_command(study.scenario, pair.arm, *pair.first_only_reference)});
    }
  }
  section.blocks.emplace_back(std::move(table));
  for (plots::Command& finding : findings) {
    section.blocks.emplace_back(
        plots::Paragraph{"A job delivered in " + reference + " and lost here:", plots::Tone::warning});
    section.blocks.emplace_back(std::move(finding));
  }
  return section;
}

}  // namespace lastseen::experiments
