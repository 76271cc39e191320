// A run told as text, for a terminal: what happened, what became of each job, and whether the logs agree.
#pragma once

#include <optional>
#include <string>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {

/// What of a run is told.
struct StoryChoice {
  bool all = false;                         ///< routine pings and polls too
  std::optional<models::UserId> user = {};  ///< what concerns this one alone
};

/// Plays the other arms too, to hold them against the evidence.
std::string story_text(const Scenario& scenario, const Arm& arm, const Replay& told,
                       const StoryChoice& choice);

}  // namespace lastseen::experiments
