#include <lastseen/experiments/statistics/time_sums.hpp>

#include <algorithm>

#include <lastseen/sim/quantile_sketch.hpp>

namespace lastseen::experiments {
namespace {

using sim::QuantileSketch;

void count(TimeSums::Step& step, std::uint32_t nth, std::uint32_t of) {
  ++step.observations;
  step.squares += 2 * std::uint64_t{nth} - 1;
  step.trials += of;
  step.firsts += nth == 1 ? 1 : 0;
  step.lasts += nth == of ? 1 : 0;
}

}  // namespace

TimeSums::TimeSums(std::uint64_t sessions_expected) {
  if (sessions_expected > exact_sessions_max) use_buckets();
}

void TimeSums::add(std::span<const sim::Duration> ascending) {
  ++sessions_;
  if (sessions_ > exact_sessions_max && buckets_.empty()) use_buckets();
  if (ascending.empty()) return;
  ++sessions_with_observations_;
  observations_ += ascending.size();
  squared_trials_.add_product(ascending.size(), ascending.size());
  const auto finite =
      static_cast<std::size_t>(std::ranges::lower_bound(ascending, never_happens) - ascending.begin());
  finite_.add(ascending.first(finite));
  if (finite == 0) return;
  shortest_ = std::min(shortest_, ascending.front());
  longest_ = std::max(longest_, ascending[finite - 1]);
  const auto of = static_cast<std::uint32_t>(ascending.size());
  for (std::size_t index = 0; index < finite; ++index) {
    const Observation observation{ascending[index], static_cast<std::uint32_t>(index + 1), of};
    if (buckets_.empty()) {
      times_.push_back(observation);
    } else {
      count_in_bucket(observation);
    }
  }
}

void TimeSums::merge(const TimeSums& other) {
  sessions_ += other.sessions_;
  sessions_with_observations_ += other.sessions_with_observations_;
  observations_ += other.observations_;
  squared_trials_.merge(other.squared_trials_);
  finite_.merge(other.finite_);
  shortest_ = std::min(shortest_, other.shortest_);
  longest_ = std::max(longest_, other.longest_);
  const bool in_buckets = sessions_ > exact_sessions_max || !other.buckets_.empty();
  if (in_buckets && buckets_.empty()) use_buckets();
  if (buckets_.empty()) {
    const bool are_sorted = is_sorted() && other.is_sorted();
    const auto own = static_cast<std::ptrdiff_t>(times_.size());
    times_.insert(times_.end(), other.times_.begin(), other.times_.end());
    if (!are_sorted) return;
    std::ranges::inplace_merge(times_, times_.begin() + own, {}, &Observation::time);
    sorted_ = times_.size();
    return;
  }
  for (const Observation& observation : other.times_) count_in_bucket(observation);
  for (std::size_t index = 0; index < other.buckets_.size(); ++index) {
    Bucket& mine = buckets_[index];
    const Bucket& its = other.buckets_[index];
    mine.observations += its.observations;
    mine.squares += its.squares;
    mine.trials += its.trials;
    mine.firsts += its.firsts;
    mine.lasts += its.lasts;
  }
}

void TimeSums::sort() {
  if (!is_sorted()) std::ranges::sort(times_, {}, &Observation::time);
  sorted_ = times_.size();
}

void TimeSums::use_buckets() {
  buckets_.resize(QuantileSketch::counters_max);
  for (const Observation& observation : times_) count_in_bucket(observation);
  times_ = {};
  sorted_ = 0;
}

void TimeSums::count_in_bucket(const Observation& observation) {
  const auto nanoseconds = static_cast<std::uint64_t>(observation.time.count());
  const std::size_t bucket = std::min(QuantileSketch::bucket_of(nanoseconds), buckets_.size() - 1);
  count(buckets_[bucket], observation.nth, observation.of);
}

std::vector<TimeSums::Step> TimeSums::steps() const {
  if (!buckets_.empty()) return steps_of_buckets();
  if (!is_sorted()) {
    TimeSums sorted = *this;
    sorted.sort();
    return sorted.steps();
  }
  std::vector<Step> steps;
  for (const auto& [time, nth, of] : times_) {
    if (steps.empty() || steps.back().time != time)
      steps.push_back({.time = time, .earliest = time, .latest = time});
    count(steps.back(), nth, of);
  }
  return steps;
}

std::vector<TimeSums::Step> TimeSums::steps_of_buckets() const {
  std::vector<Step> steps;
  for (std::size_t index = 0; index < buckets_.size(); ++index) {
    if (buckets_[index].observations == 0) continue;
    steps.push_back(buckets_[index]);
    const auto within = [&](sim::Duration time) { return std::clamp(time, shortest_, longest_); };
    steps.back().time = within(QuantileSketch::middle_of(index));
    steps.back().earliest = within(QuantileSketch::first_of(index));
    steps.back().latest = within(QuantileSketch::first_of(index + 1) - sim::Duration{1});
  }
  return steps;
}

}  // namespace lastseen::experiments
