// Averages over time against areas counted by hand, against a sum over every nanosecond, and against the theory of
// queues.
#include <lastseen/sim/time_weighted.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

#include <lastseen/sim/tally.hpp>

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;

constexpr Instant at(Duration since_start) { return run_start + since_start; }

TEST(TimeWeighted, AveragesByHowLongEachValueHeld) {
  TimeWeighted queue(run_start);
  queue.set(at(10s), 3);
  queue.set(at(20s), 1);                           // 0 for 10 s, 3 for 10 s, 1 for 20 s
  EXPECT_EQ(queue.average(at(40s)), 50.0 / 40.0);  // exact in binary
  EXPECT_EQ(queue.average(at(20s)), 30.0 / 20.0);
  EXPECT_EQ(queue.value(), 1);
}

TEST(TimeWeighted, HasNoAverageWhenNoTimeHasPassed) {
  TimeWeighted queue(at(5s), 2, 4);
  EXPECT_EQ(queue.average(at(5s)), std::nullopt);
  EXPECT_EQ(queue.maximum(at(5s)), std::nullopt);
  EXPECT_EQ(queue.share_at(2, at(5s)), std::nullopt);
  queue.set(at(5s), 3);
  EXPECT_EQ(queue.average(at(5s)), std::nullopt);
  EXPECT_EQ(queue.average(at(5s + 1ns)), 3.0);
}

TEST(TimeWeighted, TakesNoNoteWhenAValueHeldForNoTime) {
  TimeWeighted straight(run_start, 0, 8);
  TimeWeighted detour(run_start, 0, 8);
  straight.set(at(1s), 2);
  detour.set(at(1s), 7);
  detour.set(at(1s), 2);
  detour.set(at(2s), 2);  // nor when it is set to what it is
  for (const Instant until : {at(2s), at(3s)}) {
    EXPECT_EQ(detour.average(until), straight.average(until));
    EXPECT_EQ(detour.maximum(until), 2);
    EXPECT_EQ(detour.share_at(7, until), 0.0);
    EXPECT_EQ(detour.share_at(2, until), straight.share_at(2, until));
  }
}

TEST(TimeWeighted, CountsTheValueThatStillHolds) {
  TimeWeighted busy(run_start, 1, 6);
  busy.set(at(1s), 5);
  EXPECT_EQ(busy.maximum(at(1s)), 1);  // 5 has held for no time yet
  EXPECT_EQ(busy.maximum(at(1s + 1ns)), 5);
  EXPECT_EQ(busy.average(at(4s)), 4.0);  // (1 + 15) / 4
  EXPECT_EQ(busy.share_at(5, at(4s)), 0.75);
  EXPECT_EQ(busy.share_at(1, at(4s)), 0.25);
}

TEST(TimeWeighted, AveragesNegativeValues) {
  TimeWeighted balance(run_start, -4, 2);
  EXPECT_EQ(balance.maximum(at(3s)), -4);
  balance.set(at(3s), 0);
  EXPECT_EQ(balance.average(at(4s)), -3.0);
  EXPECT_EQ(balance.maximum(at(4s)), 0);
  EXPECT_EQ(balance.share_at(0, at(4s)), 0.25);
}

TEST(TimeWeighted, ForgetsTheWarmUpWhenReset) {
  TimeWeighted queue(run_start, 9, 10);
  queue.set(at(90s), 2);
  queue.reset(at(100s));
  EXPECT_EQ(queue.value(), 2);
  EXPECT_EQ(queue.average(at(100s)), std::nullopt);
  queue.set(at(103s), 4);
  EXPECT_EQ(queue.average(at(104s)), 2.5);
  EXPECT_EQ(queue.maximum(at(104s)), 4);
  EXPECT_EQ(queue.share_at(2, at(104s)), 0.75);
  EXPECT_EQ(queue.share_at(9, at(104s)), 0.0);
}

// A large value for ten years, then 1 for a million nanoseconds one by one, then the large value's negative for ten
// years: what is left of the area is the million, which a sum of doubles would have lost beside 3e29.
TEST(TimeWeighted, LosesNoNanosecondWhenAreasAreLarge) {
  constexpr std::int64_t large = 1'000'000'000'000;
  constexpr Duration ten_years = 87'600h;
  TimeWeighted balance(run_start, large);
  Instant now = at(ten_years);
  for (int i = 0; i < 1'000'000; ++i) {
    balance.set(now, 1);
    now += 1ns;
  }
  balance.set(now, -large);
  now += ten_years;
  EXPECT_EQ(balance.average(now), 1e6 / static_cast<double>((now - run_start).count()));
}

TEST(TimeWeighted, DoesNotOverflowWhenValuesAreLargest) {
  TimeWeighted value(run_start, INT64_MAX);
  EXPECT_EQ(value.average(never), 0x1p63);
  TimeWeighted negative(run_start, INT64_MIN);
  EXPECT_EQ(negative.average(never), -0x1p63);
}

// Every nanosecond of a random history, one by one; also the law that the average is the sum of n P(N = n).
TEST(TimeWeighted, AgreesWithASumOverEveryNanosecond) {
  std::mt19937_64 bits(5);
  for (int history = 0; history < 200; ++history) {
    TimeWeighted tracked(run_start, 3, 8);
    std::vector<std::int64_t> each_ns;
    std::int64_t value = 3;
    for (int change = 0; change < 50; ++change) {
      each_ns.insert(each_ns.end(), bits() % 4, value);
      value = static_cast<std::int64_t>(bits() % 8);
      tracked.set(at(Duration{each_ns.size()}), value);
    }
    each_ns.insert(each_ns.end(), 1 + bits() % 4, value);
    const Instant until = at(Duration{each_ns.size()});
    const auto total = static_cast<double>(each_ns.size());
    double sum = 0, weighted = 0;
    for (const std::int64_t v : each_ns) sum += static_cast<double>(v);
    EXPECT_EQ(tracked.average(until), sum / total);
    EXPECT_EQ(tracked.maximum(until), *std::max_element(each_ns.begin(), each_ns.end()));
    for (std::int64_t n = 0; n < 8; ++n) {
      const auto held = static_cast<double>(std::count(each_ns.begin(), each_ns.end(), n));
      EXPECT_EQ(tracked.share_at(n, until), held / total);
      weighted += static_cast<double>(n) * tracked.share_at(n, until).value();
    }
    EXPECT_NEAR(tracked.average(until).value(), weighted, 1e-14);
  }
}

TEST(TimeWeighted, RefusesToGoBackInTime) {
  TimeWeighted queue(at(1s), 0, 1);
  queue.set(at(2s), 1);
  EXPECT_THROW(queue.set(at(2s - 1ns), 0), Defect);
  EXPECT_THROW(queue.reset(at(1s)), Defect);
  EXPECT_THROW((void)queue.average(at(1s)), Defect);
  EXPECT_THROW((void)queue.maximum(at(1s)), Defect);
  EXPECT_THROW((void)queue.share_at(0, at(1s)), Defect);
}

TEST(TimeWeighted, NamesTheValueWhenItIsNotAmongTheLevels) {
  const TimeWeighted queue(run_start, 0, 3);
  for (const std::int64_t wrong : {std::int64_t{3}, std::int64_t{-1}}) {
    try {
      (void)queue.share_at(wrong, at(1s));
      ADD_FAILURE() << "accepted " << wrong;
    } catch (const std::invalid_argument& e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("at the value " + std::to_string(wrong) + ":"));
      EXPECT_THAT(e.what(), testing::HasSubstr("3 values, starting at 0"));
    }
  }
  EXPECT_EQ(queue.share_at(2, at(1s)), 0.0);
}

// The number in an M/M/1 system at utilisation 1/2: P(N = n) = 1/2^(n+1), mean 1. 40 runs of 20,000 s at one arrival a
// second, after a warm-up of 1,000 s; the interval of Student's t(39) at 99.9 %, for mean and probabilities.
TEST(TimeWeighted, HasTheDistributionOfTheoryWhenTheSystemIsMM1) {
  constexpr std::size_t levels = 8;
  constexpr double t39 = 3.558;
  Tally means;
  std::vector<Tally> shares(levels);
  std::mt19937_64 bits(11);
  const auto exponential = [&bits](double mean_s) {
    return Duration{
        std::llround(-std::log((static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53) * mean_s * 1e9)};
  };
  for (int run = 0; run < 40; ++run) {
    TimeWeighted number(run_start, 0, levels);
    const Instant end = at(21'000s);
    bool warm = false;
    Instant arrival = run_start + exponential(1.0);
    Instant departure = never;
    for (Instant now = std::min(arrival, departure); now < end; now = std::min(arrival, departure)) {
      if (!warm && now >= at(1'000s)) {
        number.reset(at(1'000s));
        warm = true;
      }
      const bool arrives = now == arrival;
      number.set(now, number.value() + (arrives ? 1 : -1));
      if (arrives) arrival = now + exponential(1.0);
      if (!arrives || number.value() == 1) departure = number.value() > 0 ? now + exponential(0.5) : never;
    }
    means.add(number.average(end).value());
    for (std::size_t n = 0; n < levels; ++n) {
      shares[n].add(number.share_at(static_cast<std::int64_t>(n), end).value());
    }
  }
  const auto half_width = [](const Tally& runs) {
    return t39 * std::sqrt(runs.variance().value() / static_cast<double>(runs.count()));
  };
  EXPECT_NEAR(means.mean().value(), 1.0, half_width(means));
  EXPECT_LT(half_width(means), 0.03) << "so precise that a mistake would show";
  for (std::size_t n = 0; n < levels; ++n) {
    EXPECT_NEAR(shares[n].mean().value(), std::ldexp(0.5, -static_cast<int>(n)), half_width(shares[n]))
        << "P(N = " << n << ")";
  }
}

}  // namespace
}  // namespace lastseen::sim
