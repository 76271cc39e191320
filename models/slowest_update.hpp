// How long a job can take from its completion to the screen when it is shown at all, whatever the luck: a bound for what no
// sample has seen yet (experiments/statistics/two_paths.hpp).
#pragma once

#include <lastseen/models/settings.hpp>

namespace lastseen::models {

/// The longest time from the completion of a job to its being shown, of jobs that are shown before the run ends, though not
/// by a notification that was sent at their completion:
///  - 0 where there are none: only a notification sent at completion can show one (no polling, nothing kept, published or pushed);
///  - where polling runs from submission until all is seen, and nothing in the settings holds up, loses or refuses a request:
///    a poll that was answered just before, the longest polling interval, and the next poll there and back. A latency counts
///    as its quantile at 1 - 10^-9;
///  - otherwise session.duration + session.drain: it is shown before the run ends.
Duration slowest_update(const Settings& settings);

}  // namespace lastseen::models
