// The alerts of the sources: what a monitor in production would raise for an arm's figures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <lastseen/experiments/study/arm_figures.hpp>

namespace lastseen::experiments {

/// A rule: raised when the response is below (or above) the level.
struct AlertRule {
  ResponseId response;
  bool when_below = true;
  double level = 0;  ///< in the unit of the response
  std::string_view severity;
};

/// The rules of the troubleshooting guide, "Alert Conditions".
const std::vector<AlertRule>& alert_rules();

/// The rules that the arm's figures break, a sentence each: "critical: Notifications delivered 5.7 %, below 50 %". By the
/// figure itself, as a monitor does, not by its interval. A mean that is not given (too many jobs were never shown) counts
/// as above any level.
std::vector<std::string> alerts(const ArmFigures& arm);

}  // namespace lastseen::experiments
