// Where the commands print.
#pragma once

#include <string>
#include <vector>

namespace lastseen::cli {

/// Prints to stdout.
void print(const std::string& text);

/// Prints one line to stderr, after the program's name.
void complain(const std::string& text);

/// Prints each note on a line of stderr.
void print_notes(const std::vector<std::string>& notes);

}  // namespace lastseen::cli
