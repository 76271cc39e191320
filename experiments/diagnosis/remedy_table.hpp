// Mechanisms against remedies: which remedy cures which way of losing notifications?
//
// Every mechanism with every remedy is run on the default study, under common random numbers, with the polling of the
// logged clients (it stops as soon as the socket looks connected), so that a cell also shows whose screen never updates.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <lastseen/experiments/runs/execution.hpp>
#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/models/mechanisms.hpp>
#include <lastseen/models/remedies.hpp>

namespace lastseen::experiments {

/// What a remedy does to a mechanism, by the intervals of the delivery rate and of the share that is never shown.
enum class Effect {
  cures,    ///< the whole interval reaches the sources' target of 95 %
  helps,    ///< more is delivered than without: the intervals do not overlap
  mixed,    ///< more is, and more jobs are never shown: the socket looks connected again, and polling stops
  harms,    ///< less is, or as much, and more jobs are never shown
  nothing,  ///< no such difference
};
/// "cures", "helps", "mixed", "harms", "-".
const char* to_text(Effect effect);

struct RemedyCell {
  std::optional<models::Mechanism> mechanism;  ///< absent: the system as it should be, with the fix
  std::optional<models::Remedy> remedy;        ///< absent: none
  Estimate delivery;
  Estimate never_updated;
  Effect effect = Effect::nothing;  ///< against the same mechanism without a remedy
};

struct RemedyTable {
  std::uint64_t seed = 1;
  std::uint32_t replications = 0;  ///< sessions a cell
  std::vector<RemedyCell> cells;   ///< mechanism by mechanism, each with the remedies in order
};

/// None and all mechanisms; none and all remedies.
std::vector<std::optional<models::Mechanism>> remedy_table_rows();
std::vector<std::optional<models::Remedy>> remedy_table_columns();

/// The table with so many sessions in each cell.
RemedyTable remedy_table(std::uint64_t seed, std::uint32_t replications, const Execution& execution = {});

}  // namespace lastseen::experiments
