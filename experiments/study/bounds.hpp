// How large a study may be, judged before anything runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::experiments {

/// Sessions of a study: points x arms x replications. At 20 microseconds each, two days and a half of one processor.
inline constexpr std::uint64_t sessions_max = 10'000'000'000;

/// Times kept at a point for exact quantiles, of all jobs of all arms: 16 bytes each, so some 4 GB.
inline constexpr std::uint64_t times_max = 250'000'000;

/// Throws InputError, with what to lower, when so many points of the scenario's arms and replications are too many sessions.
void check_sessions(const Scenario& scenario, std::size_t points);

/// The same for what is kept of the sessions of a point, whose arms these are.
void check_times(const std::vector<Arm>& arms, std::uint32_t replications);

}  // namespace lastseen::experiments
