// A parameter that a sweep varies and the levels that it takes, as written on the command line.
#pragma once

#include <string>
#include <vector>

#include <lastseen/models/parameters.hpp>

namespace lastseen::experiments {

/// A factor as given on the command line: KEY=LEVELS.
struct Variation {
  std::string key;
  std::vector<std::string> levels;             ///< as canonical text of the parameter
  std::vector<models::ParameterValue> values;  ///< the same, read
};

/// Reads "KEY=LEVELS". Levels are values separated by commas, or a range FIRST..LAST:STEP (durations or whole
/// numbers; LAST is included when a step meets it), or FIRST..LAST*FACTOR. Throws InputError naming the text, the
/// parameter and what is allowed.
Variation parse_variation(const std::string& text);

}  // namespace lastseen::experiments
