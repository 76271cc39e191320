// Tallies against two passes over the data in 64-bit mantissas, the laws of merging, and theory.
#include <lastseen/sim/tally.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

namespace lastseen::sim {
namespace {

Tally tally_of(const std::vector<double>& data) {
  Tally tally;
  for (const double x : data) tally.add(x);
  return tally;
}

/// Mean and variance by definition: first the mean, then the deviations.
struct TwoPasses {
  explicit TwoPasses(const std::vector<double>& data) {
    long double sum = 0;
    for (const double x : data) sum += x;
    mean = sum / static_cast<long double>(data.size());
    long double squares = 0;
    for (const double x : data) squares += (x - mean) * (x - mean);
    variance = squares / static_cast<long double>(data.size() - 1);
  }
  long double mean, variance;
};

/// `relative` to the mean and to the variance.
void expect_same(const Tally& tally, const std::vector<double>& data, double relative) {
  const TwoPasses exact(data);
  EXPECT_EQ(tally.count(), data.size());
  EXPECT_EQ(tally.minimum(), *std::min_element(data.begin(), data.end()));
  EXPECT_EQ(tally.maximum(), *std::max_element(data.begin(), data.end()));
  EXPECT_NEAR(tally.mean().value(), static_cast<double>(exact.mean),
              relative * std::abs(static_cast<double>(exact.mean)));
  EXPECT_NEAR(tally.variance().value(), static_cast<double>(exact.variance),
              relative * static_cast<double>(exact.variance));
}

/// Uniform in [0, 1), the same everywhere.
class Uniform {
 public:
  explicit Uniform(std::uint64_t seed) : bits_{seed} {}
  double operator()() { return static_cast<double>(bits_() >> 11) * 0x1.0p-53; }

 private:
  std::mt19937_64 bits_;
};

std::vector<double> uniforms(std::size_t count, double from, double width, std::uint64_t seed = 1) {
  Uniform uniform(seed);
  std::vector<double> data(count);
  for (double& x : data) x = from + width * uniform();
  return data;
}

TEST(Tally, HasNoMeanWhenNothingWasObserved) {
  const Tally nothing;
  EXPECT_EQ(nothing.count(), 0U);
  EXPECT_EQ(nothing.mean(), std::nullopt);
  EXPECT_EQ(nothing.variance(), std::nullopt);
  EXPECT_EQ(nothing.minimum(), std::nullopt);
  EXPECT_EQ(nothing.maximum(), std::nullopt);
}

TEST(Tally, HasAMeanButNoVarianceWhenOneWasObserved) {
  const Tally one = tally_of({-2.5});
  EXPECT_EQ(one.mean(), -2.5);
  EXPECT_EQ(one.minimum(), -2.5);
  EXPECT_EQ(one.maximum(), -2.5);
  EXPECT_EQ(one.variance(), std::nullopt);
}

TEST(Tally, IsExactWhenTheArithmeticIs) {
  const Tally tally = tally_of({2, 4, 4, 4, 5, 5, 7, 9});  // mean 5, squared deviations 32
  EXPECT_EQ(tally.count(), 8U);
  EXPECT_DOUBLE_EQ(tally.mean().value(), 5.0);
  EXPECT_DOUBLE_EQ(tally.variance().value(), 32.0 / 7.0);
  EXPECT_EQ(tally.minimum(), 2.0);
  EXPECT_EQ(tally.maximum(), 9.0);
}

TEST(Tally, HasNoVarianceToSpeakOfWhenAllAreEqual) {
  const Tally tally =
      tally_of(std::vector<double>(1000, 0.1));  // 0.1 is not exact: a sum of them would be off
  EXPECT_EQ(tally.mean(), 0.1);
  EXPECT_EQ(tally.variance(), 0.0);
}

TEST(Tally, AgreesWithTwoPassesWhenDataAreRandom) {
  expect_same(tally_of(uniforms(100'000, 0.0, 1.0)), uniforms(100'000, 0.0, 1.0), 1e-12);
  expect_same(tally_of(uniforms(100'000, -3.0, 1.0)), uniforms(100'000, -3.0, 1.0), 1e-12);
  expect_same(tally_of(uniforms(2, 5.0, 1.0)), uniforms(2, 5.0, 1.0), 1e-11);
}

// A millisecond of jitter on top of ten years in seconds. The ratio of mean and deviation is 1e12, so deviations keep
// four digits (1e12 times 2^-53 is 1e-4; ten times that is allowed), and a sum of squares, 1e17 each, would keep none.
TEST(Tally, KeepsTheVarianceWhenTheMeanIsLargeBesideIt) {
  const std::vector<double> data = uniforms(100'000, 3.2e8, 1e-3);
  expect_same(tally_of(data), data, 1e-3);
}

// Each of many orders and shapes of merging against two passes over all.
TEST(Tally, IsTheTallyOfAllWhenMerged) {
  const std::vector<double> data = uniforms(10'000, 10.0, 1.0, 7);
  for (const std::size_t parts : {2U, 3U, 10U, 100U, 5'000U, 10'000U}) {
    std::vector<Tally> tallies(parts);
    for (std::size_t i = 0; i < data.size(); ++i) tallies[i * i % parts].add(data[i]);  // some stay empty
    Tally forwards, backwards;
    for (std::size_t i = 0; i < parts; ++i) {
      forwards.merge(tallies[i]);
      backwards.merge(tallies[parts - 1 - i]);
    }
    expect_same(forwards, data, 1e-12);
    expect_same(backwards, data, 1e-12);
  }
}

TEST(Tally, IsUnchangedWhenAnEmptyOneIsMerged) {
  const Tally tally = tally_of(uniforms(1000, 1.0, 1.0));
  Tally left = tally;
  left.merge(Tally{});
  Tally right;
  right.merge(tally);
  EXPECT_EQ(left, tally);
  EXPECT_EQ(right, tally);
  Tally nothing;
  nothing.merge(Tally{});
  EXPECT_EQ(nothing, Tally{});
}

TEST(Tally, CountsTwiceWhenMergedIntoItself) {
  std::vector<double> data = uniforms(1000, 1.0, 1.0);
  Tally tally = tally_of(data);
  tally.merge(tally);
  data.insert(data.end(), data.begin(), data.end());
  expect_same(tally, data, 1e-13);
}

TEST(Tally, GivesTheSameBitsWhenMergedInTheSameOrder) {
  const auto merged = [] {
    Tally all;
    for (std::uint64_t part = 0; part < 50; ++part) all.merge(tally_of(uniforms(100, 0.0, 1.0, part)));
    return all;
  };
  EXPECT_EQ(merged(), merged());
}

// The Pythagorean identity behind merging: groups whose means are far apart have a variance between them.
TEST(Tally, SeesTheVarianceBetweenGroupsWhenTheirMeansDiffer) {
  Tally low = tally_of({1, 1, 1});
  low.merge(tally_of({5}));
  EXPECT_DOUBLE_EQ(low.mean().value(), 2.0);
  EXPECT_DOUBLE_EQ(low.variance().value(), 4.0);  // (3 * 1 + 9) / 3
}

TEST(Tally, RefusesWhatIsNotAFiniteNumber) {
  Tally tally;
  EXPECT_THROW(tally.add(std::numeric_limits<double>::quiet_NaN()), Defect);
  EXPECT_THROW(tally.add(std::numeric_limits<double>::infinity()), Defect);
  EXPECT_THROW(tally.add(-std::numeric_limits<double>::infinity()), Defect);
  EXPECT_EQ(tally, Tally{}) << "a refused observation leaves no trace";
  tally.add(std::numeric_limits<double>::max());
  EXPECT_EQ(tally.count(), 1U);
}

// Exponential with mean 1: mean and variance are 1; the standard errors are 1 / sqrt(n) and sqrt(8 / n) (the fourth
// central moment is 9). 3.29 of them hold 99.9 %.
TEST(Tally, ConvergesToMeanAndVarianceWhenDataAreExponential) {
  constexpr double n = 1'000'000;
  Uniform uniform(3);
  Tally tally;
  for (int i = 0; i < static_cast<int>(n); ++i) tally.add(-std::log1p(-uniform()));
  EXPECT_NEAR(tally.mean().value(), 1.0, 3.29 / std::sqrt(n));
  EXPECT_NEAR(tally.variance().value(), 1.0, 3.29 * std::sqrt(8.0 / n));
}

}  // namespace
}  // namespace lastseen::sim
