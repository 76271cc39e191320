#include <lastseen/experiments/scenario/arm_settings.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <lastseen/experiments/scenario/arm_problems.hpp>
#include <lastseen/models/contradictions.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

models::SharedList<models::Fault> faults_of(const std::vector<PlacedFault>& placed) {
  std::vector<models::Fault> faults;
  for (const PlacedFault& each : placed) faults.push_back(each.fault);
  return faults;
}

/// Judges the arm's values, then adds its own faults to the scenario's, which are there, each judged where it stands.
void settle_faults(Arm& arm, const models::SharedList<models::Fault>& common,
                   const std::vector<PlacedFault>& of_all, const std::vector<PlacedFault>& own,
                   const std::string& origin, std::vector<std::string>& problems) {
  for (const std::string& contradiction : models::contradictions(arm.settings)) {
    problems.push_back(fmt::format("{}: {}", origin, contradiction));
  }
  arm.settings.faults = common;
  if (of_all.size() + own.size() > faults_max) {
    problems.push_back(fmt::format("{}: an arm has {}; allowed: up to {}", origin,
                                   sim::counted(of_all.size() + own.size(), "fault"),
                                   sim::grouped(faults_max)));
  }
  for (const PlacedFault& placed : own) arm.settings.faults.push_back(placed.fault);
  for (const std::vector<PlacedFault>* part : {&of_all, &own}) {
    for (const PlacedFault& placed : *part) {
      if (const auto contradiction = models::contradiction(placed.fault, arm.settings)) {
        problems.push_back(fmt::format("{}: {}", placed.place, *contradiction));
      }
    }
  }
}

/// Judges each level of each factor in each arm, as a report will; when there are too many, the report does so itself.
void judge_factors(const Scenario& scenario, const std::string& origin, std::vector<std::string>& problems) {
  constexpr std::size_t most = 100'000;
  std::size_t levels = 0;
  for (const Factor& factor : scenario.factors) levels += factor.levels.size();
  if (levels * scenario.arms.size() > most) return;
  for (const Factor& factor : scenario.factors) {
    for (const std::string& level : factor.levels) {
      const auto assignment = models::parse({{factor.key, level}}, origin, problems);
      const std::string where = fmt::format("{}: factor {} = {}", origin, factor.key, sim::quote(level));
      ArmProblems of_arms(scenario.arms.size());
      for (const Arm& arm : scenario.arms) {
        std::vector<std::string> found;
        models::Settings settings = arm.settings;
        models::apply(settings, assignment, where, found);
        for (const std::string& contradiction : models::contradictions(settings)) {
          found.push_back(fmt::format("{}: {}", where, contradiction));
        }
        of_arms.add(arm.name, found);
      }
      std::ranges::copy(of_arms.texts(), std::back_inserter(problems));
    }
  }
}

}  // namespace

void settle_arms(Scenario& scenario, std::vector<ArmText> arms, const std::vector<PlacedFault>& faults,
                 const Changes& changes, const std::string& origin, std::vector<std::string>& problems) {
  const auto named = models::parse(changes.named(problems), "--mechanism, --remedy", problems);
  const auto set = models::parse(changes.set, "--set", problems);
  if (!problems.empty()) return;
  if (arms.empty()) arms.push_back({.arm = {.name = "only"}});
  models::Settings base;
  models::apply(base, scenario.base, origin, problems);
  const models::SharedList<models::Fault> common = faults_of(faults);
  ArmProblems of_arms(arms.size());
  for (ArmText& text : arms) {
    std::vector<std::string> found;
    Arm& arm = scenario.arms.emplace_back(std::move(text.arm));
    arm.settings = base;
    models::apply(arm.settings, arm.overrides, origin, found);
    models::apply(arm.settings, named, "--mechanism, --remedy", found);
    models::apply(arm.settings, set, "--set", found);
    settle_faults(arm, common, faults, text.faults, origin, found);
    of_arms.add(arm.name, found);
  }
  std::ranges::copy(of_arms.texts(), std::back_inserter(problems));
  if (problems.empty()) judge_factors(scenario, origin, problems);
}

}  // namespace lastseen::experiments
