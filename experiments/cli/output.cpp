#include <lastseen/experiments/cli/output.hpp>

#include <fmt/format.h>

#include <cstdio>

namespace lastseen::cli {

void print(const std::string& text) { fmt::print("{}", text); }

void complain(const std::string& text) {
  const std::string line = "lastseen: " + text + "\n";
  std::fputs(line.c_str(), stderr);  // never throws, whatever has become of stderr
}

void print_notes(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) complain(note);
}

}  // namespace lastseen::cli
