#include <lastseen/experiments/statistics/mean.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace lastseen::experiments {
namespace {

constexpr double per_second = 1e9;

}  // namespace

void MeanSums::add(std::span<const sim::Duration> times) {
  if (times.empty()) return;
  std::uint64_t sum = 0;
  for (const sim::Duration time : times) {
    if (time < sim::Duration::zero()) {
      throw std::invalid_argument("a time must be at least 0 s, not " +
                                  std::to_string(sim::to_seconds(time)));
    }
    const auto nanoseconds = static_cast<std::uint64_t>(time.count());
    sum += nanoseconds;
    times_.add(nanoseconds);
  }
  moments_.add(sum, times.size());
  cubes_.add(sum, times.size());
  observations_ += times.size();
  ++sessions_;
}

void MeanSums::merge(const MeanSums& other) {
  moments_.merge(other.moments_);
  cubes_.merge(other.cubes_);
  times_.merge(other.times_);
  sessions_ += other.sessions_;
  observations_ += other.observations_;
}

Estimate mean(const MeanSums& sums, double confidence) {
  check_confidence(confidence);
  Estimate estimate;
  estimate.confidence = confidence;
  estimate.observations = sums.observations();
  estimate.clusters = sums.sessions();
  estimate.method = "no data";
  if (estimate.observations == 0) return estimate;
  const double number = static_cast<double>(estimate.observations);
  const double point = sums.moments().ratio() / per_second;
  estimate.point = point;
  estimate.method = "too few: 2 sessions needed";
  if (estimate.clusters < 2) return estimate;
  const double sessions = static_cast<double>(estimate.clusters);
  const double between = sums.moments().squared_residuals() / per_second / per_second;
  const double independent = sums.squared_deviations() / per_second / per_second / (number - 1.0) / number;
  const double variance = std::max(independent, sessions / (sessions - 1.0) * between);
  if (independent > 0.0) estimate.design_effect = variance / independent;
  const Interval limits =
      skewed_t(point, std::sqrt(variance), sums.skewness(), two_sided_t(confidence, sessions - 1.0));
  estimate.low = std::max(0.0, limits.low);
  estimate.high = limits.high;
  estimate.method = estimate.clusters == estimate.observations ? "t" : "ratio, cluster-adjusted t";
  return estimate;
}

}  // namespace lastseen::experiments
