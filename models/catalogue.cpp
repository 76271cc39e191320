#include <lastseen/models/catalogue.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include <lastseen/sim/text.hpp>

namespace lastseen::models {
namespace {

/// The entries of these names; an unknown name becomes a problem.
template <class Entry>
std::vector<const Entry*> resolve(const std::vector<std::string>& names, std::span<const Entry> among,
                                  const char* what, const std::string& where,
                                  std::vector<std::string>& problems) {
  std::vector<const Entry*> found;
  for (const std::string& given : names) {
    const auto entry = std::ranges::find(among, given, &Entry::name);
    if (entry != among.end()) {
      found.push_back(&*entry);
      continue;
    }
    std::vector<std::string> all;
    for (const Entry& each : among) all.emplace_back(each.name);
    problems.push_back(fmt::format("{}: unknown {} {}{}; allowed: {}", where, what, sim::quote(given),
                                   sim::suggestion(given, all), sim::joined(all)));
  }
  return found;
}

/// Two names that set one parameter to different values would replace each other in silence.
template <class Entry>
void refuse_conflicts(const std::vector<const Entry*>& entries, const std::string& where,
                      std::vector<std::string>& problems) {
  for (std::size_t one = 0; one < entries.size(); ++one) {
    for (std::size_t two = one + 1; two < entries.size(); ++two) {
      for (const auto& [key, value] : entries[one]->sets) {
        for (const auto& [other_key, other_value] : entries[two]->sets) {
          if (key != other_key || value == other_value) continue;
          problems.push_back(fmt::format("{}: {} and {} cannot be combined: one sets {} = {}, the other {}",
                                         where, entries[one]->name, entries[two]->name, key, value,
                                         other_value));
        }
      }
    }
  }
}

std::string text_of(const std::vector<Assignment>& assignments) {
  std::vector<std::string> texts;
  for (const auto& [key, value] : assignments) texts.push_back(key + " = " + value);
  return sim::joined(texts);
}

}  // namespace

std::vector<Assignment> assignments_of(const std::vector<Mechanism>& mechanism_list,
                                       const std::vector<Remedy>& remedy_list) {
  std::vector<Assignment> result;
  for (const Mechanism mechanism : mechanism_list) append(result, entry(mechanism).under);
  for (const Mechanism mechanism : mechanism_list) append(result, entry(mechanism).sets);
  for (const Remedy remedy : remedy_list) append(result, entry(remedy).sets);
  return result;
}

std::vector<Assignment> expand(const std::vector<std::string>& mechanism_names,
                               const std::vector<std::string>& remedy_names, const std::string& where,
                               std::vector<std::string>& problems) {
  const auto of_mechanisms =
      resolve<MechanismEntry>(mechanism_names, mechanisms, "mechanism", where, problems);
  const auto of_remedies = resolve<RemedyEntry>(remedy_names, remedies, "remedy", where, problems);
  refuse_conflicts(of_mechanisms, where, problems);
  refuse_conflicts(of_remedies, where, problems);
  std::vector<Mechanism> mechanism_list;
  for (const MechanismEntry* each : of_mechanisms) mechanism_list.push_back(each->mechanism);
  std::vector<Remedy> remedy_list;
  for (const RemedyEntry* each : of_remedies) remedy_list.push_back(each->remedy);
  return assignments_of(mechanism_list, remedy_list);
}

std::string settings_text(const MechanismEntry& entry) {
  return text_of(assignments_of({entry.mechanism}, {}));
}

std::string settings_text(const RemedyEntry& entry) { return text_of(assignments_of({}, {entry.remedy})); }

}  // namespace lastseen::models
