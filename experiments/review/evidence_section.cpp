// What the logs say, compared with each arm.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <vector>

#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {

MaybeSection evidence_section(const ReviewedStudy& study) {
  const Scenario& scenario = study.scenario;
  if (scenario.evidence.empty()) return std::nullopt;
  if (!study.plan.with_story) return plots::Section{"Evidence", {plots::Paragraph{story_left_out()}}};
  plots::Table table{
      .caption = "What the logs say, compared with each arm", .columns = {"Logged"}, .rows = {}};
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
                                   .tone = verdict.agrees ? plots::Tone::good
                                           : row.doubtful ? plots::Tone::warning
                                                          : plots::Tone::bad,
                                   .note = verdict.finding});
    }
  }
  return plots::Section{
      "Evidence", {std::move(table), plots::Command{fmt::format("lastseen run {}", scenario.shell_word())}}};
}

}  // namespace lastseen::experiments
