// Mechanisms and remedies by name: each is shorthand for assignments to parameters, which this file spells out, so that a
// name means the same in --mechanism, in a scenario file, in `lastseen list` and in the tables.
//
// Each mechanism also has a repair: what takes this mechanism away, and no other. A cause is proved with it (why.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/models/mechanism.hpp>

namespace lastseen::experiments {

/// A mechanism or a remedy.
struct Shorthand {
  std::string_view name;
  std::string_view meaning;
  /// What keeps other mechanisms out, so that this one shows alone; yields to what other shorthands set.
  std::vector<models::Assignment> under;
  std::vector<models::Assignment> sets;
};

/// All mechanisms, in the order of models::Mechanism.
const std::vector<Shorthand>& mechanisms();
/// All remedies, in the order in which they are listed.
const std::vector<Shorthand>& remedies();

/// "registry.refresh_on = ping, ping.kind = control": all that the shorthand assigns.
std::string settings_text(const Shorthand& shorthand);

/// The assignments of several names in order: first what keeps others out, then the mechanisms, then the remedies.
/// A name that there is not, or two of a kind that contradict each other, is a problem, told after `where` (such as "--mechanism").
std::vector<models::Assignment> expand(const std::vector<std::string>& mechanism_names,
                                       const std::vector<std::string>& remedy_names, const std::string& where,
                                       std::vector<std::string>& problems);

/// Takes one mechanism away from settings: parameters and faults, scripted or random, that bring it about.
void repair(models::Settings& settings, models::Mechanism mechanism);

}  // namespace lastseen::experiments
