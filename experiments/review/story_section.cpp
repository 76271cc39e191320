// One session told step by step, in the first arm and in the last.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/experiments/review/sequence.hpp>
#include <lastseen/experiments/story/replay.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

constexpr const char* heading = "One session, step by step";

}  // namespace

std::string story_left_out() {
  return fmt::format("The story of a session is left out: it has more than {}.",
                     sim::counted(told_records_max, "record"));
}

bool story_can_be_told(const Scenario& scenario) {
  return std::ranges::all_of(scenario.arms, [&](const Arm& arm) { return can_be_told(scenario, arm); });
}

MaybeSection story_section(const ReviewedStudy& study) {
  const Scenario& scenario = study.scenario;
  const Arm& first = scenario.arms.front();
  const Arm& last = scenario.arms.back();
  if (first.settings.jobs.count == 0 || last.settings.jobs.count == 0) return std::nullopt;
  if (!study.plan.with_story) {
    return plots::Section{heading, {plots::Paragraph{story_left_out()}}};
  }
  const JobOfSession job = telling_job(scenario, first, last);
  plots::ChartRow row{{sequence_chart(scenario, first, job)}};
  if (scenario.arms.size() > 1) row.charts.push_back(sequence_chart(scenario, last, job));
  return plots::Section{
      heading,
      {plots::Paragraph{fmt::format("Job {} of session {}: the same user and the same random draws in both "
                                    "arms. Polls that returned nothing new are left out.",
                                    job.job, job.replication)},
       std::move(row)}};
}

}  // namespace lastseen::experiments
