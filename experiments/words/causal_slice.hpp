// The part of a run that tells what became of one job: its own records, what caused them, and what led to its loss.
#pragma once

#include <vector>

#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// The ids, rising, of the records of the job (at its phone, at the server, on the way), of their causes up to the first,
/// and of the pings that came and did not keep the entry: the last few before it went, and the last before the check. `records` are all of the run, record
/// id i at index i - 1.
std::vector<sim::RecordId> causal_slice(const std::vector<sim::Record>& records, models::UserId user,
                                        std::uint32_t job);

}  // namespace lastseen::experiments
