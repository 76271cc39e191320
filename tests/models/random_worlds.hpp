// Random worlds for the properties: each property sees worlds of its own, so that together they see thousands.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/models/random_settings.hpp"
#include "tests/race/session.hpp"
#include "tests/scale.hpp"

namespace lastseen::models {

inline constexpr std::uint64_t worlds_per_property = 500;  ///< of the usual scale
inline constexpr std::uint64_t properties_max = 100;

/// Runs the worlds of the property with this number, below properties_max, and hands each on; a failure names the settings.
/// At a larger scale, the worlds beyond the usual ones are the property's own as well.
template <class F>
void in_random_worlds(std::uint64_t property, F check) {
  const std::uint64_t worlds = scaled(worlds_per_property, "worlds");
  for (std::uint64_t world = 0; world < worlds; ++world) {
    const std::uint64_t block = world / worlds_per_property * properties_max + property;
    const std::uint64_t draw = block * worlds_per_property + world % worlds_per_property;
    SCOPED_TRACE("random_settings(" + std::to_string(draw) + "), seed 1");
    const Settings settings = random_settings(draw);
    Session session(settings);
    session.run();
    check(session, settings);
    if (::testing::Test::HasFailure()) return;
  }
}

using JobKey = std::pair<UserId, std::uint32_t>;
inline JobKey job_of(const sim::Record& record) { return {record.subject.owner, record.subject.number}; }

inline bool is_done(Kind kind) {
  return kind == Kind::processing_completed || kind == Kind::processing_failed;
}
/// What the notifier says of a job when it is done.
inline bool is_decision(Kind kind) {
  return kind == Kind::notification_sent || kind == Kind::skipped || kind == Kind::kept ||
         kind == Kind::published || kind == Kind::push_sent;
}

}  // namespace lastseen::models
