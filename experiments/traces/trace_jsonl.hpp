// A run as JSON lines: one object for each record, with all that it holds.
#pragma once

#include <string>

#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// {"id", "time_ns", "role", "index", "kind", "subject": {"type", "user", "number", "part"}, "cause"}, without a line end.
std::string json_line(const sim::Record& record);

}  // namespace lastseen::experiments
