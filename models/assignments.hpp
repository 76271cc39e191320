// Settings changed by the keys of parameters: what a scenario file, a command line and a test say alike.
#pragma once

#include <string>
#include <vector>

#include <lastseen/models/settings.hpp>

namespace lastseen::models {

/// A parameter's key and its value as text.
struct Assignment {
  std::string key;
  std::string value;
};

/// Applies assignments in order; what is wrong is appended to `problems` after `where`.
void apply(Settings& settings, const std::vector<Assignment>& assignments, const std::string& where,
           std::vector<std::string>& problems);

}  // namespace lastseen::models
