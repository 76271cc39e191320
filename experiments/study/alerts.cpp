#include <lastseen/experiments/study/alerts.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/figure_text.hpp>

namespace lastseen::experiments {
namespace {

constexpr AlertRule rules[] = {
    {ResponseId::delivery_rate, Comparison::at_least, 0.50, Severity::critical},
    {ResponseId::time_to_ui_mean, Comparison::at_most, 15, Severity::critical},
    {ResponseId::connection_rate, Comparison::at_least, 0.90, Severity::warning},
    {ResponseId::polling_activation_rate, Comparison::at_most, 0.25, Severity::warning},
};

}  // namespace

std::span<const AlertRule> alert_rules() { return rules; }

std::vector<std::string> alerts(const ArmFigures& arm) {
  std::vector<std::string> raised;
  for (const AlertRule& rule : rules) {
    const std::optional<double> point = arm.estimates[rule.response].point;
    if (!point) continue;
    const Response& response = response_of(rule.response);
    const FigureText text = figure_text(response, arm);
    const std::string limit =
        fmt::format("{} {}", rule.comparison == Comparison::at_least ? "below" : "above",
                    value_text(response.unit, rule.level));
    if (arm.withholds(response)) {
      raised.push_back(fmt::format("{}: {} is not given, {}; counts as {}", to_text(rule.severity),
                                   response.title, text.note, limit));
    } else if (!holds(*point, rule.comparison, rule.level)) {
      raised.push_back(
          fmt::format("{}: {} {}, {}", to_text(rule.severity), response.title, text.figure, limit));
    }
  }
  return raised;
}

}  // namespace lastseen::experiments
