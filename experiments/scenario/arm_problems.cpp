#include <lastseen/experiments/scenario/arm_problems.hpp>

#include <fmt/format.h>

#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {

void ArmProblems::add(std::string_view arm, const std::vector<std::string>& problems) {
  for (const std::string& problem : problems) {
    const auto [place, is_new] = places_.emplace(problem, entries_.size());
    if (is_new) entries_.push_back({problem, {}});
    std::vector<std::string>& arms = entries_[place->second].arms;
    if (arms.empty() || arms.back() != arm) arms.emplace_back(arm);
  }
}

std::vector<std::string> ArmProblems::texts() const {
  std::vector<std::string> result;
  for (const Entry& entry : entries_) result.push_back(text(entry));
  return result;
}

std::string ArmProblems::text(const Entry& entry) const {
  constexpr std::size_t named_max = 3;
  if (arms_ == 1) return entry.problem;
  if (entry.arms.size() == arms_) {
    return fmt::format("{} (in all {})", entry.problem, sim::counted(arms_, "arm"));
  }
  if (entry.arms.size() == 1) return fmt::format("{} (in arm {})", entry.problem, entry.arms.front());
  if (entry.arms.size() <= named_max) {
    return fmt::format("{} (in arms {})", entry.problem, sim::joined(entry.arms));
  }
  const std::vector<std::string> named(entry.arms.begin(), entry.arms.begin() + named_max);
  return fmt::format("{} (in arms {} and {} more)", entry.problem, sim::joined(named),
                     sim::grouped(entry.arms.size() - named_max));
}

}  // namespace lastseen::experiments
