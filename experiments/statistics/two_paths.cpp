#include <lastseen/experiments/statistics/two_paths.hpp>

#include <algorithm>
#include <cmath>

namespace lastseen::experiments {
namespace {

constexpr std::uint64_t carriers_needed = 5;

/// The share of the observations that rare sessions have, when they are this share of the sessions.
double weight_of(double share_of_sessions, const PathMean& usual, const PathMean& rare) {
  const double of_usual = usual.weight / static_cast<double>(usual.sessions);
  const double of_rare = rare.sessions == 0 ? of_usual : rare.weight / static_cast<double>(rare.sessions);
  const double part = share_of_sessions * of_rare;
  return part == 0 ? 0 : part / (part + (1 - share_of_sessions) * of_usual);
}

/// The mean of the rare sessions, with limits: those of the sample, and of few sessions no further than is possible.
PathMean known_of(const PathMean& rare, const Interval& possible, double of_usual) {
  if (rare.sessions >= carriers_needed) return rare;
  PathMean result = rare;
  result.low = possible.low;
  result.high = possible.high;
  if (rare.sessions == 0) {
    result.point = std::clamp(of_usual, possible.low, possible.high);
    return result;
  }
  if (rare.sessions > 1) {
    result.low = std::max(result.low, rare.low);
    result.high = std::min(result.high, rare.high);
  }
  result.low = std::min(result.low, rare.point);  // what was seen is possible
  result.high = std::max(result.high, rare.point);
  return result;
}

PathMean summary_of(const Estimate& estimate, double weight) {
  return {.sessions = estimate.clusters,
          .weight = weight,
          .point = estimate.point.value_or(0),
          .low = estimate.low.value_or(estimate.point.value_or(0)),
          .high = estimate.high.value_or(estimate.point.value_or(0))};
}

void set_limits(Estimate& estimate, const std::optional<Interval>& limits) {
  estimate.low.reset();
  estimate.high.reset();
  estimate.method = "too few: 5 sessions of the rare kind needed";
  if (!limits) return;
  estimate.low = limits->low;
  estimate.high = limits->high;
  estimate.method = "two kinds of session, t and Clopper-Pearson";
}

}  // namespace

std::optional<Interval> mean_of_two_paths(const PathMean& one, const PathMean& other,
                                          const Interval& possible, double confidence) {
  const PathMean& usual = is_usual(one, other) ? one : other;
  const PathMean& seen = is_usual(one, other) ? other : one;
  if (usual.sessions < 2 || (std::isinf(possible.high) && seen.sessions < carriers_needed))
    return std::nullopt;
  const double carriers = static_cast<double>(seen.sessions);
  const double sessions = static_cast<double>(usual.sessions) + carriers;
  const Interval shares = clopper_pearson(carriers, sessions, confidence);
  const double weight = weight_of(carriers / sessions, usual, seen);
  const double more = weight_of(shares.high, usual, seen) - weight;
  const double less = weight - weight_of(shares.low, usual, seen);
  const PathMean rare = known_of(seen, possible, usual.point);
  const double point = usual.point + weight * (rare.point - usual.point);
  // A share of the rare kind that nobody has seen could move the mean as far as is possible.
  const double most_up = seen.sessions == 0 ? rare.high - usual.point : rare.point - usual.point;
  const double most_down = seen.sessions == 0 ? rare.low - usual.point : rare.point - usual.point;
  const double by_share_up = std::max({0.0, more * most_up, -less * most_up});
  const double by_share_down = std::max({0.0, -more * most_down, less * most_down});
  return Interval{point - std::hypot((1 - weight) * (usual.point - usual.low),
                                     weight * (rare.point - rare.low), by_share_down),
                  point + std::hypot((1 - weight) * (usual.high - usual.point),
                                     weight * (rare.high - rare.point), by_share_up)};
}

void TwoPathSums::merge(const TwoPathSums& other) {
  usual.merge(other.usual);
  carriers.merge(other.carriers);
}

Estimate mean(const TwoPathSums& sums, sim::Duration apart, double confidence) {
  MeanSums all = sums.usual;
  all.merge(sums.carriers);
  Estimate estimate = mean(all, confidence);
  if (apart == sim::Duration::zero() || !estimate.low) return estimate;
  const PathMean usual = summary_of(mean(sums.usual, confidence), sums.usual.moments().n());
  const PathMean carriers = summary_of(mean(sums.carriers, confidence), sums.carriers.moments().n());
  const double distance = sim::to_seconds(apart);
  const Interval possible = is_usual(usual, carriers)
                                ? Interval{std::max(0.0, usual.point - distance), usual.point + distance}
                                : Interval{std::max(0.0, carriers.point - distance), carriers.point};
  const auto limits = mean_of_two_paths(usual, carriers, possible, confidence);
  set_limits(estimate, limits);
  if (estimate.low) estimate.low = std::max(0.0, *estimate.low);
  return estimate;
}

void TwoPathRatios::merge(const TwoPathRatios& other) {
  usual.merge(other.usual);
  carriers.merge(other.carriers);
}

Estimate ratio(const TwoPathRatios& sessions, double unit, double most, double confidence) {
  RatioSums all = sessions.usual;
  all.merge(sessions.carriers);
  Estimate estimate = ratio(all, unit, confidence);
  if (!estimate.low) return estimate;
  const PathMean usual = summary_of(ratio(sessions.usual, unit, confidence), sessions.usual.moments().n());
  const PathMean carriers =
      summary_of(ratio(sessions.carriers, unit, confidence), sessions.carriers.moments().n());
  const bool others_are_zero = sessions.usual.moments().x() == 0;
  const bool are_others_rare = !is_usual(usual, carriers);
  const Interval possible{0, others_are_zero && are_others_rare ? 0 : most};
  const auto limits = mean_of_two_paths(usual, carriers, possible, confidence);
  set_limits(estimate, limits);
  if (estimate.low) estimate.low = std::max(0.0, *estimate.low);
  return estimate;
}

}  // namespace lastseen::experiments
