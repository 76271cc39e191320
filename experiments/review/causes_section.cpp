// Why notifications were lost, by mechanism.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/figure_text.hpp>

namespace lastseen::experiments {

MaybeSection causes_section(const ReviewedStudy& study) {
  plots::Table table{.caption = "Jobs not delivered, by cause",
                     .columns = {"Arm", "Cause", "Jobs not delivered", "Of all jobs"},
                     .rows = {}};
  for (const ArmFigures& arm : study.comparison.arms) {
    if (arm.lost.empty())
      table.rows.push_back({{.text = arm.name}, {.text = "none lost"}, {.text = "0"}, {.text = "0 %"}});
    for (const LostJobs& lost : arm.lost) {
      const double share =
          static_cast<double>(lost.jobs) / static_cast<double>(std::max<std::uint64_t>(arm.jobs, 1));
      table.rows.push_back({{.text = arm.name},
                            {.text = cause_text(lost)},
                            {.text = fmt::format("{}", lost.jobs)},
                            {.text = value_text(ResponseUnit::share, share)}});
    }
  }
  return plots::Section{"Why notifications were lost", {std::move(table)}};
}

}  // namespace lastseen::experiments
