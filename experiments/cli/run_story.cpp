#include <lastseen/experiments/cli/run_story.hpp>

#include <fmt/format.h>

#include <set>

#include <lastseen/experiments/cli/interrupt.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/story/outcome.hpp>
#include <lastseen/experiments/words/sentences.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

void print_timeline(const Scenario& scenario, const Arm& arm, const Replay& told, bool all,
                    std::optional<models::UserId> user) {
  std::set<sim::RecordId> wanted;  // routine, but evidence asks for it
  for (const RowVerdict& row : told.agreement.rows) {
    if (row.record) wanted.insert(row.record->id);
  }
  std::vector<std::vector<std::string>> rows;
  std::size_t left_out = 0;
  const auto tell_left_out = [&] {
    if (left_out > 0)
      rows.push_back({"", "", "", fmt::format("... {} routine records (--all tells them)", left_out)});
    left_out = 0;
  };
  for (const sim::Record& record : told.records) {
    if (user && !concerns(record, *user)) continue;
    if (!all && is_routine(record) && wanted.count(record.id) == 0) {
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
  fmt::print("{}", aligned(rows, true));
}

void print_evidence(const Scenario& scenario, const Arm& arm, const Replay& told) {
  fmt::print("\nEvidence:\n");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t index = 0; index < scenario.evidence.size(); ++index) {
    const EvidenceRow& row = scenario.evidence[index];
    const RowVerdict& verdict = told.agreement.rows[index];
    std::string doubt = row.doubtful ? " (doubtful, does not count)" : "";
    rows.push_back({verdict.agrees ? "  agrees" : "  CONTRADICTS", row_text(scenario.story, row) + doubt,
                    verdict.finding});
  }
  fmt::print("{}\n", aligned(rows, true));
  for (const Arm& each : scenario.arms) {
    const Agreement agreement = each.name == arm.name
                                    ? told.agreement
                                    : replay(scenario, each, told.replication, &interrupted()).agreement;
    fmt::print("Arm {} {} with the evidence", each.name, agreement.agrees ? "agrees" : "does not agree");
    const char* separator = ": ";
    for (std::size_t index = 0; index < scenario.evidence.size(); ++index) {
      if (agreement.rows[index].agrees || scenario.evidence[index].doubtful) continue;
      fmt::print("{}{} is logged, {}", separator, row_text(scenario.story, scenario.evidence[index]),
                 agreement.rows[index].finding);
      separator = "; ";
    }
    fmt::print(".\n");
  }
}

}  // namespace

void print_story(const Scenario& scenario, const Arm& arm, const Replay& told, bool all,
                 std::optional<models::UserId> user) {
  fmt::print("{}\narm {}{}{}, seed {}, replication {}, fingerprint {}\n\n", scenario.title, arm.name,
             arm.description.empty() ? "" : ": ", arm.description, told.seed, told.replication,
             fingerprint_text(told.fingerprint));
  print_timeline(scenario, arm, told, all, user);
  fmt::print("\n");
  for (const models::JobResult& job : told.result.jobs) {
    if (user && job.user != *user) continue;
    const std::string whose = arm.settings.session.users > 1 ? fmt::format("User {}: ", job.user) : "";
    fmt::print("{}{}\n", whose, outcome_text(job, told.records, scenario.story, arm.settings));
  }
  if (!scenario.evidence.empty()) print_evidence(scenario, arm, told);
}

}  // namespace lastseen::cli
