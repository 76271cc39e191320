// Settings changed by the keys of parameters: what a scenario file, a command line, a table and a test say alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <lastseen/models/parameters.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/models/tables.hpp>

namespace lastseen::models {

/// A parameter's key and its value as text.
struct Assignment {
  std::string key;
  std::string value;
};

/// The same as it stands in a table.
struct FixedAssignment {
  std::string_view key;
  std::string_view value;
};
using FixedAssignments = FixedList<FixedAssignment, 6>;

void append(std::vector<Assignment>& to, const FixedAssignments& from);

/// An assignment whose text has been read.
struct ParsedAssignment {
  const Parameter* parameter;
  ParameterValue value;
};

/// Reads the texts; errors are appended to `problems` after `where`.
std::vector<ParsedAssignment> parse(const std::vector<Assignment>& assignments, const std::string& where,
                                    std::vector<std::string>& problems);

/// Makes assignments in order, those to parameters of one distribution together. Errors (the distribution has no such
/// parameter, or cannot have these values) are appended to `problems` after `where`.
void apply(Settings& settings, const std::vector<ParsedAssignment>& assignments, const std::string& where,
           std::vector<std::string>& problems);

/// Reads, then applies.
void apply(Settings& settings, const std::vector<Assignment>& assignments, const std::string& where,
           std::vector<std::string>& problems);

/// The same of a table. Throws std::logic_error when something is wrong: the table is.
void apply(Settings& settings, const FixedAssignments& assignments);

}  // namespace lastseen::models
