// The ratio of two totals over sessions, e.g. polls per minute of polling.
#pragma once

#include <span>

#include <lastseen/experiments/statistics/estimates.hpp>

namespace lastseen::experiments {

/// One session's part of both totals; both are finite and not negative.
struct RatioCluster {
  double numerator = 0;
  double denominator = 0;
};

/// The ratio of the totals with the linearised variance between sessions, R/(R-1) sum(e^2) / (sum D)^2 with
/// e = N - ratio D, and t(R-1); cut at 0. R counts sessions with a denominator above 0; without any there is no
/// point, with one no interval,
/// nor when no session differs from the ratio: data without variation cannot tell how much there is. Source: Law, Simulation Modeling and Analysis, ch. 9 (ratio estimator).
Estimate ratio(std::span<const RatioCluster> sessions, double confidence = 0.95);

}  // namespace lastseen::experiments
