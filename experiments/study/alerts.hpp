// The alerts of the sources: what a monitor in production would raise for an arm's figures.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <lastseen/experiments/statistics/verdicts.hpp>
#include <lastseen/experiments/study/arm_figures.hpp>
#include <lastseen/experiments/study/severity.hpp>

namespace lastseen::experiments {

/// A rule: raised when the response is not at least (or at most) the level.
struct AlertRule {
  ResponseId response;
  Comparison comparison;
  double level;  ///< in the unit of the response
  Severity severity;
};

/// The rules of the troubleshooting guide, "Alert Conditions".
std::span<const AlertRule> alert_rules();

/// The rules that the arm's figures break, a sentence each: "critical: Notifications delivered 5.7 %, below 50 %". By the
/// figure itself, as a monitor does, not by its interval. A mean that is not given (too many jobs were never shown) counts
/// as above any level.
std::vector<std::string> alerts(const ArmFigures& arm);

}  // namespace lastseen::experiments
