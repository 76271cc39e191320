#include <lastseen/experiments/scenario/arm_settings.hpp>

#include <fmt/format.h>

#include <utility>

#include <lastseen/models/contradictions.hpp>

namespace lastseen::experiments {
namespace {

/// Judges the arm's values, then adds the scenario's faults and its own, each judged where it stands.
void settle_faults(Arm& arm, const std::vector<PlacedFault>& of_all, const std::vector<PlacedFault>& own,
                   const std::string& origin, std::vector<std::string>& problems) {
  for (const std::string& contradiction : models::contradictions(arm.settings)) {
    problems.push_back(fmt::format("{}: arm {}: {}", origin, arm.name, contradiction));
  }
  if (of_all.size() + own.size() > faults_max) {
    problems.push_back(fmt::format("{}: arm {}: has {} faults; allowed: up to {}", origin, arm.name,
                                   of_all.size() + own.size(), faults_max));
  }
  for (const std::vector<PlacedFault>* part : {&of_all, &own}) {
    for (const PlacedFault& placed : *part) {
      arm.settings.faults.push_back(placed.fault);
      if (const auto contradiction = models::contradiction(placed.fault, arm.settings)) {
        problems.push_back(fmt::format("{}: arm {}: {}", placed.place, arm.name, *contradiction));
      }
    }
  }
}

}  // namespace

void settle_arms(Scenario& scenario, std::vector<ArmText> arms, const std::vector<PlacedFault>& faults,
                 const Changes& changes, const std::string& origin, std::vector<std::string>& problems) {
  models::Settings scratch;
  const std::vector<models::Assignment> named = changes.named(problems);
  models::apply(scratch, changes.set, "--set", problems);
  if (!problems.empty()) return;
  if (arms.empty()) arms.push_back({.arm = {.name = "only"}});
  for (ArmText& text : arms) {
    Arm& arm = scenario.arms.emplace_back(std::move(text.arm));
    models::apply(arm.settings, scenario.base, origin, problems);
    models::apply(arm.settings, arm.overrides, origin, problems);
    models::apply(arm.settings, named, "--mechanism, --remedy", problems);
    models::apply(arm.settings, changes.set, "--set", problems);
    settle_faults(arm, faults, text.faults, origin, problems);
  }
}

}  // namespace lastseen::experiments
