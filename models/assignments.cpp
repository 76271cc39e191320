#include <lastseen/models/assignments.hpp>

#include <fmt/format.h>

#include <stdexcept>

#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::models {

void append(std::vector<Assignment>& to, const FixedAssignments& from) {
  for (const auto& [key, value] : from) to.push_back({std::string(key), std::string(value)});
}

void apply(Settings& settings, const std::vector<Assignment>& assignments, const std::string& where,
           std::vector<std::string>& problems) {
  for (const auto& [key, value] : assignments) {
    const Parameter* parameter = find_parameter(key);
    if (!parameter) {
      const std::string unknown = fmt::format("unknown parameter {}{}; `lastseen list parameters` lists all",
                                              sim::quote(key), sim::suggestion(key, parameter_keys()));
      problems.push_back(fmt::format("{}: {}", where, renamed_parameter(key).value_or(unknown)));
      continue;
    }
    try {
      parameter->set(settings, value);
    } catch (const std::invalid_argument& error) {
      problems.push_back(fmt::format("{}: {} = {}: {}", where, key, sim::quote(value), error.what()));
    }
  }
}

void apply(Settings& settings, const FixedAssignments& assignments) {
  std::vector<Assignment> list;
  append(list, assignments);
  std::vector<std::string> problems;
  apply(settings, list, "table", problems);
  if (!problems.empty()) throw std::logic_error(problems.front());
}

}  // namespace lastseen::models
