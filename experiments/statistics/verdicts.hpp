// Verdicts: what an estimate says about a threshold, by its interval and not by its point.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <lastseen/experiments/statistics/estimates.hpp>

namespace lastseen::experiments {

/// Which side of a threshold is good; the threshold itself is.
enum class Comparison { at_least, at_most };

/// The key of a scenario file: "at_least", "at_most".
const char* to_text(Comparison comparison);
std::optional<Comparison> comparison_named(std::string_view name);

/// Whether a value is on the good side.
bool holds(double value, Comparison comparison, double threshold);

/// What an estimate says about a target.
enum class Verdict { met, missed, inconclusive, no_data };

/// The word for a report: "met", "missed", "inconclusive", "no data".
const char* to_text(Verdict verdict);

/// Compares the interval's bound, not the point: met when the whole interval lies on the good side (the
/// threshold itself is good), missed when the whole interval lies on the other, otherwise inconclusive. A
/// point without an interval is inconclusive, no point is no_data. A threshold that is NaN throws
/// std::invalid_argument.
Verdict judge(const Estimate& estimate, Comparison comparison, double threshold);

/// A target whose estimate can be made at any confidence level.
struct Target {
  std::function<Estimate(double confidence)> estimate;
  Comparison comparison = Comparison::at_least;
  double threshold = 0;
};

/// Judges several targets so that the chance of any wrong "met" or "missed" is at most 1 - confidence: Holm's
/// step-down procedure (1979, Scandinavian Journal of Statistics 6, 65-70) on intervals. With m targets
/// undecided all of them are judged at 1 - (1 - confidence) / m; those decided stay decided, and the others are
/// judged again with the smaller m, until none is decided any more. Targets without data count in m. Verdicts
/// in order.
std::vector<Verdict> judge_together(std::span<const Target> targets, double confidence = 0.95);

}  // namespace lastseen::experiments
