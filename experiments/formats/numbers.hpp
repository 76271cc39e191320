// Numbers in files that programs read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lastseen::experiments {

/// To 12 significant digits, in which all machines agree.
double rounded(double value);

/// A number for CSV: rounded, or "> horizon"; absent empty.
std::string csv_number(std::optional<double> value);

/// "9831adda679f712f".
std::string fingerprint_text(std::uint64_t fingerprint);

}  // namespace lastseen::experiments
