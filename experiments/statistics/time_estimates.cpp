// Quantiles, means and distribution functions over sessions. Everything is read off the steps of one sorted sample: an
// indicator such as T <= x is a step, at which the sums over sessions are known.
#include <lastseen/experiments/statistics/time_estimates.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

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
    : finite_{.usual = sums.finite(), .carriers = {}},
      observations_(sums.observations()),
      sessions_(sums.sessions_with_observations()),
      longest_s_(sim::to_seconds(sums.longest())),
      is_exact_(sums.is_exact()) {
  const std::vector<TimeSums::Step> steps = sums.steps();
  usual_ = PathTimes(sums, steps);
  add_steps(steps);
}

TimeSample::TimeSample(const TwoPathTimes& sums, sim::Duration apart)
    : finite_{.usual = sums.usual.finite(), .carriers = sums.carriers.finite()},
      apart_(apart),
      observations_(sums.usual.observations() + sums.carriers.observations()),
      sessions_(sums.usual.sessions_with_observations() + sums.carriers.sessions_with_observations()),
      longest_s_(sim::to_seconds(std::max(sums.usual.longest(), sums.carriers.longest()))),
      is_exact_(sums.usual.is_exact() && sums.carriers.is_exact()) {
  std::vector<TimeSums::Step> steps = sums.usual.steps();
  usual_ = PathTimes(sums.usual, steps);
  const std::vector<TimeSums::Step> more = sums.carriers.steps();
  carriers_ = PathTimes(sums.carriers, more);
  const auto middle = static_cast<std::ptrdiff_t>(steps.size());
  steps.insert(steps.end(), more.begin(), more.end());
  std::ranges::inplace_merge(steps, steps.begin() + middle, {}, &TimeSums::Step::time);
  add_steps(steps);
}

void TimeSample::add_steps(std::span<const TimeSums::Step> steps) {
  steps_.reserve(steps.size());
  std::uint64_t count = 0;
  for (const TimeSums::Step& step : steps) {
    count += step.observations;
    const double seconds = sim::to_seconds(step.time);
    const Step own{seconds, sim::to_seconds(step.earliest), sim::to_seconds(step.latest), count};
    if (!steps_.empty() && steps_.back().seconds == seconds) {
      steps_.back().earliest = std::min(steps_.back().earliest, own.earliest);
      steps_.back().latest = std::max(steps_.back().latest, own.latest);
      steps_.back().count = count;
    } else {
      steps_.push_back(own);
    }
  }
}

std::size_t TimeSample::step_of_rank(std::uint64_t rank) const {
  const auto step = std::ranges::upper_bound(steps_, rank, {}, &Step::count);
  return static_cast<std::size_t>(step - steps_.begin());
}

double TimeSample::at_rank(std::uint64_t rank) const {
  const std::size_t step = step_of_rank(rank);
  return step < steps_.size() ? steps_[step].seconds : infinity;
}

std::optional<double> TimeSample::longest() const {
  if (observations_ == 0) return std::nullopt;
  return finite() < observations_ ? infinity : longest_s_;
}

Estimate TimeSample::quantile(double p, double confidence) const {
  observations_needed(p, confidence);  // checks both
  Estimate estimate;
  estimate.confidence = confidence;
  estimate.clusters = sessions_;
  estimate.observations = observations_;
  estimate.method = "no data";
  if (observations_ == 0) return estimate;
  estimate.point = at_rank(rank_of(p, observations_));
  if (sessions_ == observations_) {
    by_order_statistics(estimate, p);
  } else if (sessions_ < 2) {
    estimate.method = "too few: 2 sessions needed";
  } else if (apart_ == sim::Duration::zero()) {
    by_woodruff(estimate, p);
  } else {
    by_two_paths(estimate, p);
  }
  if (estimate.low && !is_exact_) estimate.method += ", each time within 1/256 (over 100,000 sessions)";
  return estimate;
}

void TimeSample::set_limits(Estimate& estimate, std::uint64_t low_rank, std::uint64_t high_rank) const {
  const std::size_t low = step_of_rank(low_rank);
  const std::size_t high = step_of_rank(high_rank);
  estimate.low = low < steps_.size() ? steps_[low].earliest : infinity;
  estimate.high = high < steps_.size() ? steps_[high].latest : infinity;
}

void TimeSample::by_order_statistics(Estimate& estimate, double p) const {
  const std::optional<RankInterval> ranks = quantile_ranks(observations_, p, estimate.confidence);
  estimate.method = ranks ? "order statistics"
                          : fmt::format("too few: {} needed", observations_needed(p, estimate.confidence));
  if (ranks) set_limits(estimate, ranks->low - 1, ranks->high - 1);
}

void TimeSample::by_woodruff(Estimate& estimate, double p) const {
  const double effective = PathTimes::effective({&usual_, &carriers_}, *estimate.point);
  const std::uint64_t needed = observations_needed(p, estimate.confidence);
  if (effective < static_cast<double>(needed)) {
    estimate.method = fmt::format("too few: {} effective observations needed, {} there", needed,
                                  static_cast<std::uint64_t>(effective));
    return;
  }
  estimate.design_effect = static_cast<double>(observations_) / effective;
  const double adjusted = with_t_for_z(effective, sessions_, estimate.confidence);
  const Interval shares = clopper_pearson(adjusted * p, adjusted, estimate.confidence);
  set_limits(estimate, rank_of(shares.low, observations_), rank_of(shares.high, observations_));
  estimate.method = "Woodruff, cluster-adjusted";
}

void TimeSample::by_two_paths(Estimate& estimate, double p) const {
  const TwoPathShares shares(usual_, carriers_, *estimate.point, estimate.confidence);
  estimate.method = "too few: 3 sessions needed";
  if (!shares.are_known()) return;
  const auto low = std::ranges::partition_point(
      steps_, [&](const Step& step) { return shares.up_to(step.seconds).high < p; });
  const auto high = std::ranges::partition_point(
      steps_, [&](const Step& step) { return shares.up_to(step.seconds).low < p; });
  if (high == steps_.end() && finite() == observations_) {
    const double needed = std::ceil(std::log((1 - estimate.confidence) / 2) / std::log(p));
    estimate.method = fmt::format("too few: about {:.0f} sessions needed", needed);
    return;
  }
  estimate.low = low == steps_.end() ? infinity : low->earliest;
  estimate.high = high == steps_.end() ? infinity : high->latest;
  estimate.method = "two kinds of session, cluster-adjusted";
}

Estimate TimeSample::mean(double confidence) const { return experiments::mean(finite_, apart_, confidence); }

Ecdf TimeSample::ecdf(std::size_t most) const {
  if (most < 2) {
    throw std::invalid_argument("a distribution needs at least 2 points, not " + std::to_string(most));
  }
  Ecdf ecdf;
  ecdf.observations = observations_;
  if (observations_ == 0) return ecdf;
  const double number = static_cast<double>(observations_);
  ecdf.never_share = static_cast<double>(observations_ - finite()) / number;
  if (steps_.empty()) return ecdf;
  std::vector<EcdfPoint> all;
  for (const Step& step : steps_) all.push_back({step.seconds, static_cast<double>(step.count) / number});
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
