#include <lastseen/experiments/diagnosis/explanation_text.hpp>

#include <fmt/format.h>

#include <vector>

#include <lastseen/experiments/formats/rows.hpp>
#include <lastseen/experiments/story/outcome.hpp>
#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/models/mechanisms.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

using models::Mechanism;

std::string name_of(Mechanism mechanism) { return std::string(models::name(mechanism)); }

std::string pair_text(const std::pair<Mechanism, Mechanism>& pair) {
  return name_of(pair.first) + " with " + name_of(pair.second);
}

/// The names of all that suffice but the first.
std::vector<std::string> others(const Explanation& explanation) {
  std::vector<std::string> names;
  for (const RepairedReplay& replay : explanation.replays) {
    if (replay.delivered && replay.mechanism != explanation.proven)
      names.push_back(name_of(replay.mechanism));
  }
  return names;
}

std::string conclusion(const Explanation& explanation) {
  if (explanation.proven) {
    std::string text = fmt::format("Proven: {} - {}. Without it, the job is delivered.",
                                   name_of(*explanation.proven), models::entry(*explanation.proven).meaning);
    const std::vector<std::string> more = others(explanation);
    if (!more.empty()) {
      text += fmt::format(" It is also delivered without {}, but that repair changes the session later.",
                          sim::joined(more, " or without "));
    }
    return text;
  }
  if (explanation.pairs.empty()) {
    if (explanation.together.empty()) return "Not even all repairs together deliver the job.";
    std::vector<std::string> names;
    for (const Mechanism mechanism : explanation.together) names.push_back(name_of(mechanism));
    return fmt::format(
        "No single repair delivers the job, and no pair does; these together do, and none can be left out: "
        "{}.",
        sim::joined(names));
  }
  std::vector<std::string> pairs;
  for (const auto& pair : explanation.pairs) pairs.push_back(pair_text(pair));
  return fmt::format("No single repair delivers the job; these pairs do: {}.", sim::joined(pairs));
}

std::string chain_text(const Scenario& scenario, const Arm& arm, const Explanation& explanation) {
  Rows rows;
  for (const sim::Record& record : explanation.chain) {
    rows.push_back({"  " + story_time(scenario.story, record.time), actor_text(record, arm.settings),
                    sentence(record, explanation.records)});
  }
  return aligned(rows, true);
}

std::string replays_text(const Scenario& scenario, const Explanation& explanation) {
  Rows rows;
  for (const RepairedReplay& replay : explanation.replays) {
    rows.push_back(
        {"  without " + name_of(replay.mechanism), replay.delivered ? "delivered" : "not delivered",
         "the session differs from " + story_time(scenario.story, replay.differs_at) + " onwards"});
  }
  return aligned(rows, true);
}

}  // namespace

std::string explanation_text(const Scenario& scenario, const Arm& arm, const Explanation& explanation) {
  const std::string outcome =
      Outcomes(explanation.records, scenario.story, arm.settings).text(explanation.job) + "\n";
  if (explanation.needs_no_cause()) return outcome;
  return fmt::format(
      "{}\nWhat the trace says:\n{}\nThe same random draws again, with one mechanism repaired at a time:\n{}"
      "  The other {} change nothing in this session.\n\n{}\n",
      outcome, chain_text(scenario, arm, explanation), replays_text(scenario, explanation),
      models::mechanism_count - explanation.replays.size(), conclusion(explanation));
}

}  // namespace lastseen::experiments
