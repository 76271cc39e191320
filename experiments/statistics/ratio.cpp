#include <lastseen/experiments/statistics/ratio.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lastseen::experiments {

Estimate ratio(const RatioSums& sessions, double unit, double confidence) {
  check_confidence(confidence);
  Estimate estimate{.confidence = confidence, .method = "no data"};
  estimate.clusters = sessions.sessions();
  estimate.observations = estimate.clusters;
  if (sessions.moments().is_empty()) return estimate;
  const double point = sessions.moments().ratio() / unit;
  estimate.point = point;
  estimate.method = "too few: 2 sessions needed";
  if (estimate.clusters < 2) return estimate;

  const double squares = sessions.moments().squared_residuals();
  if (squares == 0) {
    estimate.method = fmt::format("does not vary in {} sessions", estimate.clusters);
    return estimate;
  }
  const double count = static_cast<double>(estimate.clusters);
  const double error = std::sqrt(count / (count - 1) * squares) / unit;
  const Interval limits = skewed_t(point, error, sessions.skewness(), two_sided_t(confidence, count - 1));
  estimate.low = std::max(0.0, limits.low);
  estimate.high = limits.high;
  estimate.method = "ratio over sessions, linearised";
  return estimate;
}

}  // namespace lastseen::experiments
