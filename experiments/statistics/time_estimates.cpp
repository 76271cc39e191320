// Quantiles, means and distribution functions over sessions. Everything is read off the steps of one sorted sample: an
// indicator such as T <= x is a step, at which the sums over sessions are known.
#include <lastseen/experiments/statistics/time_estimates.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace lastseen::experiments {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// The 0-based rank of the p-quantile of n observations: ceil(n p) - 1, forgiving the rounding of n p.
std::uint64_t rank_of(double p, std::uint64_t n) {
  const double rank =
      std::ceil(static_cast<double>(n) * p * (1.0 - 4.0 * std::numeric_limits<double>::epsilon()));
  return static_cast<std::uint64_t>(std::clamp(rank, 1.0, static_cast<double>(n))) - 1;
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

TimeSample::TimeSample(const TimeSums& sums)
    : finite_(sums.finite()),
      squared_trials_(sums.squared_trials()),
      observations_(sums.observations()),
      sessions_(sums.sessions_with_observations()),
      longest_s_(sim::to_seconds(sums.longest())),
      is_exact_(sums.is_exact()) {
  Below below;
  for (const TimeSums::Step& step : sums.steps()) {
    below.seconds = sim::to_seconds(step.time);
    below.count += step.observations;
    below.squares += step.squares;
    below.products += step.trials;
    below.with_one += step.firsts;
    below.with_all += step.lasts;
    steps_.push_back(below);
  }
}

ClusterSums TimeSample::clusters(const Below& below) const {
  const auto wide = [](std::uint64_t number) {
    WideSum sum;
    sum.add(number);
    return sum;
  };
  const Moments moments(wide(below.count), wide(observations_), wide(below.squares), wide(below.products),
                        squared_trials_);
  return {moments, sessions_, observations_, below.with_one, sessions_ - below.with_all};
}

std::size_t TimeSample::step_of_rank(std::uint64_t rank) const {
  const auto step = std::ranges::upper_bound(steps_, rank, {}, &Below::count);
  return static_cast<std::size_t>(step - steps_.begin());
}

double TimeSample::at_rank(std::uint64_t rank) const {
  const std::size_t step = step_of_rank(rank);
  return step < steps_.size() ? steps_[step].seconds : infinity;
}

std::optional<double> TimeSample::longest() const {
  if (observations_ == 0) return std::nullopt;
  return all_finite().count < observations_ ? infinity : longest_s_;
}

Estimate TimeSample::quantile(double p, double confidence) const {
  const std::uint64_t needed = observations_needed(p, confidence);
  const std::string precision = is_exact_ ? "" : ", each time within 1/256 (over 100,000 sessions)";
  Estimate estimate;
  estimate.confidence = confidence;
  estimate.clusters = sessions_;
  estimate.observations = observations_;
  estimate.method = "no data";
  if (observations_ == 0) return estimate;
  const std::uint64_t n = observations_;
  const std::size_t step = step_of_rank(rank_of(p, n));
  estimate.point = step < steps_.size() ? steps_[step].seconds : infinity;
  if (sessions_ == n) {
    const std::optional<RankInterval> ranks = quantile_ranks(n, p, confidence);
    estimate.method =
        ranks ? "order statistics" + precision : "too few: " + std::to_string(needed) + " needed";
    if (ranks) {
      estimate.low = at_rank(ranks->low - 1);
      estimate.high = at_rank(ranks->high - 1);
    }
    return estimate;
  }
  estimate.method = "too few: 2 sessions needed";
  if (sessions_ < 2) return estimate;
  double effective = static_cast<double>(n);
  bool known = false;
  for (const std::size_t steps : {step, step + 1}) {  // T < point and T <= point
    if (steps == 0 || steps > steps_.size() || steps_[steps - 1].count == n) continue;
    effective = std::min(effective, summarise(clusters(steps_[steps - 1])).effective);
    known = true;
  }
  if (!known) effective = static_cast<double>(sessions_);  // all times are equal
  if (effective < static_cast<double>(needed)) {
    estimate.method = "too few: " + std::to_string(needed) + " effective observations needed, " +
                      std::to_string(static_cast<std::uint64_t>(effective)) + " there";
    return estimate;
  }
  estimate.design_effect = static_cast<double>(n) / effective;
  const double ratio = two_sided_z(confidence) / two_sided_t(confidence, static_cast<double>(sessions_ - 1));
  const double adjusted = effective * ratio * ratio;
  const Interval shares = clopper_pearson(adjusted * p, adjusted, confidence);
  estimate.low = at_rank(rank_of(shares.low, n));
  estimate.high = at_rank(rank_of(shares.high, n));
  estimate.method = "Woodruff, cluster-adjusted" + precision;
  return estimate;
}

Estimate TimeSample::mean(double confidence) const { return experiments::mean(finite_, confidence); }

Ecdf TimeSample::ecdf(std::size_t most) const {
  if (most < 2) {
    throw std::invalid_argument("a distribution needs at least 2 points, not " + std::to_string(most));
  }
  Ecdf ecdf;
  ecdf.observations = observations_;
  if (observations_ == 0) return ecdf;
  const double number = static_cast<double>(observations_);
  ecdf.never_share = static_cast<double>(observations_ - all_finite().count) / number;
  if (steps_.empty()) return ecdf;
  std::vector<EcdfPoint> all;
  for (const Below& step : steps_) all.push_back({step.seconds, static_cast<double>(step.count) / number});
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
