// Quantiles of durations within 1/256 of the true order statistic, from counters alone: bounded memory, and the same
// bits everywhere, whatever the order of adding and merging.
//
// A log-linear histogram as HdrHistogram's (G. Tene, hdrhistogram.org; AbstractHistogram.java), in integers only.
// A bucket is all durations, in ns, that agree in their 8 leading bits:
//
//     ns          0 1 2 ... 255 | 256-257 258-259 ... 510-511 | 512-515 ... 1020-1023 | ... up to 2^62 (146 years)
//     width       1             | 2                           | 4                     |     2^54
//     bucket      0 1 2 ... 255 | 256     257     ... 383     | 384     ... 511       |     ... 7167
//
// Error. Values below 256 ns have buckets of their own. Any other lies in a bucket [L, L + w) with L >= 128 w, w >= 2.
// Instead of the order statistic x, quantile() returns the bucket's middle r = L + w/2 - 1, so that
// L - r > -w/2 and (L + w - 1) - r = w/2: |r - x| / x < w / (2 L) <= 1/256. (At x = L the numerator is below w/2, for
// any other x the denominator is above L, so the bound is strict.) Then r is moved to the nearest number between the
// smallest and the largest observation, which are known exactly; x lies between them too, so that can only help.
// DDSketch (C. Masson, J. E. Rim, H. K. Lee, PVLDB 12 (2019) 2195-2205) guarantees the same with buckets of equal
// ratio, 30 % fewer, but takes a logarithm for each observation, and logarithms differ between machines.
//
// Rank. The q-quantile is the k-th smallest observation with the smallest k >= 1 for which k / n, as a double, is at
// least q: type 1 of R. J. Hyndman and Y. Fan, The American Statistician 50 (1996) 361-365, the inverse of the
// empirical distribution function, as in experiments/statistics/time_estimates.hpp. (Comparing quotients, not k with q n, makes
// the 0.07-quantile of 100 the 7th and not the 8th.) HdrHistogram's getValueAtPercentile has rounded q n to the nearest
// rank, DDSketch takes floor(1 + q (n - 1)); neither differs from this by more than one rank.
//
// Never. What has not happened and never will is an observation too: it counts in n and is above all others, so that a
// quantile beyond the share of what happened is `forever` and not a flattering number.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <lastseen/sim/time.hpp>

namespace lastseen::sim {

class QuantileSketch {
  static constexpr int leading_bits = 8;
  static constexpr std::uint64_t per_octave = 1U << (leading_bits - 1);

 public:
  /// The time to what never happens. As an observation, everything from 2^62 ns (146 years) on counts as such, so that
  /// `never - started` does for a start in any run shorter than that.
  static constexpr Duration forever = Duration::max();

  /// |quantile - order statistic| / order statistic is below this (and both are 0 when one is).
  static constexpr double relative_error = 1.0 / 256.0;

  /// Memory is at most this many counters of 8 bytes (56 KiB); a sketch holds those up to its largest observation
  /// (24 KiB for a second), none when it is empty, and allocates only when the largest doubles.
  static constexpr std::size_t counters_max = 7168;

  /// Adds an observation; a negative one is a Defect.
  void add(Duration observation) {
    const auto nanoseconds = static_cast<std::uint64_t>(observation.count());
    const std::size_t bucket = bucket_of(nanoseconds);
    if (bucket >= counters_.size()) [[unlikely]] {
      add_beyond_counters(observation);
      return;
    }
    ++counters_[bucket];
    ++finite_;
    minimum_ = observation < minimum_ ? observation : minimum_;
    maximum_ = observation > maximum_ ? observation : maximum_;
  }

  /// Adds the other's observations. Exact, hence commutative and associative: the outcome equals (==) the sketch of all
  /// observations together, in whatever order.
  void merge(const QuantileSketch& other);

  /// Forgets all observations and keeps the memory for the next.
  void reset();

  /// Observations, with those that never happened; at most 2^64 - 1.
  std::uint64_t count() const { return finite_ + never_; }
  /// Observations that never happened.
  std::uint64_t count_never() const { return never_; }

  /// Exact, of what happened; absent when nothing did.
  std::optional<Duration> minimum() const { return finite_ == 0 ? std::nullopt : std::optional(minimum_); }
  std::optional<Duration> maximum() const { return finite_ == 0 ? std::nullopt : std::optional(maximum_); }

  /// The q-quantile: see above for rank and error. `forever` when it is among what never happened; exact for the
  /// smallest and the largest observation; absent without observations. Throws std::invalid_argument, naming q and what
  /// is allowed, outside [0, 1].
  std::optional<Duration> quantile(double q) const;

  /// The share of all observations at or below the time, or more exactly, in its bucket or below: at least the true
  /// share at t, at most the true share at t (1 + 1/128), and true for t below 256 ns, below the minimum or from the
  /// maximum on. at_or_below(forever) is 1. Absent without observations. A negative time has the share 0.
  std::optional<double> at_or_below(Duration t) const;

  /// The bucket of a time, for those who count more than observations in each. Negative durations, as unsigned numbers, and
  /// those from 2^62 ns on have buckets beyond counters_max.
  static constexpr std::size_t bucket_of(std::uint64_t nanoseconds) {
    const int dropped = 64 - leading_bits - std::countl_zero(nanoseconds | (2 * per_octave - 1));
    return static_cast<std::size_t>(dropped) * per_octave + static_cast<std::size_t>(nanoseconds >> dropped);
  }
  /// The shortest time of a bucket; the longest is 1 ns below that of the next.
  static Duration first_of(std::size_t bucket);
  /// The time that stands for a bucket.
  static Duration middle_of(std::size_t bucket);

  friend bool operator==(const QuantileSketch&, const QuantileSketch&) = default;

 private:
  void add_beyond_counters(Duration observation);
  void grow_to(std::size_t size);
  std::uint64_t rank_of(double q) const;
  std::uint64_t count_to(std::size_t bucket) const;

  std::vector<std::uint64_t> counters_;  // by bucket, up to the end of the octave of the largest observation
  std::uint64_t finite_ = 0;             // the sum of the counters
  std::uint64_t never_ = 0;
  Duration minimum_ = forever;
  Duration maximum_ = Duration::zero();
};

}  // namespace lastseen::sim
