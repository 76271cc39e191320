// What became of a job, and why, in words.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/words/story_clock.hpp>
#include <lastseen/models/monitor.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// What became of the job, and why, in one to three sentences. `records` are all of the run, record id i at
/// index i - 1.
std::string outcome_text(const models::JobResult& job, const std::vector<sim::Record>& records,
                         const StoryClock& story, const models::Settings& settings);

}  // namespace lastseen::experiments
