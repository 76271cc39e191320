#include <lastseen/experiments/scenario/arm_doubts.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include <lastseen/models/doubts.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {

std::vector<std::string> arm_doubts(const std::vector<Arm>& arms) {
  std::vector<std::pair<std::string, std::vector<std::string>>> found;
  for (const Arm& arm : arms) {
    for (std::string& doubt : models::doubts(arm.settings)) {
      auto known = std::ranges::find(found, doubt, [](const auto& entry) { return entry.first; });
      if (known == found.end()) known = found.insert(found.end(), {std::move(doubt), {}});
      known->second.push_back(arm.name);
    }
  }
  std::vector<std::string> notes;
  for (const auto& [doubt, names] : found) {
    const bool is_all = names.size() == arms.size();
    notes.push_back(is_all ? doubt : fmt::format("{} (arm {})", doubt, sim::joined(names)));
  }
  return notes;
}

}  // namespace lastseen::experiments
