// Internal: for trace_format.hpp.
// A run as the logs that a phone and a server would have written, line by line in the shape of the field logs, so that a
// simulated run and a production log can be laid side by side. Only what such a phone or server could know is in its log.
#pragma once

#include <string>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {

/// "10:07:28 - MealLogWebSocketClient: ...": the log of one user's phone, by its clock.
std::string client_log(const StoryClock& story, const models::Settings& settings, const Replay& run,
                       models::UserId user);

/// "2025-11-08T10:07:51 [MealLogAI] ...": the log of all instances, each by its clock; with several, each line names its.
std::string server_log(const StoryClock& story, const models::Settings& settings, const Replay& run);

}  // namespace lastseen::experiments
