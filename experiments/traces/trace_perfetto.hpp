// Internal: for trace_format.hpp.
// A run for the Perfetto UI (ui.perfetto.dev; chrome://tracing opens it too): Chrome Trace Event JSON.
//
//     processes  phone of user N, server (or its instances), between them
//     threads    roles; each record is an instant on its role's thread, with its id and its cause
//     spans      connections, sockets, registry entries, jobs, uploads, AI processing, polling loops, absences: async, for
//                they overlap
//     arrows     from a record to what it caused in another process: messages
#pragma once

#include <string>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {

/// The whole run. Times are in microseconds since the run's start, with the nanoseconds as a fraction. A span that is open
/// at the end of the run ends there.
std::string perfetto_trace(const Scenario& scenario, const Arm& arm, const Replay& run);

}  // namespace lastseen::experiments
