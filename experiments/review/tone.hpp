// Internal: the tone of a verdict.
#pragma once

#include <lastseen/experiments/statistics/verdicts.hpp>
#include <lastseen/plots/tone.hpp>

namespace lastseen::experiments {

constexpr plots::Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met: return plots::Tone::good;
    case Verdict::missed: return plots::Tone::bad;
    default: return plots::Tone::warning;
  }
}

}  // namespace lastseen::experiments
