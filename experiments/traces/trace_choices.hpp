// A run as the list of everything that was left to chance in it, and of the order of events that fell due together.
#pragma once

#include <string>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {

/// One choice a line, as choice_text.hpp says, in the order in which they were made: the run is played again for it. Throws
/// InputError, naming the instant with most simultaneous events, when more than a million of them are to be listed.
std::string choices_text(const Arm& arm, const Replay& run);

}  // namespace lastseen::experiments
