// What settings may well not mean, though it can be run: a reader is told, and nothing is refused (contradictions.hpp does).
#pragma once

#include <string>
#include <vector>

#include <lastseen/models/settings.hpp>

namespace lastseen::models {

/// A sentence for each doubt; empty: there is none.
std::vector<std::string> doubts(const Settings& settings);

}  // namespace lastseen::models
