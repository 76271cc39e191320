// The part of a run that tells what became of one job: its own records, what caused them, and what led to its loss.
#pragma once

#include <vector>

#include "experiments/story.hpp"

namespace lastseen::experiments {

/// The job to tell when none is asked for: the first that was done and not delivered, else the first of all.
const models::JobResult& job_to_tell(const ToldRun& run);

/// The ids, rising, of the records of the job (at its phone, at the server, on the way), of their causes up to the first,
/// and of the pings that came and did not keep the entry: the last few before it went, and the last before the check.
std::vector<sim::RecordId> causal_slice(const ToldRun& run, models::UserId user, std::uint32_t job);

}  // namespace lastseen::experiments
