#include <lastseen/experiments/statistics/lifetime_sums.hpp>

#include <tuple>

#include <lastseen/sim/quantile_sketch.hpp>

namespace lastseen::experiments {

LifetimeSums::LifetimeSums(std::uint64_t sessions_expected) {
  if (sessions_expected > exact_sessions_max) use_buckets();
}

void LifetimeSums::add(std::uint32_t replication, std::span<const models::EntryLifetime> lifetimes,
                       sim::Duration session_time) {
  ++sessions_;
  session_time_ = std::max(session_time_, session_time);
  if (sessions_ > exact_sessions_max && buckets_.empty()) use_buckets();
  if (lifetimes.empty()) return;
  const auto number = static_cast<std::uint32_t>(replication % group_count);
  Group& group = groups_[number];
  ++group.sessions;
  group.lifetimes += lifetimes.size();
  for (const auto& [length, is_censored] : lifetimes) {
    group.longest = std::max(group.longest, length);
    shortest_ = std::min(shortest_, length);
    const Lifetime lifetime{length, number, is_censored};
    if (buckets_.empty()) {
      lifetimes_.push_back(lifetime);
    } else {
      count_in_bucket(lifetime);
    }
  }
  const bool has_end = std::ranges::any_of(lifetimes, [](const auto& each) { return !each.is_censored; });
  sessions_with_end_ += has_end ? 1 : 0;
}

void LifetimeSums::merge(const LifetimeSums& other) {
  sessions_ += other.sessions_;
  sessions_with_end_ += other.sessions_with_end_;
  shortest_ = std::min(shortest_, other.shortest_);
  session_time_ = std::max(session_time_, other.session_time_);
  for (std::size_t number = 0; number < group_count; ++number) {
    groups_[number].sessions += other.groups_[number].sessions;
    groups_[number].lifetimes += other.groups_[number].lifetimes;
    groups_[number].longest = std::max(groups_[number].longest, other.groups_[number].longest);
  }
  const bool in_buckets = sessions_ > exact_sessions_max || !other.buckets_.empty();
  if (in_buckets && buckets_.empty()) use_buckets();
  if (buckets_.empty()) {
    const bool are_sorted = is_sorted() && other.is_sorted();
    const auto own = static_cast<std::ptrdiff_t>(lifetimes_.size());
    lifetimes_.insert(lifetimes_.end(), other.lifetimes_.begin(), other.lifetimes_.end());
    if (!are_sorted) return;
    std::inplace_merge(lifetimes_.begin(), lifetimes_.begin() + own, lifetimes_.end(), is_earlier);
    sorted_ = lifetimes_.size();
    return;
  }
  for (const Lifetime& lifetime : other.lifetimes_) count_in_bucket(lifetime);
  for (std::size_t index = 0; index < other.buckets_.size(); ++index) {
    buckets_[index].ended += other.buckets_[index].ended;
    buckets_[index].censored += other.buckets_[index].censored;
  }
}

void LifetimeSums::sort() {
  if (!is_sorted()) std::ranges::sort(lifetimes_, is_earlier);
  sorted_ = lifetimes_.size();
}

bool LifetimeSums::is_earlier(const Lifetime& a, const Lifetime& b) {
  return std::tie(a.length, a.group) < std::tie(b.length, b.group);
}

void LifetimeSums::use_buckets() {
  buckets_.resize(sim::QuantileSketch::counters_max * group_count);
  for (const Lifetime& lifetime : lifetimes_) count_in_bucket(lifetime);
  lifetimes_ = {};
  sorted_ = 0;
}

void LifetimeSums::count_in_bucket(const Lifetime& lifetime) {
  const auto nanoseconds = static_cast<std::uint64_t>(lifetime.length.count());
  const std::size_t of_time =
      std::min(sim::QuantileSketch::bucket_of(nanoseconds), sim::QuantileSketch::counters_max - 1);
  Bucket& bucket = buckets_[of_time * group_count + lifetime.group];
  ++(lifetime.is_censored ? bucket.censored : bucket.ended);
}

std::vector<LifetimeSums::Event> LifetimeSums::events() const {
  std::vector<Event> events;
  if (!buckets_.empty()) {
    sim::Duration longest{0};
    for (const Group& group : groups_) longest = std::max(longest, group.longest);
    for (std::size_t index = 0; index < buckets_.size(); ++index) {
      const auto& [ended, censored] = buckets_[index];
      if (ended + censored == 0) continue;
      const sim::Duration middle = sim::QuantileSketch::middle_of(index / group_count);
      events.push_back({std::clamp(middle, shortest_, longest),
                        static_cast<std::uint32_t>(index % group_count), ended, censored});
    }
    return events;
  }
  if (!is_sorted()) {
    LifetimeSums sorted = *this;
    sorted.sort();
    return sorted.events();
  }
  for (const auto& [length, group, is_censored] : lifetimes_) {
    if (events.empty() || events.back().time != length || events.back().group != group) {
      events.push_back({.time = length, .group = group});
    }
    ++(is_censored ? events.back().censored : events.back().ended);
  }
  return events;
}

}  // namespace lastseen::experiments
