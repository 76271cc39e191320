#include <lastseen/sim/quantile_sketch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <stdexcept>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {
namespace {

constexpr Duration from_here_never{std::int64_t{1} << 62};

}  // namespace

void QuantileSketch::add_beyond_counters(Duration observation) {
  LASTSEEN_ASSERT(observation >= Duration::zero(), "an observed duration is not negative");
  if (observation >= from_here_never) {
    ++never_;
    return;
  }
  const std::size_t bucket = bucket_of(static_cast<std::uint64_t>(observation.count()));
  grow_to((bucket / per_octave + 1) * per_octave);
  add(observation);
}

void QuantileSketch::grow_to(std::size_t size) {
  counters_.reserve(size);  // resize() alone would take twice what is there
  counters_.resize(size);
}

void QuantileSketch::merge(const QuantileSketch& other) {
  if (counters_.size() < other.counters_.size()) grow_to(other.counters_.size());
  std::transform(other.counters_.begin(), other.counters_.end(), counters_.begin(), counters_.begin(),
                 std::plus<>{});
  finite_ += other.finite_;
  never_ += other.never_;
  minimum_ = std::min(minimum_, other.minimum_);
  maximum_ = std::max(maximum_, other.maximum_);
}

void QuantileSketch::reset() {
  counters_.clear();  // the size stays a function of the observations, so that == compares these alone
  finite_ = 0;
  never_ = 0;
  minimum_ = forever;
  maximum_ = Duration::zero();
}

Duration QuantileSketch::first_of(std::size_t bucket) {
  if (bucket < 2 * per_octave) return Duration{static_cast<Duration::rep>(bucket)};
  const std::size_t dropped = bucket / per_octave - 1;
  return Duration{static_cast<Duration::rep>((per_octave + bucket % per_octave) << dropped)};
}

Duration QuantileSketch::middle_of(std::size_t bucket) {
  const Duration first = first_of(bucket);
  const Duration width = first_of(bucket + 1) - first;
  return width > Duration{1} ? first + width / 2 - Duration{1} : first;
}

/// The smallest k in 1..n with k / n >= q, by bisection: the quotient never falls as k grows, and 1 >= q at k = n.
std::uint64_t QuantileSketch::rank_of(double q) const {
  const auto n = static_cast<double>(count());
  std::uint64_t low = 1;
  std::uint64_t high = count();
  while (low < high) {
    const std::uint64_t middle = std::midpoint(low, high);
    if (static_cast<double>(middle) / n >= q) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

std::optional<Duration> QuantileSketch::quantile(double q) const {
  if (!(q >= 0.0 && q <= 1.0)) {
    throw std::invalid_argument(fmt::format("quantile {}: the share must be in [0, 1]", q));
  }
  if (count() == 0) return std::nullopt;
  const std::uint64_t rank = rank_of(q);
  if (rank > finite_) return forever;
  if (rank == 1) return minimum_;
  if (rank == finite_) return maximum_;
  std::size_t bucket = 0;
  for (std::uint64_t below = counters_[0]; below < rank; below += counters_[bucket]) ++bucket;
  return std::clamp(middle_of(bucket), minimum_, maximum_);
}

std::uint64_t QuantileSketch::count_to(std::size_t bucket) const {
  const std::size_t end = std::min(bucket + 1, counters_.size());
  return std::accumulate(counters_.begin(), counters_.begin() + static_cast<std::ptrdiff_t>(end),
                         std::uint64_t{0});
}

std::optional<double> QuantileSketch::at_or_below(Duration t) const {
  if (count() == 0) return std::nullopt;
  if (t >= from_here_never) return 1.0;
  if (t < minimum_) return 0.0;
  const std::uint64_t reached = count_to(bucket_of(static_cast<std::uint64_t>(t.count())));
  return static_cast<double>(reached) / static_cast<double>(count());
}

}  // namespace lastseen::sim
