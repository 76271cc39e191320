#include <lastseen/experiments/statistics/path_times.hpp>

#include <algorithm>

namespace lastseen::experiments {

PathTimes::PathTimes(const TimeSums& sums, std::span<const TimeSums::Step> steps)
    : squared_trials_(sums.squared_trials()),
      observations_(sums.observations()),
      sessions_(sums.sessions_with_observations()) {
  Below below;
  steps_.reserve(steps.size());
  for (const TimeSums::Step& step : steps) {
    below.seconds = sim::to_seconds(step.time);
    below.count += step.observations;
    below.squares += step.squares;
    below.products += step.trials;
    below.with_one += step.firsts;
    below.with_all += step.lasts;
    steps_.push_back(below);
  }
}

PathTimes::Below PathTimes::counted(double seconds, UpTo up_to) const {
  const auto next = up_to == UpTo::at_most ? std::ranges::upper_bound(steps_, seconds, {}, &Below::seconds)
                                           : std::ranges::lower_bound(steps_, seconds, {}, &Below::seconds);
  return next == steps_.begin() ? Below{} : *std::prev(next);
}

ClusterSums PathTimes::clusters(std::initializer_list<const PathTimes*> kinds, double seconds, UpTo up_to) {
  WideSum count, trials, squares, products, squared_trials;
  std::uint64_t sessions = 0, observations = 0, with_event = 0, with_all = 0;
  for (const PathTimes* const kind : kinds) {
    const Below below = kind->counted(seconds, up_to);
    count.add(below.count);
    trials.add(kind->observations_);
    squares.add(below.squares);
    products.add(below.products);
    squared_trials.merge(kind->squared_trials_);
    sessions += kind->sessions_;
    observations += kind->observations_;
    with_event += below.with_one;
    with_all += below.with_all;
  }
  return {Moments(count, trials, squares, products, squared_trials), sessions, observations, with_event,
          sessions - with_all};
}

double PathTimes::effective(std::initializer_list<const PathTimes*> kinds, double seconds) {
  const ClusterSummary below = summarise(clusters(kinds, seconds, UpTo::below));
  const ClusterSummary at_most = summarise(clusters(kinds, seconds, UpTo::at_most));
  if (below.unanimous && at_most.unanimous) return static_cast<double>(below.sessions);
  if (below.unanimous) return at_most.effective;
  if (at_most.unanimous) return below.effective;
  return std::min(below.effective, at_most.effective);
}

double with_t_for_z(double effective, std::uint64_t sessions, double confidence) {
  const double ratio = two_sided_z(confidence) / two_sided_t(confidence, static_cast<double>(sessions - 1));
  return effective * ratio * ratio;
}

TwoPathShares::TwoPathShares(const PathTimes& usual, const PathTimes& carriers, double near,
                             double confidence)
    : usual_(usual),
      carriers_(carriers),
      confidence_(confidence),
      effective_of_usual_(effective(usual, near)),
      effective_of_carriers_(effective(carriers, near)) {}

double TwoPathShares::effective(const PathTimes& kind, double near) const {
  if (kind.sessions() < 2) return 0;
  return with_t_for_z(PathTimes::effective({&kind}, near), kind.sessions(), confidence_);
}

PathMean TwoPathShares::share(const PathTimes& kind, double effective, double seconds) const {
  PathMean share{.sessions = kind.sessions(), .weight = static_cast<double>(kind.observations())};
  share.point = PathTimes::clusters({&kind}, seconds, UpTo::at_most).moments().ratio();
  if (kind.sessions() < 2) return share;
  const Interval limits = clopper_pearson(effective * share.point, effective, confidence_);
  share.low = limits.low;
  share.high = limits.high;
  return share;
}

Interval TwoPathShares::up_to(double seconds) const {
  const PathMean usual = share(usual_, effective_of_usual_, seconds);
  const PathMean carriers = share(carriers_, effective_of_carriers_, seconds);
  const Interval possible =
      is_usual(usual, carriers) ? Interval{0, usual.point} : Interval{carriers.point, 1};
  return *mean_of_two_paths(usual, carriers, possible, confidence_);
}

}  // namespace lastseen::experiments
