// The design points of a sweep: every combination of the factors' levels, or their lockstep.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::experiments {

/// A factor as given on the command line: KEY=LEVELS.
struct Variation {
  std::string key;
  std::vector<std::string> levels;  ///< as canonical text of the parameter
};

/// Reads "KEY=LEVELS". Levels are values separated by commas, or a range FIRST..LAST:STEP (durations or whole
/// numbers; LAST is included when a step meets it), or FIRST..LAST*FACTOR. Throws InputError naming the text, the
/// parameter and what is allowed.
Variation parse_variation(const std::string& text);

/// One design point: a value for each varied key, and the scenario's arms with these values.
struct DesignPoint {
  std::vector<models::Assignment> values;
  std::vector<Arm> arms;
};

enum class Design { factorial, lockstep };

/// All points, the last factor varying fastest. A varied value overrides an arm's own. Throws InputError when a point
/// contradicts itself, when a key is varied twice, when lockstep lists differ in length, or beyond 100,000 points.
std::vector<DesignPoint> design_points(const Scenario& scenario, const std::vector<Variation>& variations,
                                       Design design);

/// The value of the varied parameter as a number for an axis, if it has one.
std::optional<double> axis_value(const DesignPoint& point, const std::string& key);

}  // namespace lastseen::experiments
