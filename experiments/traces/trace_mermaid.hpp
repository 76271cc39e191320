// Internal: for trace_format.hpp.
// A run as a Mermaid sequence diagram: roles are participants, what one hands to another is an arrow, all else a note.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {

/// The diagram of the records with these ids (rising), under a title. Text from scenarios is escaped.
std::string mermaid_diagram(const Scenario& scenario, const Arm& arm, const Replay& run,
                            const std::vector<sim::RecordId>& ids, const std::string& title);

}  // namespace lastseen::experiments
