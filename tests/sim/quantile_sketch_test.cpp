// The quantile sketch against sorted data, bucket by bucket at both ends, the laws of merging, and theory.
#include <lastseen/sim/quantile_sketch.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;

using Data = std::vector<Duration>;

constexpr Duration forever = QuantileSketch::forever;
constexpr Duration ten_years = 87'600h;

QuantileSketch sketch_of(const Data& data) {
  QuantileSketch sketch;
  for (const Duration d : data) sketch.add(d);
  return sketch;
}

double ns(Duration d) { return static_cast<double>(d.count()); }

/// Below the stated bound, as the header says it: relative to the true value, and exact at 0.
testing::AssertionResult within_the_error(Duration estimate, Duration exact) {
  const double difference = std::abs(ns(estimate - exact));
  if (difference == 0.0 || difference < ns(exact) * QuantileSketch::relative_error) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure() << estimate.count() << " ns for " << exact.count() << " ns: off by "
                                     << difference / ns(exact);
}

/// All that a sketch answers, compared with the sorted data. The q of a rank is known without the sketch's formula:
/// any q in ((k - 1) / n, k / n) belongs to the k-th smallest, and so does k / n itself.
void expect_answers_of(const QuantileSketch& sketch, Data data) {
  std::sort(data.begin(), data.end());
  const auto n = static_cast<double>(data.size());
  ASSERT_EQ(sketch.count(), data.size());
  EXPECT_EQ(sketch.minimum(), data.front());
  EXPECT_EQ(sketch.maximum(), data.back());
  EXPECT_EQ(sketch.quantile(0.0), data.front());
  EXPECT_EQ(sketch.quantile(1.0), data.back());
  const std::size_t step = 1 + data.size() / 997;
  for (std::size_t k = 1; k <= data.size(); k += step) {
    const Duration exact = data[k - 1];
    for (const double q : {static_cast<double>(k) / n, (static_cast<double>(k) - 0.5) / n}) {
      const Duration estimate = sketch.quantile(q).value();
      ASSERT_TRUE(within_the_error(estimate, exact)) << "quantile " << q << " of " << n;
      ASSERT_GE(estimate, data.front());
      ASSERT_LE(estimate, data.back());
      ASSERT_GE(sketch.at_or_below(estimate).value(), q) << "a quantile has at least its share below it";
    }
    const auto share = [&](Duration t) {
      return static_cast<double>(std::upper_bound(data.begin(), data.end(), t) - data.begin()) / n;
    };
    for (const Duration t : {exact, exact + 1ns, exact - 1ns}) {
      const double answer = sketch.at_or_below(t).value();
      ASSERT_GE(answer, share(t)) << t.count() << " ns";
      ASSERT_LE(answer, share(t + t / 128)) << t.count() << " ns";
    }
  }
}

/// Sets of data that are easy or hard for a log-linear histogram, each with its name.
std::vector<std::pair<std::string, Data>> many_kinds_of_data() {
  std::mt19937_64 bits(17);
  const auto make = [](std::size_t count, auto next) {
    Data data(count);
    for (Duration& d : data) d = Duration{static_cast<Duration::rep>(next())};
    return data;
  };
  const auto below = [&bits](std::uint64_t limit) { return bits() % limit; };
  const auto all_scales = [&bits] { return (bits() >> 2) >> bits() % 62; };  // up to 2^62 - 1
  std::vector<std::pair<std::string, Data>> kinds{
      {"one", {1234567ns}},
      {"one zero", {0ns}},
      {"two far apart", {1ns, ten_years}},
      {"all equal", Data(1000, 123'456'789ns)},
      {"all zero", Data(1000, 0ns)},
      {"all but one equal", Data(1000, 123'456'789ns)},
      {"0 and 1 ns", make(1000, [&] { return below(2); })},
      {"short", make(1000, [&] { return below(300); })},
      {"uniform to a second", make(20'000, [&] { return below(1'000'000'000); })},
      {"uniform to ten years", make(20'000, [&] { return below(ten_years.count()); })},
      {"all scales", make(20'000, all_scales)},
      {"within one bucket", make(1000, [&] { return (1U << 30) + below(1U << 23); })},
      {"two modes",
       make(20'001, [&] { return below(2) == 0 ? 300 + below(10) : 5'000'000'000 + below(1000); })},
      {"nearly all short, few endless",
       make(20'000, [&] { return below(1000) == 0 ? all_scales() : below(50); })},
  };
  kinds[5].second.back() = 1ns;
  Data powers;
  for (int k = 0; k < 62; ++k) {
    for (const int off : {-1, 0, 1}) powers.push_back(Duration{(std::int64_t{1} << k) + off});
  }
  kinds.emplace_back("powers of two and their neighbours", powers);
  return kinds;
}

TEST(QuantileSketch, KeepsItsErrorWhateverTheData) {
  for (const auto& [name, data] : many_kinds_of_data()) {
    SCOPED_TRACE(name);
    expect_answers_of(sketch_of(data), data);
  }
}

// Every bucket at both of its ends: the values that agree in their 8 leading bits, from 0 to 2^62 - 1. Zero and the
// largest stand beside them, so that what is known exactly about the extremes does not help.
TEST(QuantileSketch, KeepsItsErrorAtBothEndsOfEveryBucket) {
  constexpr Duration largest{(std::int64_t{1} << 62) - 1};
  QuantileSketch sketch;
  double worst = 0;
  for (int shift = 0; shift <= 54; ++shift) {
    for (std::int64_t leading = shift == 0 ? 0 : 128; leading < 256; ++leading) {
      const Duration first{leading << shift};
      const Duration last{((leading + 1) << shift) - 1};
      for (const Duration exact : {first, last}) {
        sketch.reset();
        for (const Duration d : {0ns, exact, largest}) sketch.add(d);
        const Duration estimate = sketch.quantile(0.5).value();
        ASSERT_TRUE(within_the_error(estimate, exact)) << leading << " << " << shift;
        ASSERT_TRUE(shift > 0 || estimate == exact) << "values below 256 ns are exact";
        if (exact > 0ns) worst = std::max(worst, std::abs(ns(estimate - exact)) / ns(exact));
      }
    }
  }
  EXPECT_GT(worst, 0.99 * QuantileSketch::relative_error) << "the bound is not wasteful";
}

TEST(QuantileSketch, IsExactWhenAllAreEqual) {
  for (const Duration d : {0ns, 257ns, Duration{250ms}, ten_years}) {
    EXPECT_EQ(sketch_of(Data(9, d)).quantile(0.5), d);
  }
}

TEST(QuantileSketch, TakesTheRankWhoseShareIsReached) {
  Data data;
  for (int i = 1; i <= 100; ++i) data.push_back(Duration{i});
  const QuantileSketch sketch = sketch_of(data);
  EXPECT_EQ(sketch.quantile(0.07), 7ns) << "0.07 * 100 is above 7 in floating-point numbers";
  EXPECT_EQ(sketch.quantile(0.070001), 8ns);
  EXPECT_EQ(sketch.quantile(0.5), 50ns);
  EXPECT_EQ(sketch.quantile(0.95), 95ns);
  EXPECT_EQ(sketch.quantile(0.001), 1ns);
  EXPECT_EQ(sketch.quantile(0.999), 100ns);
  for (int percent = 1; percent <= 100; ++percent) {
    EXPECT_EQ(sketch.quantile(percent / 100.0), Duration{percent});
    EXPECT_EQ(sketch.at_or_below(Duration{percent}), percent / 100.0);
  }
}

TEST(QuantileSketch, SaysNothingWhenNothingWasObserved) {
  const QuantileSketch nothing;
  EXPECT_EQ(nothing.count(), 0U);
  EXPECT_EQ(nothing.quantile(0.5), std::nullopt);
  EXPECT_EQ(nothing.at_or_below(1s), std::nullopt);
  EXPECT_EQ(nothing.minimum(), std::nullopt);
  EXPECT_EQ(nothing.maximum(), std::nullopt);
}

TEST(QuantileSketch, AnswersForeverBeyondTheShareThatHappened) {
  QuantileSketch sketch;
  for (int i = 1; i <= 90; ++i) sketch.add(Duration{i});
  for (int i = 0; i < 10; ++i) sketch.add(forever);
  EXPECT_EQ(sketch.count(), 100U);
  EXPECT_EQ(sketch.count_never(), 10U);
  EXPECT_EQ(sketch.quantile(0.5), 50ns);
  EXPECT_EQ(sketch.quantile(0.9), 90ns);
  EXPECT_EQ(sketch.quantile(0.901), forever);
  EXPECT_EQ(sketch.quantile(1.0), forever);
  EXPECT_EQ(sketch.maximum(), 90ns);
  EXPECT_EQ(sketch.at_or_below(90ns), 0.9);
  EXPECT_EQ(sketch.at_or_below(ten_years), 0.9);
  EXPECT_EQ(sketch.at_or_below(forever), 1.0);
}

TEST(QuantileSketch, HasOnlyForeverWhenNothingHappened) {
  QuantileSketch sketch;
  sketch.add(forever);
  EXPECT_EQ(sketch.count(), 1U);
  EXPECT_EQ(sketch.quantile(0.0), forever);
  EXPECT_EQ(sketch.minimum(), std::nullopt);
  EXPECT_EQ(sketch.maximum(), std::nullopt);
  EXPECT_EQ(sketch.at_or_below(ten_years), 0.0);
  EXPECT_EQ(sketch.at_or_below(forever), 1.0);
}

TEST(QuantileSketch, KnowsTheTimeToNeverWhereverTheRunStands) {
  QuantileSketch sketch;
  for (const Duration started : {0ns, 1ns, ten_years}) sketch.add(never - (run_start + started));
  EXPECT_EQ(sketch.count_never(), 3U);
  sketch.add(Duration{(std::int64_t{1} << 62) - 1});
  EXPECT_EQ(sketch.count_never(), 3U) << "one nanosecond less than 2^62 happens";
}

TEST(QuantileSketch, NamesTheQuantileWhenItIsNotAShare) {
  const QuantileSketch nothing;
  for (const auto& [wrong, name] : std::vector<std::pair<double, std::string>>{
           {-0.1, "-0.1"}, {1.5, "1.5"}, {95.0, "95"}, {std::numeric_limits<double>::quiet_NaN(), "nan"}}) {
    try {
      (void)nothing.quantile(wrong);
      ADD_FAILURE() << "accepted " << wrong;
    } catch (const std::invalid_argument& e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("quantile " + name + ":"));
      EXPECT_THAT(e.what(), testing::HasSubstr("[0, 1]"));
    }
  }
}

TEST(QuantileSketch, RefusesNegativeDurations) {
  QuantileSketch sketch;
  for (const Duration wrong : {-1ns, Duration{-1s}, Duration::min()}) {
    EXPECT_THROW(sketch.add(wrong), Defect);
    EXPECT_EQ(sketch, QuantileSketch{});
  }
  sketch.add(Duration{(std::int64_t{1} << 62) - 1});  // all counters are there now
  EXPECT_THROW(sketch.add(-1ns), Defect);
  EXPECT_EQ(sketch.at_or_below(-1ns), 0.0);
  EXPECT_EQ(sketch.at_or_below(Duration::min()), 0.0);
}

// Each law on all pairs or triples of the kinds of data, with some that never happened among them.
TEST(QuantileSketch, IsTheSketchOfAllWhenMergedInAnyOrder) {
  std::vector<Data> parts{{}, {forever}};
  for (const auto& [name, data] : many_kinds_of_data()) {
    parts.push_back(
        {data.begin(), data.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(50, data.size()))});
    if (parts.size() % 3 == 0) parts.back().push_back(forever);
  }
  const auto merged = [](QuantileSketch a, const QuantileSketch& b) {
    a.merge(b);
    return a;
  };
  std::vector<QuantileSketch> s;
  for (const Data& part : parts) s.push_back(sketch_of(part));
  for (std::size_t a = 0; a < s.size(); ++a) {
    for (std::size_t b = 0; b < s.size(); ++b) {
      Data both = parts[b];
      both.insert(both.begin(), parts[a].begin(), parts[a].end());
      ASSERT_EQ(merged(s[a], s[b]), sketch_of(both));
      ASSERT_EQ(merged(s[a], s[b]), merged(s[b], s[a]));
      const std::size_t c = (a + 3 * b + 1) % s.size();
      ASSERT_EQ(merged(merged(s[a], s[b]), s[c]), merged(s[a], merged(s[b], s[c])));
    }
  }
}

TEST(QuantileSketch, CountsTwiceWhenMergedIntoItself) {
  QuantileSketch sketch = sketch_of({5ns, 1s, forever});
  sketch.merge(sketch);
  EXPECT_EQ(sketch, sketch_of({5ns, 5ns, 1s, 1s, forever, forever}));
}

TEST(QuantileSketch, IsLikeNewWhenReset) {
  QuantileSketch sketch = sketch_of({1ns, ten_years, forever});
  sketch.reset();
  EXPECT_EQ(sketch, QuantileSketch{});
  sketch.add(3s);
  EXPECT_EQ(sketch, sketch_of({3s}));
}

// Exponential with mean 1 s: the order statistic of rank k of n lies between the quantiles at k/n -+ 3.29 standard
// deviations of the share with probability 99.9 %; the sketch adds its own error.
TEST(QuantileSketch, FindsTheQuantilesOfTheExponentialDistribution) {
  constexpr int n = 1'000'000;
  std::mt19937_64 bits(23);
  QuantileSketch sketch;
  const auto quantile_ns = [](double p) { return -std::log1p(-p) * 1e9; };
  for (int i = 0; i < n; ++i) {
    sketch.add(Duration{std::llround(quantile_ns(static_cast<double>(bits() >> 11) * 0x1p-53))});
  }
  for (const double q : {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999}) {
    const double spread = 3.29 * std::sqrt(q * (1.0 - q) / n);
    const double estimate = ns(sketch.quantile(q).value());
    EXPECT_GT(estimate, quantile_ns(q - spread) * (1.0 - QuantileSketch::relative_error)) << q;
    EXPECT_LT(estimate, quantile_ns(q + spread) * (1.0 + QuantileSketch::relative_error)) << q;
    const double share = sketch.at_or_below(Duration{std::llround(quantile_ns(q))}).value();
    EXPECT_GT(share, q - spread);
    EXPECT_LT(share, q + spread - std::expm1(-quantile_ns(q) * 1e-9 / 128.0) * (1.0 - q));
  }
}

}  // namespace
}  // namespace lastseen::sim
