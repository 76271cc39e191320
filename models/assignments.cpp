#include <lastseen/models/assignments.hpp>

#include <fmt/format.h>

#include <stdexcept>

#include <lastseen/models/distribution_part.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::models {
namespace {

/// Sets the parameters of one distribution that are assigned from `at` on, until the whole distribution is.
void assign_together(Settings& settings, const Parameter& whole,
                     const std::vector<ParsedAssignment>& assignments, std::size_t at,
                     std::vector<bool>& done, const std::string& where, std::vector<std::string>& problems) {
  std::vector<PartValue> values;
  std::string given;
  for (; at < assignments.size() && assignments[at].parameter != &whole; ++at) {
    const auto& [parameter, value] = assignments[at];
    const auto* part = std::get_if<DistributionPart>(&parameter->field);
    if (!part || part->whole != &whole) continue;
    done[at] = true;
    values.push_back({part->name, value});
    given += fmt::format("{}{} = {}", given.empty() ? "" : ", ", parameter->key,
                         sim::quote(parameter->text(value)));
  }
  try {
    assign(whole, values, settings);
  } catch (const std::invalid_argument& error) {
    problems.push_back(fmt::format("{}: {}: {}", where, given, error.what()));
  }
}

}  // namespace

void append(std::vector<Assignment>& to, const FixedAssignments& from) {
  for (const auto& [key, value] : from) to.push_back({std::string(key), std::string(value)});
}

std::vector<ParsedAssignment> parse(const std::vector<Assignment>& assignments, const std::string& where,
                                    std::vector<std::string>& problems) {
  std::vector<ParsedAssignment> parsed;
  for (const auto& [key, value] : assignments) {
    const Parameter* parameter = find_parameter(key);
    if (!parameter) {
      problems.push_back(fmt::format("{}: {}", where, unknown_parameter(key)));
      continue;
    }
    try {
      parsed.push_back({parameter, parameter->parse(value)});
    } catch (const std::invalid_argument& error) {
      problems.push_back(fmt::format("{}: {} = {}: {}", where, key, sim::quote(value), error.what()));
    }
  }
  return parsed;
}

void apply(Settings& settings, const std::vector<ParsedAssignment>& assignments, const std::string& where,
           std::vector<std::string>& problems) {
  std::vector<bool> done(assignments.size());
  for (std::size_t at = 0; at < assignments.size(); ++at) {
    const auto& [parameter, value] = assignments[at];
    const auto* part = std::get_if<DistributionPart>(&parameter->field);
    if (!part) {
      parameter->assign(settings, value);
    } else if (!done[at]) {
      assign_together(settings, *part->whole, assignments, at, done, where, problems);
    }
  }
}

void apply(Settings& settings, const std::vector<Assignment>& assignments, const std::string& where,
           std::vector<std::string>& problems) {
  apply(settings, parse(assignments, where, problems), where, problems);
}

void apply(Settings& settings, const FixedAssignments& assignments) {
  std::vector<Assignment> list;
  append(list, assignments);
  std::vector<std::string> problems;
  apply(settings, list, "table", problems);
  if (!problems.empty()) throw std::logic_error(problems.front());
}

}  // namespace lastseen::models
