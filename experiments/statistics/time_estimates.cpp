// Quantiles, means and distribution functions over sessions. Everything is read off one sorted sample: an
// indicator such as T <= x is "the first k ranks", and its sessions are counted in one pass.
#include <lastseen/experiments/statistics/time_estimates.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace lastseen::experiments {
namespace {

constexpr double longest = 1e15;  // seconds; sums of squares stay finite

// The 0-based rank of the p-quantile of n observations: ceil(n p) - 1, forgiving the rounding of n p.
std::size_t rank_of(double p, std::size_t n) {
  const double rank =
      std::ceil(static_cast<double>(n) * p * (1.0 - 4.0 * std::numeric_limits<double>::epsilon()));
  return static_cast<std::size_t>(std::clamp(rank, 1.0, static_cast<double>(n))) - 1;
}

// The points of a step function, without those that lie at most `error` above the last one kept; both
// ends stay.
std::vector<EcdfPoint> thinned(const std::vector<EcdfPoint>& all, double error) {
  std::vector<EcdfPoint> kept{all.front()};
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].share - kept.back().share > error || i + 1 == all.size()) kept.push_back(all[i]);
  }
  return kept;
}

}  // namespace

TimeSample::TimeSample(std::vector<Timing> timings) {
  for (const Timing& timing : timings) {
    if (!(timing.seconds >= 0.0) || (std::isfinite(timing.seconds) && timing.seconds > longest)) {
      throw std::invalid_argument("a time must be in [0, 1e15] seconds or +infinity, not " +
                                  std::to_string(timing.seconds));
    }
  }
  std::sort(timings.begin(), timings.end(), [](const Timing& a, const Timing& b) {
    return a.seconds != b.seconds ? a.seconds < b.seconds : a.session < b.session;
  });
  std::vector<std::uint64_t> names;
  names.reserve(timings.size());
  for (const Timing& timing : timings) names.push_back(timing.session);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (names.size() > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("too many sessions");
  trials_.resize(names.size());
  seconds_.reserve(timings.size());
  session_.reserve(timings.size());
  for (const Timing& timing : timings) {
    const auto name = std::lower_bound(names.begin(), names.end(), timing.session);
    const auto number = static_cast<std::uint32_t>(name - names.begin());
    seconds_.push_back(timing.seconds);
    session_.push_back(number);
    ++trials_[number];
  }
}

std::vector<Cluster> TimeSample::clusters_up_to(std::size_t count) const {
  std::vector<Cluster> clusters(trials_.size());
  for (std::size_t i = 0; i < trials_.size(); ++i) clusters[i].trials = trials_[i];
  for (std::size_t rank = 0; rank < count; ++rank) ++clusters[session_[rank]].events;
  return clusters;
}

std::size_t TimeSample::count_finite() const {
  const auto end =
      std::lower_bound(seconds_.begin(), seconds_.end(), std::numeric_limits<double>::infinity());
  return static_cast<std::size_t>(end - seconds_.begin());
}

Estimate TimeSample::quantile(double p, double confidence) const {
  const std::uint64_t needed = observations_needed(p, confidence);
  Estimate estimate;
  estimate.confidence = confidence;
  estimate.clusters = trials_.size();
  estimate.observations = seconds_.size();
  estimate.method = "no data";
  if (seconds_.empty()) return estimate;
  const std::size_t n = seconds_.size();
  const double point = seconds_[rank_of(p, n)];
  estimate.point = point;
  if (trials_.size() == n) {
    const std::optional<RankInterval> ranks = quantile_ranks(n, p, confidence);
    estimate.method = ranks ? "order statistics" : "too few: " + std::to_string(needed) + " needed";
    if (ranks) {
      estimate.low = seconds_[ranks->low - 1];
      estimate.high = seconds_[ranks->high - 1];
    }
    return estimate;
  }
  estimate.method = "too few: 2 sessions needed";
  if (trials_.size() < 2) return estimate;
  const auto [first, last] = std::equal_range(seconds_.begin(), seconds_.end(), point);
  double effective = static_cast<double>(n);
  bool known = false;
  for (const auto edge : {first, last}) {
    if (edge == seconds_.begin() || edge == seconds_.end()) continue;
    const auto share = summarise(clusters_up_to(static_cast<std::size_t>(edge - seconds_.begin())));
    effective = std::min(effective, share.effective);
    known = true;
  }
  if (!known) effective = static_cast<double>(trials_.size());  // all times are equal
  if (effective < static_cast<double>(needed)) {
    estimate.method = "too few: " + std::to_string(needed) + " effective observations needed, " +
                      std::to_string(static_cast<std::uint64_t>(effective)) + " there";
    return estimate;
  }
  estimate.design_effect = static_cast<double>(n) / effective;
  const double ratio =
      two_sided_z(confidence) / two_sided_t(confidence, static_cast<double>(trials_.size() - 1));
  const double adjusted = effective * ratio * ratio;
  const Interval shares = clopper_pearson(adjusted * p, adjusted, confidence);
  estimate.low = seconds_[rank_of(shares.low, n)];
  estimate.high = seconds_[rank_of(shares.high, n)];
  estimate.method = "Woodruff, cluster-adjusted";
  return estimate;
}

Estimate TimeSample::mean(double confidence) const {
  check_confidence(confidence);
  struct Sum {
    double seconds = 0;
    double count = 0;
  };
  const std::size_t n = count_finite();
  std::vector<Sum> sums(trials_.size());
  double total = 0;
  for (std::size_t rank = 0; rank < n; ++rank) {
    sums[session_[rank]].seconds += seconds_[rank];
    sums[session_[rank]].count += 1.0;
    total += seconds_[rank];
  }
  Estimate estimate;
  estimate.confidence = confidence;
  estimate.observations = n;
  estimate.method = "no data";
  if (n == 0) return estimate;
  const double number = static_cast<double>(n);
  const double mean = total / number;
  double between = 0;
  for (const Sum& sum : sums) {
    if (sum.count == 0.0) continue;
    ++estimate.clusters;
    const double e = (sum.seconds - mean * sum.count) / number;
    between += e * e;
  }
  estimate.point = mean;
  estimate.method = "too few: 2 sessions needed";
  if (estimate.clusters < 2) return estimate;
  double squares = 0;
  for (std::size_t rank = 0; rank < n; ++rank) squares += (seconds_[rank] - mean) * (seconds_[rank] - mean);
  const double sessions = static_cast<double>(estimate.clusters);
  const double independent = squares / (number - 1.0) / number;
  const double variance = std::max(independent, sessions / (sessions - 1.0) * between);
  if (independent > 0.0) estimate.design_effect = variance / independent;
  const double half = two_sided_t(confidence, sessions - 1.0) * std::sqrt(variance);
  estimate.low = std::max(0.0, mean - half);
  estimate.high = mean + half;
  estimate.method = estimate.clusters == n ? "t" : "ratio, cluster-adjusted t";
  return estimate;
}

Estimate TimeSample::never(double confidence) const {
  std::vector<Cluster> clusters = clusters_up_to(count_finite());
  for (Cluster& cluster : clusters) cluster.events = cluster.trials - cluster.events;
  return proportion(clusters, confidence);
}

Estimate TimeSample::share_within(double seconds, double confidence) const {
  if (!(seconds >= 0.0))
    throw std::invalid_argument("a time must be at least 0 s, not " + std::to_string(seconds));
  // "Within infinity" means that it happened at all.
  const auto end = std::isfinite(seconds) ? std::upper_bound(seconds_.begin(), seconds_.end(), seconds)
                                          : std::lower_bound(seconds_.begin(), seconds_.end(), seconds);
  return proportion(clusters_up_to(static_cast<std::size_t>(end - seconds_.begin())), confidence);
}

Ecdf TimeSample::ecdf(std::size_t most) const {
  if (most < 2) {
    throw std::invalid_argument("a distribution needs at least 2 points, not " + std::to_string(most));
  }
  Ecdf ecdf;
  ecdf.observations = seconds_.size();
  if (seconds_.empty()) return ecdf;
  const double number = static_cast<double>(seconds_.size());
  const std::size_t n = count_finite();
  ecdf.never_share = static_cast<double>(seconds_.size() - n) / number;
  std::vector<EcdfPoint> all;
  for (std::size_t rank = 0; rank < n; ++rank) {
    if (rank + 1 < n && seconds_[rank + 1] == seconds_[rank]) continue;
    all.push_back({seconds_[rank], static_cast<double>(rank + 1) / number});
  }
  if (all.size() <= most) {
    ecdf.points = std::move(all);
    return ecdf;
  }
  // The number of points falls as the allowed error grows; 1 keeps the two ends.
  double too_small = 0;
  ecdf.thinning_error = 1;
  for (int step = 0; step < 30; ++step) {
    const double middle = (too_small + ecdf.thinning_error) / 2.0;
    (thinned(all, middle).size() <= most ? ecdf.thinning_error : too_small) = middle;
  }
  ecdf.points = thinned(all, ecdf.thinning_error);
  return ecdf;
}

}  // namespace lastseen::experiments
