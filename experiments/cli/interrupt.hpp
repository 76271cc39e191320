// Ctrl-C and SIGTERM stop a run, also in the middle of a session; a second one ends the program at once. A file
// beyond the size that the system allows is an error of writing, and no signal.
#pragma once

#include <atomic>

namespace lastseen::cli {

void catch_interrupts();

/// Set once the user has asked to stop.
const std::atomic<bool>& interrupted();

}  // namespace lastseen::cli
