// A scenario: settings, the arms to compare, what the logs say (evidence), thresholds (targets), and the factors that a
// report varies. Read from TOML; see docs/scenarios.md. Everything in a Scenario has been validated.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/experiments/statistics/verdicts.hpp>
#include <lastseen/experiments/words/story_clock.hpp>
#include <lastseen/models/assignments.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {

inline constexpr double default_confidence = 0.95;

/// One of the alternatives under comparison: the scenario's settings with some of them changed.
struct Arm {
  std::string name;
  std::string description;
  std::vector<models::Assignment> overrides;
  models::Settings settings;
};

/// What a log says: that something happened at an instant, give or take, or that it never did.
struct EvidenceRow {
  sim::Duration at{0};  ///< since the story's zero; may be negative; without meaning when `never`
  std::string actor;    ///< a role or a side ("client", "server"); empty: anyone
  models::Kind kind = models::Kind::submitted;
  sim::Duration tolerance{0};
  bool never = false;
  bool doubtful = false;  ///< shown, but does not decide whether a run agrees
  std::string note;
};

/// A threshold for a response of the last arm.
struct Threshold {
  ResponseId response = {};
  Comparison comparison = Comparison::at_least;
  double value = 0;
  std::optional<double> warning = {};
  std::optional<double> critical = {};
};

/// A parameter that the report varies, and the values that it takes.
struct Factor {
  std::string key;
  std::string title;
  std::vector<std::string> levels;
};

struct Scenario {
  std::string name;
  std::string title;
  std::string description;
  std::uint64_t seed = 1;
  std::uint32_t replications = 1000;
  double confidence = default_confidence;  ///< of intervals and verdicts
  std::vector<models::Assignment> base;    ///< what the scenario sets for all arms
  std::vector<Arm> arms;                   ///< at least one; the first is the reference
  StoryClock story;
  std::vector<EvidenceRow> evidence;
  std::vector<Threshold> targets;
  std::vector<Factor> factors;

  std::string options;  ///< the command line's changes as options, each after a space, for printed commands

  /// The scenario in a shell command: its name, quoted where it must be, and the options that changed it.
  std::string shell_word() const;

  /// The arm with this name. Throws InputError, listing the arms.
  const Arm& arm(std::string_view arm_name) const;
};

/// What makes the arm, in words: its description, else the settings that it changes.
std::string arm_text(const Arm& arm);

/// What the command line changes in a scenario: mechanisms, then remedies, then `set`, each winning over the one before,
/// and all over the scenario and its arms.
struct Changes {
  std::vector<models::Assignment> set = {};
  std::optional<std::uint64_t> seed = {};
  std::optional<std::uint32_t> replications = {};
  std::optional<double> confidence = {};
  std::vector<std::string> mechanisms = {};
  std::vector<std::string> remedies = {};

  /// The assignments that the mechanisms and remedies stand for; unknown names become problems.
  std::vector<models::Assignment> named(std::vector<std::string>& problems) const;
  /// The keys that are changed.
  std::vector<std::string> keys() const;
  /// " --mechanism restart --set ping.interval=10s": the assignments and names again, for a shell.
  std::string options() const;
};

/// A sentence for each arm whose own value of one of the keys is replaced by another for all arms.
std::vector<std::string> replaced_values(const Scenario& scenario, const std::vector<std::string>& keys);

/// Reads a scenario by the name of a shipped one, or by the path of a file (with a '/' or ending in .toml), and
/// applies the changes. Throws InputError with all problems that there are.
Scenario load_scenario(const std::string& name_or_path, const Changes& changes = {});

/// The same from text; `origin` names it in messages.
Scenario parse_scenario(std::string_view toml, const std::string& origin, const Changes& changes = {});

/// Splits "KEY=VALUE". Throws InputError naming the option that it was given to.
models::Assignment parse_assignment(const std::string& text, const std::string& option);

/// A scenario that ships with the program.
struct ShippedScenario {
  std::string_view name;
  std::string_view toml;
};
const std::vector<ShippedScenario>& shipped_scenarios();

inline constexpr std::uint32_t replications_max = 10'000'000;

}  // namespace lastseen::experiments
