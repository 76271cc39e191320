// A run told on stdout as a timeline: what happened, what became of each job, and whether the logs agree.
#pragma once

#include <optional>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::cli {

/// Prints the story. `all`: with routine pings and polls; `user`: what concerns this one alone. Plays the other arms too, to hold them against the evidence.
void print_story(const experiments::Scenario& scenario, const experiments::Arm& arm,
                 const experiments::Replay& told, bool all, std::optional<models::UserId> user = {});

}  // namespace lastseen::cli
