// Count, mean, variance, minimum and maximum of observations, in 40 bytes and without keeping them.
//
// The statistics of a run, and what each is for:
//
//     std::uint64_t    how often: a plain integer is the best counter; adding two is exact in any order
//     Tally            numbers observed one by one (waiting times, batch sizes): mean and variance
//     TimeWeighted     a number that holds for a while (queue length, busy servers): average over simulated time
//     QuantileSketch   durations, some of which never end: quantiles and shares within a target
//
// Sums of squares cancel when the mean is large beside the deviation, so the mean and the sum of squared deviations
// from it are updated instead (B. P. Welford, Technometrics 4 (1962) 419-420), and merged by the same identity for two
// samples (T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983) 242-247; P. Pebay, 2008,
// SAND2008-6212).
// The relative error of the variance is of the order of 1e-16 times the ratio of mean and standard deviation (at most n
// times that), where the sum of squares has the square of the ratio.
//
// The order matters, in the last bits: neither adding nor merging is associative in floating-point numbers.
// Observations of a run come in the order of its events; whoever merges the tallies of replications does so by
// ascending index, never in the order in which they ended. Then the same inputs give the same bytes. (Compile with
// -ffp-contract=off, as the whole project, where the processor has fused multiply-add.)
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {

class Tally {
 public:
  /// Adds an observation. Anything but a finite number is a Defect. Magnitudes beyond 1e150 overflow the variance.
  void add(double observation) {
    LASTSEEN_ASSERT(std::abs(observation) <= std::numeric_limits<double>::max(),
                    "an observation of a tally is a finite number");
    ++count_;
    const double deviation = observation - mean_;
    // A product with 1 / n, which need not wait for the deviation: half the time of the quotient.
    mean_ += deviation * (1.0 / number(count_));
    squares_ += deviation * (observation - mean_);
    minimum_ = observation < minimum_ ? observation : minimum_;
    maximum_ = observation > maximum_ ? observation : maximum_;
  }

  /// Becomes the tally of its own observations and then those of the other. Exact in count, minimum and maximum;
  /// mean and variance are as if all had been added here, up to rounding. Merging an empty tally, or into one,
  /// changes no bit.
  void merge(const Tally& other) {
    if (other.count_ == 0) return;
    if (count_ == 0) {
      *this = other;
      return;
    }
    const double ours = number(count_);
    const double theirs = number(other.count_);
    const double share = theirs / (ours + theirs);
    const double difference = other.mean_ - mean_;
    squares_ += other.squares_ + difference * difference * (ours * share);
    mean_ += difference * share;
    count_ += other.count_;
    minimum_ = other.minimum_ < minimum_ ? other.minimum_ : minimum_;
    maximum_ = other.maximum_ > maximum_ ? other.maximum_ : maximum_;
  }

  std::uint64_t count() const { return count_; }

  /// What no observation can tell is absent rather than 0 or NaN: nothing has no mean, minimum or maximum, and fewer
  /// than two observations have no variance. Units are those of the observations.
  std::optional<double> mean() const { return if_at_least(1, mean_); }
  std::optional<double> minimum() const { return if_at_least(1, minimum_); }
  std::optional<double> maximum() const { return if_at_least(1, maximum_); }

  /// The sample variance, with n - 1 in the denominator; never negative.
  std::optional<double> variance() const { return if_at_least(2, squares_ / (number(count_) - 1.0)); }

  friend bool operator==(const Tally&, const Tally&) = default;

 private:
  /// Counts stay below 2^53, where doubles are exact: months of adding. Signed, as that converts in one instruction.
  static double number(std::uint64_t count) { return static_cast<double>(static_cast<std::int64_t>(count)); }

  std::optional<double> if_at_least(std::uint64_t needed, double value) const {
    return count_ < needed ? std::nullopt : std::optional<double>(value);
  }

  std::uint64_t count_ = 0;
  double mean_ = 0.0;
  double squares_ = 0.0;  // sum of squared deviations from the mean
  double minimum_ = std::numeric_limits<double>::infinity();
  double maximum_ = -std::numeric_limits<double>::infinity();
};

}  // namespace lastseen::sim
