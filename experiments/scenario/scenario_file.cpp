// Reading scenarios from TOML.
//
// A file is read in two passes: its shape (sections, arms, rows), which gives assignments of text to keys
// with the line they stand in; then the one table of parameters judges the assignments. Both passes collect
// all problems. What the logs say and the scripted faults are read by files of their own.

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <lastseen/experiments/scenario/evidence_file.hpp>
#include <lastseen/experiments/scenario/fault_file.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/scenario/toml_guard.hpp>
#include <lastseen/experiments/scenario/toml_reader.hpp>
#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/models/catalogue.hpp>
#include <lastseen/models/contradictions.hpp>
#include <lastseen/models/fault_text.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::size_t file_size_max = 1 << 20;
constexpr std::size_t arms_max = 1000;
constexpr std::size_t factors_max = 1000;
constexpr std::size_t names_max = 100;  // of mechanisms or remedies

/// Reads one file; collects the problems.
class Reader : private TomlReader {
 public:
  Reader(std::string origin, const Changes& changes) : TomlReader(std::move(origin)), changes_(changes) {}

  Scenario read(std::string_view toml) {
    Scenario scenario;
    if (const auto line = line_of_deep_key(toml)) {
      throw InputError(fmt::format("{}:{}: a key with more than {} parts; keys are written section.name",
                                   origin(), *line, key_parts_max));
    }
    try {
      const toml::table document = toml::parse(toml);
      read_document(document, scenario);
    } catch (const toml::parse_error& error) {
      throw InputError(
          fmt::format("{}:{}: not TOML: {}", origin(), error.source().begin.line, error.description()));
    } catch (const MalformedToml& error) {
      throw InputError(fmt::format("{}: {}", origin(), error.what()));
    }
    finish(scenario);
    if (!problems().empty()) throw InputError(problems());
    return scenario;
  }

 private:
  /// What a section may name besides its own settings.
  struct Names {
    std::vector<std::string> mechanisms;
    std::vector<std::string> remedies;
  };

  void read_document(const toml::table& document, Scenario& scenario) {
    static const std::vector<std::string> top = {"title", "description", "seed",     "replications",
                                                 "story", "evidence",    "targets",  "factors",
                                                 "arms",  "mechanisms",  "remedies", "faults"};
    for (const auto& [name, at] : in_file_order(document)) {
      const toml::node& node = *at;
      if (name == "title") {
        read_text(node, "title", scenario.title);
      } else if (name == "description") {
        read_text(node, "description", scenario.description);
      } else if (name == "seed") {
        read_seed(node, scenario.seed);
      } else if (name == "replications") {
        read_whole_number(node, "replications", 1, replications_max, scenario.replications);
      } else if (name == "mechanisms") {
        read_names(node, "mechanisms", base_names_.mechanisms);
      } else if (name == "remedies") {
        read_names(node, "remedies", base_names_.remedies);
      } else if (name == "faults") {
        read_faults(*this, node, base_faults_);
      } else if (name == "story") {
        read_story(*this, node, scenario.story);
      } else if (name == "targets") {
        read_targets(node, scenario.targets);
      } else if (name == "arms") {
        each_table(node, "arms", arms_max, [&](const toml::table& arm) { read_arm(arm, scenario.arms); });
      } else if (name == "evidence") {
        read_evidence(*this, node, scenario.evidence);
      } else if (name == "factors") {
        each_table(node, "factors", factors_max,
                   [&](const toml::table& factor) { read_factor(factor, scenario.factors); });
      } else if (is_section(name) && node.is_table()) {
        read_assignments(*node.as_table(), std::string(name) + ".", scenario.base);
      } else {
        std::vector<std::string> known = top;
        for (const std::string& section : sections()) known.push_back(section);
        problem(node, "unknown key {}{}; allowed: {}", sim::quote(name), sim::suggestion(name, known),
                sim::joined(known));
      }
    }
    const std::vector<models::Assignment> named = expanded(base_names_);
    scenario.base.insert(scenario.base.begin(), named.begin(), named.end());
  }

  static std::vector<std::string> sections() {
    std::vector<std::string> names;
    for (const models::Parameter& parameter : models::parameters()) {
      const std::string section = parameter.key.substr(0, parameter.key.find('.'));
      if (std::find(names.begin(), names.end(), section) == names.end()) names.push_back(section);
    }
    return names;
  }
  static bool is_section(std::string_view name) {
    const auto names = sections();
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void read_seed(const toml::node& node, std::uint64_t& out) {
    const auto value = node.value_exact<std::int64_t>();
    if (value && *value >= 0) {
      out = static_cast<std::uint64_t>(*value);
    } else {
      problem(node, "seed = {} is not allowed; allowed: a whole number from 0 on",
              sim::quote(to_value_text(node)));
    }
  }

  /// The assignments of one section; the value's line is remembered for messages by checking it at once.
  void read_assignments(const toml::table& section, const std::string& prefix,
                        std::vector<models::Assignment>& out) {
    for (const auto& [key, at] : in_file_order(section)) {
      const toml::node& node = *at;
      const models::Assignment assignment{prefix + std::string(key), to_value_text(node)};
      models::Settings scratch;
      const std::size_t before = problems().size();
      models::apply(scratch, {assignment}, where(node), problems());
      if (problems().size() == before) out.push_back(assignment);
    }
  }

  /// Names of mechanisms or remedies, each judged with its line.
  void read_names(const toml::node& node, std::string_view key, std::vector<std::string>& out) {
    const toml::array* array = node.as_array();
    if (!array || array->size() > names_max) {
      problem(node, "{} must be an array of up to {} names; `lastseen list {}` names all", key, names_max,
              key);
      return;
    }
    for (const toml::node& item : *array) {
      const std::vector<std::string> name = {to_value_text(item)};
      const std::size_t before = problems().size();
      models::expand(key == "mechanisms" ? name : std::vector<std::string>(),
                     key == "remedies" ? name : std::vector<std::string>(), where(item), problems());
      if (problems().size() == before) out.push_back(name.front());
    }
  }

  std::vector<models::Assignment> expanded(const Names& names) {
    return models::expand(names.mechanisms, names.remedies, origin(), problems());
  }

  void read_arm(const toml::table& table, std::vector<Arm>& arms) {
    Arm arm;
    Names names;
    std::vector<PlacedFault> faults;
    for (const auto& [name, at] : in_file_order(table)) {
      const toml::node& node = *at;
      if (name == "name") {
        read_text(node, "name", arm.name);
      } else if (name == "description") {
        read_text(node, "description", arm.description);
      } else if (name == "mechanisms") {
        read_names(node, "mechanisms", names.mechanisms);
      } else if (name == "remedies") {
        read_names(node, "remedies", names.remedies);
      } else if (name == "faults") {
        read_faults(*this, node, faults);
      } else if (is_section(name) && node.is_table()) {
        read_assignments(*node.as_table(), std::string(name) + ".", arm.overrides);
      } else {
        std::vector<std::string> known = {"name", "description", "mechanisms", "remedies", "faults"};
        for (const std::string& section : sections()) known.push_back(section);
        problem(node,
                "unknown key {} in [[arms]]{}; allowed: name, description, mechanisms, remedies, faults, and "
                "settings such as registry.refresh_on",
                sim::quote(name), sim::suggestion(name, known));
      }
    }
    const auto is_name_character = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (arm.name.empty() || !std::all_of(arm.name.begin(), arm.name.end(), is_name_character)) {
      problem(table, "an arm needs a name of small letters, digits, - and _; given: {}",
              sim::quote(arm.name));
    }
    for (const Arm& other : arms) {
      if (other.name == arm.name) problem(table, "there are two arms with the name {}", sim::quote(arm.name));
    }
    const std::vector<models::Assignment> named = expanded(names);
    arm.overrides.insert(arm.overrides.begin(), named.begin(), named.end());
    arms.push_back(std::move(arm));
    arm_faults_.push_back(std::move(faults));
  }

  void read_targets(const toml::node& node, std::vector<Threshold>& targets) {
    const toml::table* table = node.as_table();
    if (!table) {
      problem(node, "targets must be a table, written [targets]");
      return;
    }
    for (const auto& [key, at] : in_file_order(*table)) {
      const toml::node& value = *at;
      const Response* response = find_response(key);
      if (!response) {
        problem(value, "there is no response {}{}; allowed: {}", sim::quote(key),
                sim::suggestion(key, response_keys()), sim::joined(response_keys()));
        continue;
      }
      read_target(value, *response, targets);
    }
  }

  void read_target(const toml::node& node, const Response& response, std::vector<Threshold>& targets) {
    Threshold target{.response = response.key};
    const toml::table* table = node.as_table();
    const bool has_threshold = table && (table->contains("at_least") != table->contains("at_most"));
    if (!has_threshold) {
      problem(node, "{} needs at_least or at_most, as in {{ at_least = 0.95 }}", response.key);
      return;
    }
    for (const auto& [name, at] : in_file_order(*table)) {
      const toml::node& value = *at;
      const std::optional<double> number = read_level(value, response);
      if (name == "at_least" || name == "at_most") {
        target.at_least = name == "at_least";
        target.value = number.value_or(0);
      } else if (name == "warning") {
        target.warning = number;
      } else if (name == "critical") {
        target.critical = number;
      } else {
        problem(value, "unknown key {} of the target {}; allowed: at_least, at_most, warning, critical",
                sim::quote(name), response.key);
      }
    }
    targets.push_back(std::move(target));
  }

  /// A share as a number from 0 to 1, or a time as a duration; in the unit of the response.
  std::optional<double> read_level(const toml::node& node, const Response& response) {
    if (response.unit == ResponseUnit::seconds) {
      sim::Duration duration{0};
      const std::size_t before = problems().size();
      read_duration(node, response.key.c_str(), duration);
      if (problems().size() != before) return std::nullopt;
      return sim::to_seconds(duration);
    }
    const auto number = node.is_number() ? node.value<double>() : std::nullopt;
    const double most = response.unit == ResponseUnit::share ? 1 : 1e12;
    if (number && *number >= 0 && *number <= most) return number;
    problem(node, "{} = {} is not allowed; allowed: a number from 0 to {}", response.key,
            sim::quote(to_value_text(node)), most);
    return std::nullopt;
  }

  void read_factor(const toml::table& table, std::vector<Factor>& factors) {
    Factor factor;
    for (const auto& [name, at] : in_file_order(table)) {
      const toml::node& node = *at;
      if (name == "key") {
        read_text(node, "key", factor.key);
      } else if (name == "title") {
        read_text(node, "title", factor.title);
      } else if (name == "levels") {
        const toml::array* levels = node.as_array();
        if (!levels || levels->empty() || levels->size() > 1000) {
          problem(node, "levels must be an array of 1 to 1000 values, as in [\"10s\", \"30s\"]");
          continue;
        }
        for (const toml::node& level : *levels) factor.levels.push_back(to_value_text(level));
      } else {
        problem(node, "unknown key {} in [[factors]]; allowed: key, title, levels", sim::quote(name));
      }
    }
    if (const auto renamed = models::renamed_parameter(factor.key)) {
      problem(table, "{}", *renamed);
      return;
    }
    if (!models::find_parameter(factor.key)) {
      problem(table, "a factor needs the key of a parameter; given: {}{}", sim::quote(factor.key),
              sim::suggestion(factor.key, models::parameter_keys()));
      return;
    }
    if (!table.contains("levels")) problem(table, "a factor needs levels, as in levels = [\"10s\", \"30s\"]");
    for (const std::string& level : factor.levels) {
      models::Settings scratch;
      models::apply(scratch, {{factor.key, level}}, where(table), problems());
    }
    factors.push_back(std::move(factor));
  }

  /// Settles the settings of all arms, from the file and from the command line.
  void finish(Scenario& scenario) {
    if (changes_.seed) scenario.seed = *changes_.seed;
    if (changes_.replications) scenario.replications = *changes_.replications;
    scenario.options = changes_.options();
    models::Settings scratch;
    const std::vector<models::Assignment> named = changes_.named(problems());
    models::apply(scratch, changes_.set, "--set", problems());
    if (!problems().empty()) return;
    if (scenario.arms.empty()) {
      scenario.arms.push_back({.name = "only"});
      arm_faults_.emplace_back();
    }
    for (std::size_t index = 0; index < scenario.arms.size(); ++index) {
      Arm& arm = scenario.arms[index];
      models::apply(arm.settings, scenario.base, origin(), problems());
      models::apply(arm.settings, arm.overrides, origin(), problems());
      models::apply(arm.settings, named, "--mechanism, --remedy", problems());
      models::apply(arm.settings, changes_.set, "--set", problems());
      settle_faults(arm, arm_faults_[index]);
    }
  }

  /// Judges the arm's values, then adds the scenario's faults and its own, each judged where it stands.
  void settle_faults(Arm& arm, const std::vector<PlacedFault>& own) {
    for (const std::string& contradiction : models::contradictions(arm.settings)) {
      problems().push_back(fmt::format("{}: arm {}: {}", origin(), arm.name, contradiction));
    }
    if (base_faults_.size() + own.size() > faults_max) {
      problems().push_back(fmt::format("{}: arm {}: has {} faults; allowed: up to {}", origin(), arm.name,
                                       base_faults_.size() + own.size(), faults_max));
    }
    for (const std::vector<PlacedFault>* part : {&std::as_const(base_faults_), &own}) {
      for (const PlacedFault& placed : *part) {
        arm.settings.faults.push_back(placed.fault);
        if (const auto contradiction = models::fault_contradiction(placed.fault, arm.settings)) {
          problems().push_back(fmt::format("{}: arm {}: {}", placed.place, arm.name, *contradiction));
        }
      }
    }
  }

  const Changes& changes_;
  Names base_names_;
  std::vector<PlacedFault> base_faults_;
  std::vector<std::vector<PlacedFault>> arm_faults_;  ///< by arm
};

std::string read_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    throw InputError(fmt::format("{}: is a directory; a scenario is a TOML file", path));
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw InputError(fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  }
  std::string text(file_size_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (file.bad()) throw InputError(fmt::format("{}: cannot be read", path));
  if (text.size() > file_size_max) {
    throw InputError(fmt::format("{}: is larger than 1 MiB; a scenario is a short TOML file", path));
  }
  return text;
}

}  // namespace

Scenario parse_scenario(std::string_view toml, const std::string& origin, const Changes& changes) {
  Scenario scenario = Reader(origin, changes).read(toml);
  scenario.name = origin;
  if (scenario.title.empty()) scenario.title = origin;
  return scenario;
}

Scenario load_scenario(const std::string& name_or_path, const Changes& changes) {
  const bool is_path = name_or_path.find('/') != std::string::npos || name_or_path.ends_with(".toml");
  if (is_path && sim::has_control_characters(name_or_path)) {
    throw InputError(sim::quote(name_or_path) + ": the file's name has control characters");
  }
  if (is_path) return parse_scenario(read_file(name_or_path), name_or_path, changes);
  std::vector<std::string> names;
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    if (shipped.name == name_or_path) return parse_scenario(shipped.toml, name_or_path, changes);
    names.emplace_back(shipped.name);
  }
  throw InputError(
      fmt::format("there is no scenario {}{}; shipped are: {}; a file is named with a / or ends in .toml",
                  sim::quote(name_or_path), sim::suggestion(name_or_path, names), sim::joined(names)));
}

}  // namespace lastseen::experiments
