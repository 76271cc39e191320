// Reading a scenario from TOML: its top, and what each section is read by.
//
// A file is read in two passes: its shape (sections, arms, rows), which gives assignments of text to keys with the line they
// stand in; then the one table of parameters judges the assignments. Both passes collect all problems. Each section is
// read by a file of its own:
//
//     scenario_file -> arm_file -> settings_file -> fault_file
//                   -> evidence_file, target_file, factor_file
//                   -> arm_settings, where the settings of each arm are settled

#include <limits>

#include <lastseen/experiments/scenario/arm_file.hpp>
#include <lastseen/experiments/scenario/arm_settings.hpp>
#include <lastseen/experiments/scenario/evidence_file.hpp>
#include <lastseen/experiments/scenario/factor_file.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/scenario/settings_file.hpp>
#include <lastseen/experiments/scenario/target_file.hpp>
#include <lastseen/experiments/scenario/toml_guard.hpp>
#include <lastseen/experiments/scenario/toml_reader.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

/// What the file says of the settings of all arms, and the arms.
struct Texts {
  SettingsText settings;
  std::vector<ArmText> arms;
};

void read_seed(TomlReader& reader, const toml::node& node, std::uint64_t& out) {
  const auto value = node.value_exact<std::int64_t>();
  if (value && *value >= 0) {
    out = static_cast<std::uint64_t>(*value);
  } else {
    reader.problem(node, "seed = {} is not allowed; allowed: a whole number from 0 to {}",
                   sim::quote(to_value_text(node)), std::numeric_limits<std::int64_t>::max());
  }
}

void refuse_key(TomlReader& reader, const toml::node& node, std::string_view name) {
  std::vector<std::string> known = {"title",    "description", "seed",    "replications", "story",
                                    "evidence", "targets",     "factors", "arms"};
  for (std::string& key : settings_keys()) known.push_back(std::move(key));
  reader.problem(node, "unknown key {}{}; allowed: {}", sim::quote(name), sim::suggestion(name, known),
                 sim::joined(known));
}

void read_document(TomlReader& reader, const toml::table& document, Scenario& scenario, Texts& texts) {
  for (const auto& [name, at] : in_file_order(document)) {
    const toml::node& node = *at;
    if (name == "title") {
      reader.read_text(node, "title", scenario.title);
    } else if (name == "description") {
      reader.read_text(node, "description", scenario.description);
    } else if (name == "seed") {
      read_seed(reader, node, scenario.seed);
    } else if (name == "replications") {
      reader.read_whole_number(node, "replications", 1, replications_max, scenario.replications);
    } else if (name == "story") {
      read_story(reader, node, scenario.story);
    } else if (name == "targets") {
      read_targets(reader, node, scenario.targets);
    } else if (name == "arms") {
      read_arms(reader, node, texts.arms);
    } else if (name == "evidence") {
      read_evidence(reader, node, scenario.evidence);
    } else if (name == "factors") {
      read_factors(reader, node, scenario.factors);
    } else if (!read_settings(reader, name, node, texts.settings)) {
      refuse_key(reader, node, name);
    }
  }
  scenario.base = assignments_of(reader, texts.settings);
}

void read_toml(TomlReader& reader, std::string_view toml, Scenario& scenario, Texts& texts) {
  if (const auto line = line_of_deep_key(toml)) {
    throw InputError(fmt::format("{}:{}: a key with more than {} parts; keys are written section.name",
                                 reader.origin(), *line, key_parts_max));
  }
  try {
    read_document(reader, toml::parse(toml), scenario, texts);
  } catch (const toml::parse_error& error) {
    throw InputError(
        fmt::format("{}:{}: not TOML: {}", reader.origin(), error.source().begin.line, error.description()));
  } catch (const MalformedToml& error) {
    throw InputError(fmt::format("{}: {}", reader.origin(), error.what()));
  }
}

}  // namespace

Scenario parse_scenario(std::string_view toml, const std::string& origin, const Changes& changes) {
  TomlReader reader(origin);
  Scenario scenario;
  Texts texts;
  read_toml(reader, toml, scenario, texts);
  if (changes.seed) scenario.seed = *changes.seed;
  if (changes.replications) scenario.replications = *changes.replications;
  if (changes.confidence) scenario.confidence = *changes.confidence;
  scenario.options = changes.options();
  settle_arms(scenario, std::move(texts.arms), texts.settings.faults, changes, origin, reader.problems());
  if (!reader.problems().empty()) throw InputError(reader.problems());
  scenario.name = origin;
  if (scenario.title.empty()) scenario.title = origin;
  return scenario;
}

}  // namespace lastseen::experiments
