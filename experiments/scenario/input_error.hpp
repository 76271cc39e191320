// Wrong input: what was given, where, and what is allowed. All problems of a scenario are reported at once.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {

/// One or more problems with what the user gave; each is a complete sentence that can stand alone.
class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<std::string> problems)
      : std::runtime_error(sim::joined(problems, "\n")), problems_(std::move(problems)) {}
  explicit InputError(std::string problem) : InputError(std::vector<std::string>{std::move(problem)}) {}
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  std::vector<std::string> problems_;
};

}  // namespace lastseen::experiments
