#include <lastseen/experiments/diagnosis/remedy_table.hpp>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/scenario/shorthands.hpp>
#include <lastseen/experiments/statistics/responses.hpp>

namespace lastseen::experiments {
namespace {

/// The sources' target of the delivery rate.
constexpr double target = 0.95;
constexpr double confidence = 0.95;
const std::string none = "none";

models::Settings settings_of(const models::Settings& base, const std::string& mechanism,
                             const std::string& remedy) {
  models::Settings settings = base;
  std::vector<std::string> problems;
  // Without a mechanism the system is as it should be.
  models::apply(settings, {{"registry.refresh_on", "ping"}}, "table", problems);
  const std::vector<std::string> no_names;
  models::apply(settings,
                expand(mechanism == none ? no_names : std::vector{mechanism},
                       remedy == none ? no_names : std::vector{remedy}, "table", problems),
                "table", problems);
  return settings;
}

/// The intervals do not overlap, and the first is the higher.
bool is_above(const Estimate& one, const Estimate& other) {
  return one.low && other.high && *one.low > *other.high;
}

Effect effect_of(const RemedyCell& with, const RemedyCell& without) {
  if (judge(with.delivery, Comparison::at_least, target) == Verdict::met) return Effect::cures;
  if (is_above(without.delivery, with.delivery)) return Effect::harms;
  const bool helps = is_above(with.delivery, without.delivery);
  if (is_above(with.never_updated, without.never_updated)) return helps ? Effect::mixed : Effect::harms;
  return helps ? Effect::helps : Effect::nothing;
}

std::vector<std::string> with_none(const std::vector<Shorthand>& shorthands) {
  std::vector<std::string> names = {none};
  for (const Shorthand& each : shorthands) names.emplace_back(each.name);
  return names;
}

}  // namespace

const char* to_text(Effect effect) {
  switch (effect) {
    case Effect::cures: return "cures";
    case Effect::helps: return "helps";
    case Effect::mixed: return "mixed";
    case Effect::harms: return "harms";
    case Effect::nothing: return "-";
  }
  return "";
}

std::vector<std::string> remedy_table_rows() { return with_none(mechanisms()); }
std::vector<std::string> remedy_table_columns() { return with_none(remedies()); }

std::vector<RemedyCell> remedy_table(std::uint64_t seed, std::uint32_t replications,
                                     const Execution& execution) {
  const models::Settings base = load_scenario("fifteen-minutes").arm("as-logged").settings;
  std::vector<RemedyCell> cells;
  for (const std::string& mechanism : remedy_table_rows()) {
    RemedyCell without;
    for (const std::string& remedy : remedy_table_columns()) {
      const ArmSample sample(
          run_sessions(settings_of(base, mechanism, remedy), seed, replications, execution).results);
      RemedyCell cell{mechanism, remedy, find_response("delivery_rate")->estimate(sample, confidence),
                      find_response("never_updated")->estimate(sample, confidence)};
      if (remedy == none) {
        without = cell;
      } else {
        cell.effect = effect_of(cell, without);
        if (mechanism == none && cell.effect == Effect::cures) cell.effect = Effect::nothing;  // no illness
      }
      cells.push_back(std::move(cell));
    }
  }
  return cells;
}

}  // namespace lastseen::experiments
