// The arms of a scenario side by side under common random numbers: responses with intervals, the pairs against the
// reference arm, and the verdict on the targets.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <lastseen/experiments/runs/replications.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/arm_sample.hpp>
#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/experiments/statistics/verdicts.hpp>

namespace lastseen::experiments {

/// One arm's figures.
struct ArmFigures {
  std::string name;
  std::string description;
  std::uint64_t sessions = 0;
  std::uint64_t jobs = 0;
  std::uint64_t delivered = 0;
  PerResponse<Estimate> estimates;
  std::optional<double> time_to_ui_max;  ///< over jobs completed; +infinity when one was never shown
  std::map<std::string, std::uint64_t> causes;
  std::uint64_t fingerprint = 0;
  std::uint64_t events = 0;
};

/// A mean over the jobs that were shown flatters an arm that never shows many: beyond this share it is not given.
inline constexpr double never_updated_most = 0.01;

/// A response of an arm as text: the figure, and its interval or why there is none.
struct FigureText {
  std::string figure;
  std::string note;
};
FigureText figure_text(const Response& response, const ArmFigures& arm);

/// What makes the arm, in words: its description, else the settings that it changes.
std::string arm_text(const Arm& arm);

/// A sentence for each arm whose own value of one of the keys is replaced by another for all arms.
std::vector<std::string> replaced_values(const Scenario& scenario, const std::vector<std::string>& keys);

/// An arm's figures and the sample that they were made from.
struct MeasuredArm {
  ArmSample sample;
  ArmFigures figures;
};
MeasuredArm measure(const Arm& arm, Sessions run, double confidence = 0.95);

/// An arm against the reference, pair by pair: the same job of the same session.
struct PairedFigures {
  std::string arm;
  PairedTable table;    ///< delivered in both, only in this arm, only in the reference, in neither
  Estimate difference;  ///< of delivery rates, this arm - reference
  std::optional<double> correlation;  ///< of the sessions' residuals; absent when an arm does not vary
  std::optional<std::uint32_t>
      first_only_reference;  ///< a replication with a job delivered in the reference only
};

struct TargetVerdict {
  Threshold target;
  Verdict verdict = Verdict::no_data;
  Estimate estimate;
  std::string alert;   ///< "", "warning" or "critical": the level that the point has passed
  std::string reason;  ///< why a mean is missed although its figure is not; else empty
};

struct ArmComparison {
  std::vector<ArmFigures> arms;
  std::vector<PairedFigures> pairs;     ///< all arms but the first
  std::vector<TargetVerdict> verdicts;  ///< of the last arm
  double confidence = 0.95;

  /// met: all; missed: any; else inconclusive (also without data).
  Verdict overall() const;
};

/// The samples themselves, for charts of distributions.
struct ComparedSamples {
  std::vector<ArmSample> arms;
};

ArmComparison compare(const Scenario& scenario, const Execution& execution,
                      ComparedSamples* samples = nullptr);

/// The verdict in one sentence: delivery from the first arm to the last, the difference, targets.
std::string verdict_sentence(const Scenario& scenario, const ArmComparison& comparison);

}  // namespace lastseen::experiments
