// The records of a run as CSV.
#pragma once

#include <string>

#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {

/// A row for each record, times in nanoseconds since the start of the run.
std::string run_csv(const Replay& told);

}  // namespace lastseen::experiments
