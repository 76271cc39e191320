// Internal: the tone of a verdict.
#pragma once

#include <lastseen/experiments/statistics/verdicts.hpp>
#include <lastseen/plots/tone.hpp>

namespace lastseen::experiments {

/// A target that is met without a change is no success of the change.
constexpr plots::Tone tone_of(Verdict verdict, bool is_changed = true) {
  switch (verdict) {
    case Verdict::met: return is_changed ? plots::Tone::good : plots::Tone::neutral;
    case Verdict::missed: return plots::Tone::bad;
    default: return plots::Tone::warning;
  }
}

}  // namespace lastseen::experiments
