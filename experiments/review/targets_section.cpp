// The targets, and whether the last arm meets them.
#include <lastseen/experiments/review/sections.hpp>

#include <lastseen/experiments/review/tone.hpp>
#include <lastseen/experiments/statistics/response_text.hpp>

namespace lastseen::experiments {

MaybeSection targets_section(const ReviewedStudy& study) {
  const ArmComparison& comparison = study.comparison;
  if (comparison.verdicts.empty()) return std::nullopt;
  plots::Table table{.caption = "Targets, judged together (Holm) on arm " + comparison.arms.back().name +
                                ", by the bound of the interval",
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
  return plots::Section{"Targets", {std::move(table)}};
}

}  // namespace lastseen::experiments
