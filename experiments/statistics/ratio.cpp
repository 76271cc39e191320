#include <lastseen/experiments/statistics/ratio.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lastseen::experiments {

Estimate ratio(std::span<const RatioCluster> sessions, double confidence) {
  check_confidence(confidence);
  Estimate estimate{.confidence = confidence, .method = "no data"};
  double numerator = 0;
  double denominator = 0;
  for (const RatioCluster& session : sessions) {
    if (session.denominator <= 0) continue;
    numerator += session.numerator;
    denominator += session.denominator;
    ++estimate.clusters;
  }
  estimate.observations = estimate.clusters;
  if (estimate.clusters == 0) return estimate;
  const double point = numerator / denominator;
  estimate.point = point;
  estimate.method = "too few: 2 sessions needed";
  if (estimate.clusters < 2) return estimate;

  double squares = 0;
  for (const RatioCluster& session : sessions) {
    if (session.denominator <= 0) continue;
    const double residual = session.numerator - point * session.denominator;
    squares += residual * residual;
  }
  if (squares == 0) {
    estimate.method = fmt::format("does not vary in {} sessions", estimate.clusters);
    return estimate;
  }
  const double count = static_cast<double>(estimate.clusters);
  const double error = std::sqrt(count / (count - 1) * squares) / denominator;
  const double half = two_sided_t(confidence, count - 1) * error;
  estimate.low = std::max(0.0, point - half);
  estimate.high = point + half;
  estimate.method = "ratio over sessions, linearised";
  return estimate;
}

}  // namespace lastseen::experiments
