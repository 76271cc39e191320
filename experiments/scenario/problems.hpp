// Wrong input: what was given, where, and what is allowed. All problems of a scenario are reported at once.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lastseen::experiments {

/// One or more problems with what the user gave; each is a complete sentence that can stand alone.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<std::string> problems);
  explicit InputError(std::string problem) : InputError(std::vector<std::string>{std::move(problem)}) {}
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  std::vector<std::string> problems_;
};

/// " (did you mean `X`?)" for the nearest of the candidates, when one is near; else empty.
std::string suggestion(std::string_view given, const std::vector<std::string>& candidates);

/// The text with control characters (C0, DEL and C1) written as \xNN, so that it cannot drive a terminal.
std::string printable(std::string_view text);

/// Whether the text has control characters besides line ends and tabs.
bool has_control_characters(std::string_view text);

/// The text, shortened to about 60 bytes and printable, fit to be quoted in a message.
std::string quote(std::string_view text);

/// "a, b, c".
std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ");

}  // namespace lastseen::experiments
