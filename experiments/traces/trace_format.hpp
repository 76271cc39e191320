// The formats that a run's trace can be written in, by name and by a file's suffix.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {

enum class TraceFormat { jsonl, perfetto, mermaid, client_log, server_log, choices };

struct TraceFormatText {
  TraceFormat format;
  std::string_view name;
  std::vector<std::string_view> suffixes;  ///< the first is the usual one
  std::string_view meaning;
};
const std::vector<TraceFormatText>& trace_formats();

/// The format of this name. Throws InputError, naming the option and all formats.
TraceFormat trace_format_named(const std::string& name, const std::string& option);

/// The format of the file's suffix. Throws InputError, naming the option and all formats with their suffixes.
TraceFormat trace_format_of(const std::string& path, const std::string& option);

/// What of a run to show, in the formats that show a part: a client's log is of one user, a diagram of one job.
struct TraceChoice {
  std::optional<models::UserId> user = {};  ///< default: 0
  std::optional<std::uint32_t> job = {};    ///< default: with a user 1, else the first lost one
  bool all = false;                         ///< a diagram of all jobs, without what is routine
};

/// Throws InputError when the session has no such user or job.
void check_choice(const TraceChoice& choice, const models::Settings& settings);

/// The trace. Throws InputError when a diagram would be longer than Mermaid draws (50,000 characters), or a list of choices
/// longer than trace_choices.hpp allows.
std::string trace_text(TraceFormat format, const Scenario& scenario, const Arm& arm, const Replay& run,
                       const TraceChoice& choice = {});

}  // namespace lastseen::experiments
