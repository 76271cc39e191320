#include <lastseen/experiments/cli/output.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include <lastseen/experiments/cli/interrupt.hpp>

namespace lastseen::cli {

void print(std::string_view text) {
  output_begins();
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void complain(const std::string& text) {
  const std::string line = "lastseen: " + text + "\n";
  std::fputs(line.c_str(), stderr);  // never throws, whatever has become of stderr
}

void print_notes(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) complain(note);
}

bool has_progress_line() {
  const char* term = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && term && std::string_view(term) != "dumb";
}

}  // namespace lastseen::cli
