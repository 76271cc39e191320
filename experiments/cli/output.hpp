// Where the commands print.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lastseen::cli {

/// Prints to stdout; main looks whether all could be written.
void print(std::string_view text);

/// Prints one line to stderr, after the program's name.
void complain(const std::string& text);

/// Prints each note on a line of stderr.
void print_notes(const std::vector<std::string>& notes);

/// Whether stderr is a terminal on which a line can be written again, and what clears that line.
bool has_progress_line();
inline constexpr std::string_view clear_line = "\r\x1b[K";

}  // namespace lastseen::cli
