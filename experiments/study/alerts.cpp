#include <lastseen/experiments/study/alerts.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/figure_text.hpp>

namespace lastseen::experiments {

const std::vector<AlertRule>& alert_rules() {
  static const std::vector<AlertRule> rules = {
      {ResponseId::delivery_rate, true, 0.50, "critical"},
      {ResponseId::time_to_ui_mean, false, 15, "critical"},
      {ResponseId::connection_rate, true, 0.90, "warning"},
      {ResponseId::polling_activation_rate, false, 0.25, "warning"},
  };
  return rules;
}

std::vector<std::string> alerts(const ArmFigures& arm) {
  std::vector<std::string> raised;
  for (const AlertRule& rule : alert_rules()) {
    const Response& response = response_of(rule.response);
    const FigureText text = figure_text(response, arm);
    const Estimate& estimate = arm.estimates[rule.response];
    const std::string limit =
        fmt::format("{} {}", rule.when_below ? "below" : "above", value_text(response.unit, rule.level));
    if (!estimate.point) continue;
    if (text.figure == "none") {
      raised.push_back(fmt::format("{}: {} is not given, {}; counts as {}", rule.severity, response.title,
                                   text.note, limit));
    } else if (rule.when_below ? *estimate.point < rule.level : *estimate.point > rule.level) {
      raised.push_back(fmt::format("{}: {} {}, {}", rule.severity, response.title, text.figure, limit));
    }
  }
  return raised;
}

}  // namespace lastseen::experiments
