#include <lastseen/experiments/diagnosis/remedy_table.hpp>

#include <utility>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/experiments/statistics/verdicts.hpp>
#include <lastseen/experiments/study/point_runs.hpp>

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
  const auto rows = remedy_table_rows();
  const auto columns = remedy_table_columns();
  const PointPlan plan{.points = rows.size() * columns.size(),
                       .arms =
                           [&](std::size_t cell) {
                             Arm arm;
                             arm.settings = settings_of(base, rows[cell / columns.size()],
                                                        columns[cell % columns.size()]);
                             return std::vector<Arm>{std::move(arm)};
                           },
                       .seed = seed,
                       .replications = replications,
                       .confidence = confidence};
  RemedyTable table{.seed = seed, .replications = replications, .cells = {}};
  RemedyCell without;
  run_points(plan, execution, [&](const MeasuredPoint& point) {
    const auto& mechanism = rows[point.point / columns.size()];
    const auto& remedy = columns[point.point % columns.size()];
    const PerResponse<Estimate>& estimates = point.arms[0].estimates;
    RemedyCell cell{mechanism, remedy, estimates[ResponseId::delivery_rate],
                    estimates[ResponseId::never_updated]};
    if (!remedy) {
      without = cell;
    } else {
      cell.effect = effect_of(cell, without);
      if (!mechanism && cell.effect == Effect::cures) cell.effect = Effect::nothing;  // no illness
    }
    table.cells.push_back(std::move(cell));
  });
  return table;
}

}  // namespace lastseen::experiments
