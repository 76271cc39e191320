// What reading a wrong input says: the problems, or a sentence that it was accepted, for tests of messages.
#pragma once

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::experiments::testing {

/// The problems that `function` throws as InputError; one line "accepted" when it throws none. Anything else
/// passes.
template <class Function>
std::vector<std::string> problems_of(Function function) {
  try {
    function();
  } catch (const InputError& error) {
    return error.problems();
  }
  return {"accepted"};
}

/// The problems of a scenario in the "file" s.toml.
inline std::vector<std::string> refusal(std::string_view toml, const Changes& changes = {}) {
  return problems_of([&] { parse_scenario(toml, "s.toml", changes); });
}

}  // namespace lastseen::experiments::testing
