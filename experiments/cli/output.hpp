// What the commands print: aligned tables, CSV, and JSON whose numbers are the same on every machine.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include <lastseen/experiments/statistics/estimates.hpp>

namespace lastseen::cli {

using Json = nlohmann::ordered_json;

/// A number for JSON, rounded to 12 significant digits; beyond the horizon it is the text "> horizon", absent null.
Json number(std::optional<double> value);

Json estimate_json(const experiments::Estimate& estimate);

std::string fingerprint_text(std::uint64_t fingerprint);

/// Rows of text; the first is the heading. The first column is flush left, the others right unless `left`.
std::string aligned(const std::vector<std::vector<std::string>>& rows, bool left = false);

/// One line of CSV (RFC 4180), with its line end.
std::string csv_line(const std::vector<std::string>& cells);

/// A number for CSV: as in JSON, absent empty.
std::string csv_number(std::optional<double> value);

/// Prints one line to stderr, after the program's name.
void complain(const std::string& text);

/// Prints each note on a line of stderr.
void print_notes(const std::vector<std::string>& notes);

/// Prints to stdout with a line end.
void print_json(const Json& json);

}  // namespace lastseen::cli
