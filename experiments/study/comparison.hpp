// The arms of a scenario side by side under common random numbers: responses with intervals, the pairs against the
// reference arm, and the verdict on the targets.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/runs/execution.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/arm_sample.hpp>
#include <lastseen/experiments/statistics/verdicts.hpp>
#include <lastseen/experiments/study/arm_figures.hpp>
#include <lastseen/experiments/study/paired_figures.hpp>
#include <lastseen/experiments/study/targets.hpp>

namespace lastseen::experiments {

struct ArmComparison {
  std::vector<ArmFigures> arms;
  std::vector<PairedFigures> pairs;     ///< all arms but the first
  std::vector<TargetVerdict> verdicts;  ///< of the last arm
  double confidence = 0.95;

  /// met: all; missed: any; else inconclusive (also without data).
  Verdict overall() const;
  /// Whether the last arm differs from the first in some response; of a single arm true.
  bool changes_anything() const;
};

/// The samples themselves, for charts of distributions.
struct ComparedSamples {
  std::vector<ArmSample> arms;
};

ArmComparison compare(const Scenario& scenario, const Execution& execution,
                      ComparedSamples* samples = nullptr);

}  // namespace lastseen::experiments
