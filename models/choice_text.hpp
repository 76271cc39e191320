// A choice for people: its kind, what it is about, the options, and what was chosen.
//
//     variate  processing time, user 0, job 1: uniform(6.5s, 7.5s) -> 7.1s
//     next     at 90s: 0 arrival of ping (user 0, connection 1, part 3), 1 cleanup (instance 0) -> 0
#pragma once

#include <string>

#include <lastseen/sim/choices.hpp>

namespace lastseen::models {

std::string to_text(const sim::Choice& choice);

}  // namespace lastseen::models
