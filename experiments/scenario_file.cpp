// Reading scenarios from TOML.
//
// A file is read in two passes: its shape (sections, arms, rows), which gives assignments of text to keys
// with the line they stand in; then the one table of parameters judges the assignments. Both passes collect
// all problems.

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "experiments/parameters.hpp"
#include "experiments/problems.hpp"
#include "experiments/responses.hpp"
#include "experiments/scenario.hpp"
#include "experiments/text_list.hpp"
#include "experiments/toml.hpp"
#include "experiments/toml_guard.hpp"
#include "experiments/toml_values.hpp"

namespace lastseen::experiments {
namespace {

constexpr std::size_t file_size_max = 1 << 20;
constexpr std::size_t arms_max = 1000;

/// Reads one file; collects the problems.
class Reader {
 public:
  Reader(std::string origin, const Changes& changes) : origin_(std::move(origin)), changes_(changes) {}

  Scenario read(std::string_view toml) {
    Scenario scenario;
    if (const auto line = line_of_deep_key(toml)) {
      throw InputError(fmt::format("{}:{}: a key with more than {} parts; keys are written section.name",
                                   origin_, *line, key_parts_max));
    }
    try {
      const toml::table document = toml::parse(toml);
      read_document(document, scenario);
    } catch (const toml::parse_error& error) {
      throw InputError(
          fmt::format("{}:{}: not TOML: {}", origin_, error.source().begin.line, error.description()));
    } catch (const MalformedToml& error) {
      throw InputError(fmt::format("{}: {}", origin_, error.what()));
    }
    finish(scenario);
    if (!problems_.empty()) throw InputError(problems_);
    return scenario;
  }

 private:
  template <class... Arguments>
  void problem(const toml::node& node, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    problems_.push_back(where(node) + ": " + fmt::format(format, std::forward<Arguments>(arguments)...));
  }
  std::string where(const toml::node& node) const {
    return fmt::format("{}:{}", origin_, node.source().begin.line);
  }

  void read_document(const toml::table& document, Scenario& scenario) {
    static const std::vector<std::string> top = {
        "title", "description", "seed", "replications", "story", "evidence", "targets", "factors", "arms"};
    for (const auto& [name, at] : in_file_order(document)) {
      const toml::node& node = *at;
      if (name == "title") {
        read_text(node, "title", scenario.title);
      } else if (name == "description") {
        read_text(node, "description", scenario.description);
      } else if (name == "seed") {
        read_seed(node, scenario.seed);
      } else if (name == "replications") {
        read_replications(node, scenario.replications);
      } else if (name == "story") {
        read_story(node, scenario.story);
      } else if (name == "targets") {
        read_targets(node, scenario.targets);
      } else if (name == "arms") {
        if (node.is_array() && node.as_array()->size() > arms_max) {
          problem(node, "there are {} arms; allowed: up to {}", node.as_array()->size(), arms_max);
          continue;
        }
        each_table(node, "arms", [&](const toml::table& arm) { read_arm(arm, scenario.arms); });
      } else if (name == "evidence") {
        each_table(node, "evidence", [&](const toml::table& row) { read_evidence(row, scenario.evidence); });
      } else if (name == "factors") {
        each_table(node, "factors",
                   [&](const toml::table& factor) { read_factor(factor, scenario.factors); });
      } else if (is_section(name) && node.is_table()) {
        read_assignments(*node.as_table(), std::string(name) + ".", scenario.base);
      } else {
        std::vector<std::string> known = top;
        for (const std::string& section : sections()) known.push_back(section);
        problem(node, "unknown key {}{}; allowed: {}", quote(name), suggestion(name, known), joined(known));
      }
    }
  }

  static std::vector<std::string> sections() {
    std::vector<std::string> names;
    for (const Parameter& parameter : parameters()) {
      const std::string section = parameter.key.substr(0, parameter.key.find('.'));
      if (std::find(names.begin(), names.end(), section) == names.end()) names.push_back(section);
    }
    return names;
  }
  static bool is_section(std::string_view name) {
    const auto names = sections();
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  template <class Function>
  void each_table(const toml::node& node, const char* name, Function function) {
    const toml::array* array = node.as_array();
    if (!array || !array->is_homogeneous(toml::node_type::table)) {
      problem(node, "{} must be an array of tables, written [[{}]]", name, name);
      return;
    }
    for (const toml::node& item : *array) function(*item.as_table());
  }

  /// Texts are printed on terminals as they are, so none may carry escape sequences.
  void read_text(const toml::node& node, const char* key, std::string& out) {
    const auto text = node.value_exact<std::string>();
    if (!text) {
      problem(node, "{} must be a text in quotes", key);
    } else if (has_control_characters(*text)) {
      problem(node, "{} = {} has control characters; allowed: text, line ends, tabs", key, quote(*text));
    } else {
      out = *text;
    }
  }

  void read_seed(const toml::node& node, std::uint64_t& out) {
    const auto value = node.value_exact<std::int64_t>();
    if (value && *value >= 0) {
      out = static_cast<std::uint64_t>(*value);
    } else {
      problem(node, "seed = {} is not allowed; allowed: a whole number from 0 on",
              quote(to_value_text(node)));
    }
  }

  void read_replications(const toml::node& node, std::uint32_t& out) {
    const auto value = node.value_exact<std::int64_t>();
    if (value && *value >= 1 && *value <= replications_max) {
      out = static_cast<std::uint32_t>(*value);
    } else {
      problem(node, "replications = {} is not allowed; allowed: a whole number from 1 to {}",
              quote(to_value_text(node)), replications_max);
    }
  }

  /// The assignments of one section; the value's line is remembered for messages by checking it at once.
  void read_assignments(const toml::table& section, const std::string& prefix, std::vector<Assignment>& out) {
    for (const auto& [key, at] : in_file_order(section)) {
      const toml::node& node = *at;
      const Assignment assignment{prefix + std::string(key), to_value_text(node)};
      models::Settings scratch;
      const std::size_t before = problems_.size();
      apply(scratch, {assignment}, where(node), problems_);
      if (problems_.size() == before) out.push_back(assignment);
    }
  }

  void read_arm(const toml::table& table, std::vector<Arm>& arms) {
    Arm arm;
    for (const auto& [name, at] : in_file_order(table)) {
      const toml::node& node = *at;
      if (name == "name") {
        read_text(node, "name", arm.name);
      } else if (name == "description") {
        read_text(node, "description", arm.description);
      } else if (is_section(name) && node.is_table()) {
        read_assignments(*node.as_table(), std::string(name) + ".", arm.overrides);
      } else {
        std::vector<std::string> known = {"name", "description"};
        for (const std::string& section : sections()) known.push_back(section);
        problem(node,
                "unknown key {} in [[arms]]{}; allowed: name, description, and settings such as "
                "registry.refresh_on",
                quote(name), suggestion(name, known));
      }
    }
    const auto is_name_character = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (arm.name.empty() || !std::all_of(arm.name.begin(), arm.name.end(), is_name_character)) {
      problem(table, "an arm needs a name of small letters, digits, - and _; given: {}", quote(arm.name));
    }
    for (const Arm& other : arms) {
      if (other.name == arm.name) problem(table, "there are two arms with the name {}", quote(arm.name));
    }
    arms.push_back(std::move(arm));
  }

  /// A duration with an optional sign.
  void read_offset(const toml::node& node, const char* key, sim::Duration& out) {
    std::string text = to_value_text(node);
    std::string_view digits = text;
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    try {
      out = sim::parse_duration(digits) * (negative ? -1 : 1);
    } catch (const std::invalid_argument& error) {
      problem(node, "{} = {}: {}", key, quote(text), error.what());
    }
  }

  void read_duration(const toml::node& node, const char* key, sim::Duration& out) {
    const std::string text = to_value_text(node);
    try {
      out = sim::parse_duration(text);
    } catch (const std::invalid_argument& error) {
      problem(node, "{} = {}: {}", key, quote(text), error.what());
    }
  }

  void read_flag(const toml::node& node, const char* key, bool& out) {
    if (const auto flag = node.value_exact<bool>()) {
      out = *flag;
    } else {
      problem(node, "{} = {} is not allowed; allowed: true, false", key, quote(to_value_text(node)));
    }
  }

  void read_story(const toml::node& node, Story& story) {
    const toml::table* table = node.as_table();
    if (!table) {
      problem(node, "story must be a table, written [story]");
      return;
    }
    for (const auto& [key, at] : in_file_order(*table)) {
      const toml::node& value = *at;
      if (key == "zero") {
        read_duration(value, "story.zero", story.zero);
      } else if (key == "clock") {
        read_clock(value, story);
      } else {
        problem(value, "unknown key {} in [story]; allowed: zero, clock", quote(key));
      }
    }
  }

  void read_clock(const toml::node& node, Story& story) {
    const std::string text = to_value_text(node);
    int hours = 0, minutes = 0, seconds = 0;
    char end = 0;
    if (text.size() == 8 && text.find_first_not_of("0123456789:") == std::string::npos &&
        std::sscanf(text.c_str(), "%2d:%2d:%2d%c", &hours, &minutes, &seconds, &end) == 3 && hours >= 0 &&
        hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60) {
      story.clock = std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
    } else {
      problem(node, "story.clock = {} is not allowed; allowed: a time of day such as \"10:07:29\"",
              quote(text));
    }
  }

  void read_evidence(const toml::table& table, std::vector<EvidenceRow>& rows) {
    EvidenceRow row;
    row.tolerance = std::chrono::seconds(1);
    bool has_kind = false;
    for (const auto& [name, at] : in_file_order(table)) {
      const toml::node& node = *at;
      if (name == "at") {
        read_offset(node, "at", row.at);
      } else if (name == "tolerance") {
        read_duration(node, "tolerance", row.tolerance);
      } else if (name == "never") {
        read_flag(node, "never", row.never);
      } else if (name == "doubtful") {
        read_flag(node, "doubtful", row.doubtful);
      } else if (name == "note") {
        read_text(node, "note", row.note);
      } else if (name == "actor") {
        read_actor(node, row);
      } else if (name == "kind") {
        has_kind = read_kind(node, row);
      } else {
        problem(node,
                "unknown key {} in [[evidence]]; allowed: at, actor, kind, tolerance, never, doubtful, note",
                quote(name));
      }
    }
    if (!table.contains("kind")) problem(table, "an evidence row needs a kind, such as kind = \"skipped\"");
    if (!table.contains("at") && !row.never) {
      problem(table, "an evidence row needs an instant (at = \"+22s\"), or never = true");
    }
    if (has_kind) rows.push_back(std::move(row));
  }

  void read_actor(const toml::node& node, EvidenceRow& row) {
    row.actor = to_value_text(node);
    if (models::role_named(row.actor) || models::side_named(row.actor)) return;
    std::vector<std::string> names = {"client", "server"};
    for (int role = 0; role < models::role_count; ++role) {
      names.emplace_back(models::name(static_cast<models::Role>(role)));
    }
    problem(node, "actor = {} is not allowed; allowed: {}{}", quote(row.actor), joined(names),
            suggestion(row.actor, names));
  }

  bool read_kind(const toml::node& node, EvidenceRow& row) {
    const std::string text = to_value_text(node);
    if (const auto kind = models::kind_named(text)) {
      row.kind = *kind;
      return true;
    }
    std::vector<std::string> names;
    for (int kind = 0; kind < models::kind_count; ++kind) {
      names.emplace_back(models::name(static_cast<models::Kind>(kind)));
    }
    problem(node, "kind = {} is not allowed; allowed: {}{}", quote(text), joined(names),
            suggestion(text, names));
    return false;
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
        problem(value, "there is no response {}{}; allowed: {}", quote(key), suggestion(key, response_keys()),
                joined(response_keys()));
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
                quote(name), response.key);
      }
    }
    targets.push_back(std::move(target));
  }

  /// A share as a number from 0 to 1, or a time as a duration; in the unit of the response.
  std::optional<double> read_level(const toml::node& node, const Response& response) {
    if (response.unit == ResponseUnit::seconds) {
      sim::Duration duration{0};
      const std::size_t before = problems_.size();
      read_duration(node, response.key.c_str(), duration);
      if (problems_.size() != before) return std::nullopt;
      return sim::to_seconds(duration);
    }
    const auto number = node.is_number() ? node.value<double>() : std::nullopt;
    const double most = response.unit == ResponseUnit::share ? 1 : 1e12;
    if (number && *number >= 0 && *number <= most) return number;
    problem(node, "{} = {} is not allowed; allowed: a number from 0 to {}", response.key,
            quote(to_value_text(node)), most);
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
        problem(node, "unknown key {} in [[factors]]; allowed: key, title, levels", quote(name));
      }
    }
    if (!find_parameter(factor.key)) {
      problem(table, "a factor needs the key of a parameter; given: {}{}", quote(factor.key),
              suggestion(factor.key, parameter_keys()));
      return;
    }
    if (!table.contains("levels")) problem(table, "a factor needs levels, as in levels = [\"10s\", \"30s\"]");
    for (const std::string& level : factor.levels) {
      models::Settings scratch;
      apply(scratch, {{factor.key, level}}, where(table), problems_);
    }
    factors.push_back(std::move(factor));
  }

  /// Settles the settings of all arms, from the file and from the command line.
  void finish(Scenario& scenario) {
    if (changes_.seed) scenario.seed = *changes_.seed;
    if (changes_.replications) scenario.replications = *changes_.replications;
    models::Settings scratch;
    apply(scratch, changes_.set, "--set", problems_);
    if (!problems_.empty()) return;
    if (scenario.arms.empty()) scenario.arms.push_back({.name = "only"});
    for (Arm& arm : scenario.arms) {
      apply(arm.settings, scenario.base, origin_, problems_);
      apply(arm.settings, arm.overrides, origin_, problems_);
      apply(arm.settings, changes_.set, "--set", problems_);
      for (const std::string& contradiction : contradictions(arm.settings)) {
        problems_.push_back(fmt::format("{}: arm {}: {}", origin_, arm.name, contradiction));
      }
    }
  }

  std::string origin_;
  const Changes& changes_;
  std::vector<std::string> problems_;
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
  if (is_path && has_control_characters(name_or_path)) {
    throw InputError(quote(name_or_path) + ": the file's name has control characters");
  }
  if (is_path) return parse_scenario(read_file(name_or_path), name_or_path, changes);
  std::vector<std::string> names;
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    if (shipped.name == name_or_path) return parse_scenario(shipped.toml, name_or_path, changes);
    names.emplace_back(shipped.name);
  }
  throw InputError(
      fmt::format("there is no scenario {}{}; shipped are: {}; a file is named with a / or ends in .toml",
                  quote(name_or_path), suggestion(name_or_path, names), joined(names)));
}

}  // namespace lastseen::experiments
