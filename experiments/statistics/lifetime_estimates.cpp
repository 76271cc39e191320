#include <lastseen/experiments/statistics/lifetime_estimates.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace lastseen::experiments {
namespace {

/// A product of many quotients that is a half but for rounding.
constexpr double a_half = 0.5 * (1 + 1e-9);

/// All sessions (`left_out` = group_count), or those without one group: how many are followed, the curve, and the area under it.
struct Curve {
  double followed = 0;
  double share = 1;
  double area = 0;  // [s]

  void pass(double seconds) { area += share * seconds; }
  void end(double ended) {
    if (followed > 0) share *= 1 - ended / followed;
  }
};

/// What was counted at one time.
struct Counts {
  std::array<double, LifetimeSums::group_count> of_group{};
  double all = 0;

  void add(std::uint32_t group, std::uint64_t count) {
    of_group[group] += static_cast<double>(count);
    all += static_cast<double>(count);
  }
  double without(std::size_t group) const { return all - of_group[group]; }
};

/// Curves of all and without each group that there is, side by side.
class Curves {
 public:
  explicit Curves(const std::array<LifetimeSums::Group, LifetimeSums::group_count>& groups) {
    double sessions = 0;
    for (const auto& group : groups) {
      sessions += static_cast<double>(group.sessions);
      all_.followed += static_cast<double>(group.lifetimes);
    }
    for (std::size_t number = 0; number < groups.size(); ++number) {
      if (groups[number].sessions == 0) continue;
      const double weight = sessions / static_cast<double>(groups[number].sessions);
      without_.push_back(
          {number, weight, {.followed = all_.followed - static_cast<double>(groups[number].lifetimes)}});
    }
  }

  void pass(double seconds) {
    all_.pass(seconds);
    for (Without& each : without_) each.curve.pass(seconds);
  }
  void end(const Counts& ended) {
    all_.end(ended.all);
    for (Without& each : without_) each.curve.end(ended.without(each.group));
  }
  void leave(const Counts& gone) {
    all_.followed -= gone.all;
    for (Without& each : without_) each.curve.followed -= gone.without(each.group);
  }

  const Curve& all() const { return all_; }
  /// The jackknife's standard error; 0 with fewer than 2 groups.
  double error(double Curve::*of) const {
    const auto groups = static_cast<double>(without_.size());
    if (groups < 2) return 0;
    const auto pseudo = [&](const Without& each) {
      return all_.*of + (each.weight - 1) * (all_.*of - each.curve.*of);
    };
    double mean = 0;
    for (const Without& each : without_) mean += pseudo(each) / each.weight;
    double variance = 0;
    for (const Without& each : without_) {
      const double difference = pseudo(each) - mean;
      variance += difference * difference / (each.weight - 1) / groups;
    }
    return std::sqrt(variance);
  }

 private:
  struct Without {
    std::size_t group;
    double weight;  ///< all sessions / those of the group
    Curve curve;
  };
  Curve all_;
  std::vector<Without> without_;
};

}  // namespace

LifetimeSample::LifetimeSample(const LifetimeSums& sums)
    : sessions_with_end_(sums.sessions_with_end()), is_exact_(sums.is_exact()) {
  for (const LifetimeSums::Group& group : sums.groups()) {
    sessions_ += group.sessions;
    lifetimes_ += group.lifetimes;
    if (group.sessions > 0) followed_.push_back(sim::to_seconds(group.longest));
  }
  std::ranges::sort(followed_, std::greater<>());
  if (lifetimes_ == 0) return;
  Curves curves(sums.groups());
  double seconds = 0;
  const std::vector<LifetimeSums::Event> events = sums.events();
  for (auto event = events.begin(); event != events.end();) {
    const sim::Duration time = event->time;
    Counts ended;
    Counts gone;  // those censored at a time are followed until then
    for (; event != events.end() && event->time == time; ++event) {
      ended.add(event->group, event->ended);
      gone.add(event->group, event->ended + event->censored);
    }
    if (ended.all > 0) {
      curves.pass(sim::to_seconds(time) - seconds);
      seconds = sim::to_seconds(time);
      curves.end(ended);
      curve_.push_back({seconds, curves.all().share, curves.error(&Curve::share)});
    }
    curves.leave(gone);
  }
  horizon_ = std::max(sim::to_seconds(sums.session_time()), followed_.front());
  curves.pass(horizon_ - seconds);
  mean_ = curves.all().area;
  mean_error_ = curves.error(&Curve::area);
}

Estimate LifetimeSample::without_interval(double confidence) const {
  check_confidence(confidence);
  Estimate estimate;
  estimate.confidence = confidence;
  estimate.clusters = sessions_;
  estimate.observations = lifetimes_;
  estimate.method = "no data";
  return estimate;
}

std::string LifetimeSample::method() const {
  return fmt::format("Kaplan-Meier, jackknife of {} groups of sessions{}", followed_.size(),
                     is_exact_ ? "" : ", each time within 1/256 (over 100,000 sessions)");
}

Estimate LifetimeSample::restricted_mean(double confidence) const {
  Estimate estimate = without_interval(confidence);
  if (lifetimes_ == 0) return estimate;
  estimate.point = mean_;
  estimate.method = "too few: 2 sessions needed";
  if (followed_.size() < 2) return estimate;
  constexpr std::uint64_t few = 5;
  if (sessions_with_end_ < few && 2 * sessions_with_end_ < sessions_) {
    estimate.method = fmt::format("too few: entries ended in {} of {} sessions, {} needed",
                                  sessions_with_end_, sessions_, few);
    return estimate;
  }
  if (mean_error_ == 0) {
    estimate.method = fmt::format("does not vary in {} sessions", sessions_);
    return estimate;
  }
  const double half = two_sided_t(confidence, static_cast<double>(followed_.size()) - 1) * mean_error_;
  estimate.low = std::max(0.0, mean_ - half);
  estimate.high = std::min(horizon_, mean_ + half);
  estimate.method = method();
  return estimate;
}

Estimate LifetimeSample::median(double confidence) const {
  Estimate estimate = without_interval(confidence);
  if (lifetimes_ == 0) return estimate;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  estimate.point = infinity;
  const std::uint64_t needed = observations_needed(0.5, confidence);
  const bool has_interval = followed_.size() >= needed;
  const double t = has_interval ? two_sided_t(confidence, static_cast<double>(followed_.size()) - 1) : 0;
  double low = infinity;
  double high = infinity;
  for (const auto& [seconds, share, error] : curve_) {
    if (share <= a_half) estimate.point = std::min(*estimate.point, seconds);
    if (share - t * error <= a_half) low = std::min(low, seconds);
    if (share + t * error < 0.5 * (1 - 1e-9)) high = std::min(high, seconds);
  }
  if (!has_interval) {
    estimate.method = fmt::format("too few: {} sessions needed", needed);
    return estimate;
  }
  estimate.low = std::min(low, followed_[needed - 1]);
  estimate.high = high;
  estimate.method = method();
  return estimate;
}

}  // namespace lastseen::experiments
