// Rows of text, the first being the heading, as an aligned table, as CSV and as Markdown.
#pragma once

#include <string>
#include <vector>

namespace lastseen::experiments {

using Rows = std::vector<std::vector<std::string>>;

/// For a terminal. The first column is flush left, the others right unless `left`.
std::string aligned(const Rows& rows, bool left = false);

/// CSV (RFC 4180).
std::string csv(const Rows& rows);

/// A table of Markdown. At least one row, all of the same length.
std::string markdown(const Rows& rows);

}  // namespace lastseen::experiments
