#include <lastseen/experiments/story/story_text.hpp>

#include <fmt/format.h>

#include <set>
#include <vector>

#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/formats/rows.hpp>
#include <lastseen/experiments/story/outcome.hpp>
#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

std::string timeline(const Scenario& scenario, const Arm& arm, const Replay& told,
                     const StoryChoice& choice) {
  std::set<sim::RecordId> wanted;  // routine, but evidence asks for it
  for (const RowVerdict& row : told.agreement.rows) {
    if (row.record) wanted.insert(row.record->id);
  }
  Rows rows;
  std::size_t left_out = 0;
  const auto tell_left_out = [&] {
    if (left_out > 0) {
      rows.push_back(
          {"", "", "", fmt::format("... {} (shown with --all)", sim::counted(left_out, "routine record"))});
    }
    left_out = 0;
  };
  for (const sim::Record& record : told.records) {
    if (choice.user && !concerns(record, *choice.user)) continue;
    if (!choice.all && is_routine(record) && wanted.count(record.id) == 0) {
      ++left_out;
      continue;
    }
    tell_left_out();
    rows.push_back({story_time(scenario.story, record.time), clock_time(scenario.story, record.time),
                    actor_text(record, arm.settings), sentence(record, told.records)});
  }
  tell_left_out();
  if (!scenario.story.clock) {
    for (auto& row : rows) row.erase(row.begin() + 1);
  }
  return aligned(rows, true);
}

std::string rows_of_evidence(const Scenario& scenario, const Agreement& agreement) {
  Rows rows;
  for (std::size_t index = 0; index < scenario.evidence.size(); ++index) {
    const EvidenceRow& row = scenario.evidence[index];
    const RowVerdict& verdict = agreement.rows[index];
    const std::string doubt = row.doubtful ? " (doubtful, does not count)" : "";
    rows.push_back({verdict.agrees ? "  agrees" : "  CONTRADICTS", row_text(scenario.story, row) + doubt,
                    verdict.finding});
  }
  return aligned(rows, true);
}

std::string agreement_text(const Scenario& scenario, const Arm& arm, const Agreement& agreement) {
  std::vector<std::string> contradictions;
  for (std::size_t index = 0; index < scenario.evidence.size(); ++index) {
    if (agreement.rows[index].agrees || scenario.evidence[index].doubtful) continue;
    contradictions.push_back(fmt::format("{} is logged, {}",
                                         row_text(scenario.story, scenario.evidence[index]),
                                         agreement.rows[index].finding));
  }
  return fmt::format("Arm {} {} with the evidence{}{}.\n", arm.name,
                     agreement.agrees ? "agrees" : "does not agree", contradictions.empty() ? "" : ": ",
                     sim::joined(contradictions, "; "));
}

}  // namespace

std::string story_text(const Scenario& scenario, const Arm& arm, const Replay& told,
                       const StoryChoice& choice) {
  std::string text =
      fmt::format("{}\narm {}{}{}, seed {}, replication {}, fingerprint {}\n\n{}\n", scenario.title, arm.name,
                  arm.description.empty() ? "" : ": ", arm.description, told.seed, told.replication,
                  fingerprint_text(told.fingerprint), timeline(scenario, arm, told, choice));
  const Outcomes outcomes(told.records, scenario.story, arm.settings);
  for (const models::JobResult& job : told.result.jobs) {
    if (choice.user && job.user != *choice.user) continue;
    if (arm.settings.session.users > 1) text += fmt::format("User {}: ", job.user);
    text += outcomes.text(job) + "\n";
  }
  if (scenario.evidence.empty()) return text;
  text += "\nEvidence:\n" + rows_of_evidence(scenario, told.agreement) + "\n";
  for (const Arm& each : scenario.arms) {
    text += agreement_text(
        scenario, each,
        each.name == arm.name ? told.agreement : replay(scenario, each, told.replication).agreement);
  }
  return text;
}

}  // namespace lastseen::experiments
