// Ctrl-C and SIGTERM stop a run between two batches of sessions; a second one ends the program at once.
#pragma once

#include <atomic>

namespace lastseen::cli {

void catch_interrupts();

/// Set once the user has asked to stop.
const std::atomic<bool>& interrupted();

}  // namespace lastseen::cli
