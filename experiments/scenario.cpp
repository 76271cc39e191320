#include "experiments/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include "experiments/parameters.hpp"
#include "experiments/problems.hpp"
#include "experiments/text_list.hpp"

namespace lastseen::experiments {

std::string Scenario::shell_word() const {
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || std::strchr("._-/+,@", c);
  };
  if (!name.empty() && std::all_of(name.begin(), name.end(), is_plain)) return name;
  std::string word = "'";
  for (const char c : name) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

const Arm& Scenario::arm(std::string_view arm_name) const {
  std::vector<std::string> names;
  for (const Arm& candidate : arms) {
    if (candidate.name == arm_name) return candidate;
    names.push_back(candidate.name);
  }
  throw InputError(fmt::format("--arm: {} has no arm {}; allowed: {}{}", name, quote(arm_name), joined(names),
                               suggestion(arm_name, names)));
}

Assignment parse_assignment(const std::string& text, const std::string& option) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw InputError(fmt::format("{}: {} is not KEY=VALUE; for example {} ping.interval=10s", option,
                                 quote(text), option));
  }
  return {std::string(trimmed(std::string_view(text).substr(0, equals))),
          std::string(trimmed(std::string_view(text).substr(equals + 1)))};
}

void apply(models::Settings& settings, const std::vector<Assignment>& assignments, const std::string& where,
           std::vector<std::string>& problems) {
  for (const auto& [key, value] : assignments) {
    const Parameter* parameter = find_parameter(key);
    if (!parameter) {
      problems.push_back(fmt::format("{}: there is no parameter {}{}; `lastseen list parameters` names all",
                                     where, quote(key), suggestion(key, parameter_keys())));
      continue;
    }
    try {
      parameter->set(settings, value);
    } catch (const std::invalid_argument& error) {
      problems.push_back(fmt::format("{}: {} = {}: {}", where, key, quote(value), error.what()));
    }
  }
}

}  // namespace lastseen::experiments
