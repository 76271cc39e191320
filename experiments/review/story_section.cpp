// One session told step by step, in the first arm and in the last.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/review/sequence.hpp>

namespace lastseen::experiments {

MaybeSection story_section(const ReviewedStudy& study) {
  const Scenario& scenario = study.scenario;
  const Arm& first = scenario.arms.front();
  const Arm& last = scenario.arms.back();
  if (first.settings.jobs.count == 0 || last.settings.jobs.count == 0) return std::nullopt;
  const JobOfSession job = telling_job(scenario, first, last, study.execution.stop);
  plots::ChartRow row{{sequence_chart(scenario, first, job, study.execution.stop)}};
  if (scenario.arms.size() > 1)
    row.charts.push_back(sequence_chart(scenario, last, job, study.execution.stop));
  return plots::Section{
      "One session, step by step",
      {plots::Paragraph{fmt::format("Job {} of session {}: the same user and the same random draws in both "
                                    "arms. Polls that returned nothing new are left out.",
                                    job.job, job.replication)},
       std::move(row)}};
}

}  // namespace lastseen::experiments
