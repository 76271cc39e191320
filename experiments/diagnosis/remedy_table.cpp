#include <lastseen/experiments/diagnosis/remedy_table.hpp>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/experiments/statistics/verdicts.hpp>

namespace lastseen::experiments {
namespace {

/// The sources' target of the delivery rate.
constexpr double target = 0.95;
constexpr double confidence = 0.95;

models::Settings settings_of(models::Settings settings, std::optional<models::Mechanism> mechanism,
                             std::optional<models::Remedy> remedy) {
  models::apply(settings, models::the_fix);  // without a mechanism the system is as it should be
  if (mechanism) {
    models::apply(settings, models::entry(*mechanism).under);
    models::apply(settings, models::entry(*mechanism).sets);
  }
  if (remedy) models::apply(settings, models::entry(*remedy).sets);
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

std::vector<std::optional<models::Mechanism>> remedy_table_rows() {
  std::vector<std::optional<models::Mechanism>> rows = {std::nullopt};
  for (const models::MechanismEntry& entry : models::mechanisms) rows.emplace_back(entry.mechanism);
  return rows;
}

std::vector<std::optional<models::Remedy>> remedy_table_columns() {
  std::vector<std::optional<models::Remedy>> columns = {std::nullopt};
  for (const models::RemedyEntry& entry : models::remedies) columns.emplace_back(entry.remedy);
  return columns;
}

RemedyTable remedy_table(std::uint64_t seed, std::uint32_t replications, const Execution& execution) {
  const models::Settings base = load_scenario("fifteen-minutes").arm("as-logged").settings;
  RemedyTable table{.seed = seed, .replications = replications, .cells = {}};
  for (const auto& mechanism : remedy_table_rows()) {
    RemedyCell without;
    for (const auto& remedy : remedy_table_columns()) {
      const ArmSample sample(
          run_sessions(settings_of(base, mechanism, remedy), seed, replications, execution).results);
      RemedyCell cell{mechanism, remedy, response_of(ResponseId::delivery_rate).estimate(sample, confidence),
                      response_of(ResponseId::never_updated).estimate(sample, confidence)};
      if (!remedy) {
        without = cell;
      } else {
        cell.effect = effect_of(cell, without);
        if (!mechanism && cell.effect == Effect::cures) cell.effect = Effect::nothing;  // no illness
      }
      table.cells.push_back(std::move(cell));
    }
  }
  return table;
}

}  // namespace lastseen::experiments
