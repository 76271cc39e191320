#include <lastseen/experiments/statistics/verdicts.hpp>

#include <cmath>
#include <stdexcept>
#include <utility>

namespace lastseen::experiments {

const char* to_text(Comparison comparison) {
  return comparison == Comparison::at_least ? "at_least" : "at_most";
}

std::optional<Comparison> comparison_named(std::string_view name) {
  for (const Comparison comparison : {Comparison::at_least, Comparison::at_most}) {
    if (name == to_text(comparison)) return comparison;
  }
  return std::nullopt;
}

bool holds(double value, Comparison comparison, double threshold) {
  return comparison == Comparison::at_least ? value >= threshold : value <= threshold;
}

const char* to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::met: return "met";
    case Verdict::missed: return "missed";
    case Verdict::inconclusive: return "inconclusive";
    case Verdict::no_data: break;
  }
  return "no data";
}

Verdict judge(const Estimate& estimate, Comparison comparison, double threshold) {
  if (std::isnan(threshold)) throw std::invalid_argument("a threshold must be a number, not NaN");
  if (!estimate.point) return Verdict::no_data;
  if (!estimate.low || !estimate.high) return Verdict::inconclusive;
  const bool is_low_worst = comparison == Comparison::at_least;
  const double worst = is_low_worst ? *estimate.low : *estimate.high;
  const double best = is_low_worst ? *estimate.high : *estimate.low;
  if (holds(worst, comparison, threshold)) return Verdict::met;
  return holds(best, comparison, threshold) ? Verdict::inconclusive : Verdict::missed;
}

std::vector<Verdict> judge_together(std::span<const Target> targets, double confidence) {
  check_confidence(confidence);
  std::vector<Verdict> verdicts(targets.size(), Verdict::inconclusive);
  std::vector<std::size_t> open(targets.size());
  for (std::size_t i = 0; i < open.size(); ++i) open[i] = i;
  while (!open.empty()) {
    const double strict = 1.0 - (1.0 - confidence) / static_cast<double>(open.size());
    std::vector<std::size_t> undecided;
    for (const std::size_t i : open) {
      const Target& target = targets[i];
      verdicts[i] = judge(target.estimate(strict), target.comparison, target.threshold);
      if (verdicts[i] != Verdict::met && verdicts[i] != Verdict::missed) undecided.push_back(i);
    }
    if (undecided.size() == open.size()) break;
    open = std::move(undecided);
  }
  return verdicts;
}

}  // namespace lastseen::experiments
