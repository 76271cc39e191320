#include <lastseen/experiments/scenario/scenario.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/models/catalogue.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {

namespace {

/// The text as a word of a shell command.
std::string quoted_word(const std::string& text) {
  const auto is_plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || std::strchr("._-/+,@=", c);
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

}  // namespace

std::string Scenario::shell_word() const { return quoted_word(name) + options; }

std::string Changes::options() const {
  std::string text;
  for (const std::string& name : mechanisms) text += " --mechanism " + quoted_word(name);
  for (const std::string& name : remedies) text += " --remedy " + quoted_word(name);
  for (const auto& [key, value] : set) text += " --set " + quoted_word(key + "=" + value);
  return text;
}

std::vector<models::Assignment> Changes::named(std::vector<std::string>& problems) const {
  std::vector<models::Assignment> result = models::expand(mechanisms, {}, "--mechanism", problems);
  const std::vector<models::Assignment> more = models::expand({}, remedies, "--remedy", problems);
  result.insert(result.end(), more.begin(), more.end());
  return result;
}

std::vector<std::string> Changes::keys() const {
  std::vector<std::string> result;
  std::vector<std::string> problems;
  for (const models::Assignment& assignment : named(problems)) result.push_back(assignment.key);
  for (const models::Assignment& assignment : set) result.push_back(assignment.key);
  return result;
}

std::vector<std::string> replaced_values(const Scenario& scenario, const std::vector<std::string>& keys) {
  std::vector<std::string> notes;
  for (const Arm& arm : scenario.arms) {
    for (const models::Assignment& own : arm.overrides) {
      if (std::find(keys.begin(), keys.end(), own.key) == keys.end()) continue;
      notes.push_back(fmt::format("note: {} is set for all arms and replaces {} of the arm {}", own.key,
                                  own.value, arm.name));
    }
  }
  return notes;
}

std::string arm_text(const Arm& arm) {
  if (!arm.description.empty()) return arm.description;
  std::string text;
  for (const models::Assignment& assignment : arm.overrides) {
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", assignment.key, assignment.value);
  }
  return text.empty() ? "the scenario's settings" : text;
}

const Arm& Scenario::arm(std::string_view arm_name) const {
  std::vector<std::string> names;
  for (const Arm& candidate : arms) {
    if (candidate.name == arm_name) return candidate;
    names.push_back(candidate.name);
  }
  throw InputError(fmt::format("--arm: {} has no arm {}; allowed: {}{}", name, sim::quote(arm_name),
                               sim::joined(names), sim::suggestion(arm_name, names)));
}

models::Assignment parse_assignment(const std::string& text, const std::string& option) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw InputError(fmt::format("{}: {} is not KEY=VALUE; for example {} ping.interval=10s", option,
                                 sim::quote(text), option));
  }
  return {std::string(sim::trimmed(std::string_view(text).substr(0, equals))),
          std::string(sim::trimmed(std::string_view(text).substr(equals + 1)))};
}

}  // namespace lastseen::experiments
