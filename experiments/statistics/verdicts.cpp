#include <lastseen/experiments/statistics/verdicts.hpp>

#include <cmath>
#include <stdexcept>
#include <utility>

namespace lastseen::experiments {

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
  if (comparison == Comparison::at_least) {
    if (*estimate.low >= threshold) return Verdict::met;
    return *estimate.high < threshold ? Verdict::missed : Verdict::inconclusive;
  }
  if (*estimate.high <= threshold) return Verdict::met;
  return *estimate.low > threshold ? Verdict::missed : Verdict::inconclusive;
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
