// The mean of times over sessions that have several each.
#pragma once

#include <cstdint>
#include <span>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/moments.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {

/// The times of many sessions, summed.
class MeanSums {
 public:
  /// The times of one session, each at least 0 (else std::invalid_argument); a session without any is not counted.
  void add(std::span<const sim::Duration> times);
  void merge(const MeanSums& other);

  const Moments& moments() const { return moments_; }  ///< of sum of times [ns] and number of times
  std::uint64_t sessions() const { return sessions_; }
  std::uint64_t observations() const { return observations_; }
  /// sum (t - mean)^2 over all times [ns^2].
  double squared_deviations() const { return times_.squared_deviations(observations_); }

  /// Of the mean; see Cubes.
  double skewness() const { return cubes_.skewness(moments_); }

  friend bool operator==(const MeanSums&, const MeanSums&) = default;

 private:
  Moments moments_;
  Cubes cubes_;
  SquaredTimes times_;
  std::uint64_t sessions_ = 0;
  std::uint64_t observations_ = 0;
};

/// The mean in seconds, over all times: ratio estimator with the variance between sessions, R/(R-1) sum(e^2) / n^2,
/// e = sum of times - mean * number, floored at s^2/n (design effect at least 1), and t(R-1), moved by the skewness
/// (skewed_t); cut at 0. No point without a time, no interval with fewer than 2 sessions.
Estimate mean(const MeanSums& sums, double confidence = 0.95);

}  // namespace lastseen::experiments
