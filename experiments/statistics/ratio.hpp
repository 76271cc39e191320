// The ratio of two totals over sessions, e.g. polls per minute of polling.
#pragma once

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/moments.hpp>

namespace lastseen::experiments {

/// One numerator and one denominator of each session, summed over the sessions in which either is above 0.
class RatioSums {
 public:
  void add(std::uint64_t numerator, std::uint64_t denominator) {
    if (numerator == 0 && denominator == 0) return;
    moments_.add(numerator, denominator);
    cubes_.add(numerator, denominator);
    ++sessions_;
  }
  void merge(const RatioSums& other) {
    moments_.merge(other.moments_);
    cubes_.merge(other.cubes_);
    sessions_ += other.sessions_;
  }

  const Moments& moments() const { return moments_; }
  /// Of the ratio; see Cubes.
  double skewness() const { return cubes_.skewness(moments_); }
  std::uint64_t sessions() const { return sessions_; }

  friend bool operator==(const RatioSums&, const RatioSums&) = default;

 private:
  Moments moments_;
  Cubes cubes_;
  std::uint64_t sessions_ = 0;
};

/// The ratio of the totals, in `unit` (what 1 is of numerator / denominator), with the linearised variance between
/// sessions, R/(R-1) sum(e^2) / (sum D)^2 with e = N - ratio D, and t(R-1), moved by the skewness (skewed_t); cut at 0. R
/// counts sessions with a numerator or a denominator above 0. Without a denominator there is no point, with one session no
/// interval, nor when no session differs from the ratio: data without variation cannot tell how much there is. Source: Law,
/// Simulation Modeling and Analysis, ch. 9 (ratio estimator).
Estimate ratio(const RatioSums& sessions, double unit, double confidence = 0.95);

}  // namespace lastseen::experiments
