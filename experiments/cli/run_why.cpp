#include <lastseen/experiments/cli/run_why.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/interrupt.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/diagnosis/why.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/story/outcome.hpp>
#include <lastseen/experiments/story/replay.hpp>
#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/models/catalogue.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;
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
    std::string text = fmt::format(
        "Proven: {} - {}. Without it the job is delivered, and of what suffices alone it came first.",
        name_of(*explanation.proven), models::entry(*explanation.proven).meaning);
    const std::vector<std::string> more = others(explanation);
    if (!more.empty()) {
      text += fmt::format(" So it is without {}, whose repair changes the session later.",
                          sim::joined(more, " or without "));
    }
    return text;
  }
  if (explanation.pairs.empty()) {
    if (explanation.together.empty()) return "Not even all repairs together deliver the job.";
    std::vector<std::string> names;
    for (const Mechanism mechanism : explanation.together) names.push_back(name_of(mechanism));
    return fmt::format(
        "No repair of one mechanism or of two delivers the job; these together do, and none of them can be "
        "spared: {}.",
        sim::joined(names));
  }
  std::vector<std::string> pairs;
  for (const auto& pair : explanation.pairs) pairs.push_back(pair_text(pair));
  return fmt::format("No repair of one mechanism delivers the job; these of two do: {}.", sim::joined(pairs));
}

void print_text(const Scenario& scenario, const Arm& arm, const Explanation& explanation) {
  const StoryClock& story = scenario.story;
  fmt::print("{}\n", outcome_text(explanation.job, explanation.records, story, arm.settings));
  if (explanation.needs_no_cause()) return;
  fmt::print("\nWhat the trace says:\n");
  std::vector<std::vector<std::string>> rows;
  for (const sim::Record& record : explanation.chain) {
    rows.push_back({"  " + story_time(story, record.time), actor_text(record, arm.settings),
                    sentence(record, explanation.records)});
  }
  fmt::print("{}\nThe same draws again, with one mechanism repaired at a time:\n", aligned(rows, true));
  rows.clear();
  for (const RepairedReplay& replay : explanation.replays) {
    rows.push_back({"  without " + name_of(replay.mechanism),
                    replay.delivered ? "delivered" : "not delivered",
                    "the session differs from " + story_time(story, replay.differs_at) + " on"});
  }
  fmt::print("{}  The other {} change nothing in this session.\n\n{}\n", aligned(rows, true),
             models::mechanism_count - explanation.replays.size(), conclusion(explanation));
}

Json instant_json(sim::Instant instant) {
  return instant == sim::never ? Json(nullptr) : Json(instant.time_since_epoch().count());
}

Json to_json(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
             const Explanation& explanation) {
  const models::JobResult& job = explanation.job;
  Json json = {{"schema", "lastseen.why/1"},
               {"scenario", scenario.name},
               {"arm", arm.name},
               {"seed", scenario.seed},
               {"replication", replication},
               {"user", job.user},
               {"job", job.job},
               {"outcome", models::name(job.outcome)},
               {"traced_cause", job.cause ? Json(name_of(*job.cause)) : Json(nullptr)},
               {"proven_cause", explanation.proven ? Json(name_of(*explanation.proven)) : Json(nullptr)},
               {"records", Json::array()},
               {"repaired", Json::array()},
               {"pairs", Json::array()}};
  for (const sim::Record& record : explanation.chain) {
    json["records"].push_back({{"id", record.id},
                               {"time_ns", record.time.time_since_epoch().count()},
                               {"actor", actor_text(record, arm.settings)},
                               {"sentence", sentence(record, explanation.records)}});
  }
  for (const RepairedReplay& replay : explanation.replays) {
    json["repaired"].push_back({{"mechanism", name_of(replay.mechanism)},
                                {"delivered", replay.delivered},
                                {"differs_from_ns", instant_json(replay.differs_at)}});
  }
  json["together"] = Json::array();
  for (const Mechanism mechanism : explanation.together) json["together"].push_back(name_of(mechanism));
  for (const auto& [first, second] : explanation.pairs) {
    json["pairs"].push_back({name_of(first), name_of(second)});
  }
  return json;
}

}  // namespace

WhyQuestion read_why(const CommandLine& line, const Arm& arm) {
  for (const char* other : {"trace", "inspect-at"}) {
    if (line.has(other))
      throw InputError(fmt::format("--why and --{} do not go together; run them one after the other", other));
  }
  if (line.format() == Format::csv)
    throw InputError("--format csv: not allowed with --why; allowed: table, json");
  if (arm.settings.jobs.count == 0) throw InputError("--why: there are no jobs; jobs.count = 0");
  WhyQuestion question;
  question.job = static_cast<std::uint32_t>(line.whole_number("why", 1, arm.settings.jobs.count).value_or(1));
  question.user =
      static_cast<models::UserId>(line.whole_number("user", 0, arm.settings.session.users - 1).value_or(0));
  return question;
}

int run_why(const Scenario& scenario, const Arm& arm, std::uint32_t replication, const WhyQuestion& question,
            Format format) {
  const Explanation explanation =
      explain(arm.settings, scenario.seed, replication, question.user, question.job, &interrupted());
  if (format == Format::json) {
    print_json(to_json(scenario, arm, replication, explanation));
  } else {
    print_text(scenario, arm, explanation);
  }
  return exit_done;
}

}  // namespace lastseen::cli
