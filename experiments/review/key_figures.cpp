// The cards beside the verdict.
#include <lastseen/experiments/review/sections.hpp>

#include <lastseen/experiments/review/tone.hpp>
#include <lastseen/experiments/study/figure_text.hpp>

namespace lastseen::experiments {
namespace {

/// A card takes its tone from a target on its own response, which judges the last arm, where that differs from the first.
plots::Tone card_tone(const ArmComparison& comparison, ResponseId response) {
  const bool is_changed = comparison.arms.size() == 1 || comparison.arms.front().estimates[response].point !=
                                                             comparison.arms.back().estimates[response].point;
  for (const TargetVerdict& verdict : comparison.verdicts) {
    if (verdict.target.response == response) return tone_of(verdict.verdict, is_changed);
  }
  return plots::Tone::neutral;
}

}  // namespace

std::vector<plots::KeyFigure> key_figures(const ReviewedStudy& study) {
  const ArmComparison& comparison = study.comparison;
  std::vector<plots::KeyFigure> figures;
  const auto add = [&](const ArmFigures& arm, ResponseId response, const std::string& name) {
    const bool is_judged = &arm == &comparison.arms.back();
    FigureText text = figure_text(response_of(response), arm);
    figures.push_back({.name = name + ", " + arm.name,
                       .value = std::move(text.figure),
                       .note = std::move(text.note),
                       .tone = is_judged ? card_tone(comparison, response) : plots::Tone::neutral});
  };
  const auto add_both = [&](ResponseId response, const std::string& name) {
    add(comparison.arms.front(), response, name);
    if (comparison.arms.size() > 1) add(comparison.arms.back(), response, name);
  };
  add_both(ResponseId::delivery_rate, "Delivered");
  add_both(ResponseId::time_to_ui_mean, "Mean time to UI");
  if (comparison.arms.size() == 1) add_both(ResponseId::never_updated, "Screen never updated");
  return figures;
}

}  // namespace lastseen::experiments
