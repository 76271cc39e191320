// The door for chance: the generator is Random123's, the packing of labels is as documented, labels do not
// share luck, and a source is told what kind of choice is asked.
#include <lastseen/sim/chance.hpp>

#include <Random123/philox.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <lastseen/sim/defect.hpp>
#include <lastseen/sim/distribution.hpp>

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

struct KnownAnswer {
  std::array<std::uint32_t, 4> counter;
  std::array<std::uint32_t, 2> key;
  std::array<std::uint32_t, 2> answer;  // the first two of four words, those that bits() returns
};

// The three lines "philox4x32 10" of Random123's tests/kat_vectors.
constexpr std::array known_answers{
    KnownAnswer{{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d}},
    KnownAnswer{
        {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}, {0x408f276d, 0x41c83b0e}},
    KnownAnswer{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                {0xa4093822, 0x299f31d0},
                {0xd16cfe09, 0x94fdcceb}}};

TEST(Chance, GivesThePublishedAnswersOfPhilox) {
  for (const auto& [counter, key, answer] : known_answers) {
    const Generator generator{key[0] | std::uint64_t{key[1]} << 32, counter[0] & 0xff'ffff};
    const Label label{counter[1], static_cast<std::uint8_t>(counter[2]),
                      counter[2] >> 8 | (counter[0] >> 24) << 24, counter[3]};
    EXPECT_EQ(generator.bits(label), answer[0] | std::uint64_t{answer[1]} << 32);
  }
}

// Goal: every field of seed, replication and label has its own place. Method: Random123 called here, field by
// field.
TEST(Chance, PacksSeedReplicationAndLabelAsDocumented) {
  const Generator generator{0x0123456789abcdef, 7};
  const r123::Philox4x32::ctr_type counter = {{0xff'000007, 11, 0xfffffe'03, 13}};
  const r123::Philox4x32::key_type key = {{0x89abcdef, 0x01234567}};
  const auto out = r123::Philox4x32{}(counter, key);
  EXPECT_EQ(generator.bits({.entity = 11, .purpose = 3, .scope = 0xfffffffe, .ordinal = 13}),
            out[0] | std::uint64_t{out[1]} << 32);
}

TEST(Chance, RefusesAReplicationThatHasNoPlaceInTheCounter) {
  EXPECT_NO_THROW(Chance(1, replications_end - 1));
  EXPECT_THROW(Chance(1, replications_end), Defect);
}

TEST(Chance, GivesTheSameLuckWhateverElseIsDrawn) {
  const Chance chance{1, 2};
  const Label label{3, 4, 5, 6};
  const double first = chance.uniform(label);
  for (std::uint32_t i = 0; i < 100; ++i) EXPECT_NE(chance.uniform({3, 4, 5, 7 + i}), first);
  EXPECT_EQ(chance.uniform(label), first);
  EXPECT_EQ(Chance(1, 2).uniform(label), first);
}

using Stream = std::function<std::uint64_t(std::uint32_t)>;

/// One stream for each field: all others stay, this one counts.
std::map<std::string, Stream> streams() {
  return {{"entity",
           [](std::uint32_t i) {
             return Generator(1, 1).bits({i, 1, 1, 1});
           }},
          {"purpose",
           [](std::uint32_t i) {  // 256 purposes, then the next ordinal
             return Generator(1, 1).bits({1, static_cast<std::uint8_t>(i), 1, i / 256});
           }},
          {"scope",
           [](std::uint32_t i) {
             return Generator(1, 1).bits({1, 1, i, 1});
           }},
          {"ordinal",
           [](std::uint32_t i) {
             return Generator(1, 1).bits({1, 1, 1, i});
           }},
          {"replication",
           [](std::uint32_t i) {
             return Generator(1, i).bits({1, 1, 1, 1});
           }},
          {"seed", [](std::uint32_t i) {
             return Generator(i, 1).bits({1, 1, 1, 1});
           }}};
}

constexpr std::uint32_t draws = 65'536;

// Goal: neighbours in any one field are uniform and independent. Method: the pair (draw i, draw i + 1) falls
// into 16 x 16 cells; chi-square with 255 degrees of freedom at level 1e-6, for the upper and the lower bits.
TEST(Chance, MakesIndependentStreamsInEveryField) {
  const double critical = quantile(complement(boost::math::chi_squared(255), 1e-6));
  for (const auto& [field, stream] : streams()) {
    for (const int shift : {60, 28, 0}) {
      std::array<double, 256> cells{};
      for (std::uint32_t i = 0; i < draws; i += 2) {
        cells[(stream(i) >> shift & 15) * 16 + (stream(i + 1) >> shift & 15)] += 1.0;
      }
      const double expected = draws / 2.0 / 256.0;
      double chi_square = 0.0;
      for (const double count : cells) chi_square += (count - expected) * (count - expected) / expected;
      EXPECT_LT(chi_square, critical) << field << " shift " << shift;
      EXPECT_GT(chi_square, 150.0) << field << ": too even, shift " << shift;
    }
  }
}

// Goal: no correlation between the streams of two fields, nor with a stream's own past. Method: the
// correlation coefficient is normal with standard deviation 1 / sqrt(n); five of them.
TEST(Chance, LeavesStreamsUncorrelated) {
  const auto centred = [](std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53 - 0.5; };
  for (const auto& [field, stream] : streams()) {
    for (const auto& [other_field, other] : streams()) {
      double sum = 0.0;
      for (std::uint32_t i = 2; i < draws; ++i)
        sum += centred(stream(i)) * centred(other(i - (field == other_field)));
      const double correlation = sum / (draws - 2) * 12.0;
      EXPECT_LT(std::fabs(correlation), 5.0 / std::sqrt(draws)) << field << ", " << other_field;
    }
  }
}

/// Says what the test wants, and writes down what it was asked.
class Script final : public ChoiceSource {
 public:
  double uniform(const Label& label) override { return ask("uniform", label), 0.5; }
  std::uint32_t below(const Label& label, std::uint32_t n) override {
    return ask(fmt::format("below {}", n), label), n - 1;
  }
  bool happens(const Label& label, double probability) override {
    return ask(fmt::format("happens {}", probability), label), true;
  }
  std::uint32_t weighted(const Label& label, std::span<const double> weights) override {
    std::string text = "weighted";
    for (const double weight : weights) text += fmt::format(" {}", weight);
    return ask(text, label), 1;
  }
  Duration variate(const Label& label, const Distribution& distribution) override {
    return ask(distribution.to_text(), label), 7s;
  }
  std::vector<std::string> asked;
  std::vector<Label> labels;

 private:
  void ask(std::string what, const Label& label) {
    asked.push_back(std::move(what));
    labels.push_back(label);
  }
};

constexpr std::uint64_t all_ones = ~std::uint64_t{0};

TEST(Chance, TellsTheSourceWhatKindOfChoiceItIs) {
  Script script;
  const Chance chance{script};
  EXPECT_EQ(chance.uniform({1, 2, 3, 4}), 0.5);
  EXPECT_EQ(chance.below({}, 3), 2U);
  EXPECT_TRUE(chance.happens({}, 0.25));
  EXPECT_EQ(chance.weighted({}, std::array{1.0, 2.0, 5.0}), 1U);
  EXPECT_EQ(chance.draw({}, Distribution::uniform(20s, 30s)), 7s);
  EXPECT_THAT(script.asked, ::testing::ElementsAre("uniform", "below 3", "happens 0.25", "weighted 1 2 5",
                                                   "uniform(20s, 30s)"));
  EXPECT_EQ(script.labels.front(), (Label{1, 2, 3, 4}));
}

TEST(Chance, AsksTheSourceNothingThatIsCertain) {
  Script script;
  const Chance chance{script};
  EXPECT_EQ(chance.below({}, 1), 0U);
  EXPECT_FALSE(chance.happens({}, 0.0));
  EXPECT_TRUE(chance.happens({}, 1.0));
  EXPECT_EQ(chance.weighted({}, std::array{0.0, 0.0, 3.0}), 2U);
  EXPECT_EQ(chance.draw({}, 5s), 5s);
  EXPECT_THAT(script.asked, ::testing::IsEmpty());
}

// Goal: what is found or recorded through a source holds for the ordinary replication. Method: both draw everything.
TEST(Chance, DrawsTheSameThroughASourceOfTheGenerator) {
  GeneratorSource source{5, 6};
  const Chance through{source};
  const Chance plain{5, 6};
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const Label label{i, 1, i / 7, i % 5};
    EXPECT_EQ(through.uniform(label), plain.uniform(label));
    EXPECT_EQ(through.below(label, 10), plain.below(label, 10));
    EXPECT_EQ(through.happens(label, 0.3), plain.happens(label, 0.3));
    EXPECT_EQ(through.weighted(label, std::array{0.2, 0.0, 0.5}),
              plain.weighted(label, std::array{0.2, 0.0, 0.5}));
    EXPECT_EQ(through.draw(label, Distribution::exponential(3s)),
              plain.draw(label, Distribution::exponential(3s)));
  }
}

TEST(ChanceUniform, StaysInsideTheOpenIntervalAtTheExtremes) {
  EXPECT_EQ(uniform_from(0), 0x1p-53);
  EXPECT_EQ(uniform_from(all_ones), 1.0 - 0x1p-53);
}

TEST(ChanceBelow, CoversAllValuesEvenly) {
  const Chance chance{1, 1};
  std::array<int, 10> counts{};
  for (std::uint32_t i = 0; i < 100'000; ++i) ++counts.at(chance.below({1, 1, 1, i}, 10));
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 5 * 95);  // five standard deviations
}

TEST(ChanceBelow, IsTheFloorOfTheProduct) {
  for (const std::uint64_t bits : {std::uint64_t{0}, all_ones, std::uint64_t{0x8000000000000000},
                                   std::uint64_t{0x7fffffffffffffff}, std::uint64_t{0x0123456789abcdef}}) {
    for (const std::uint32_t n : {2U, 3U, 1000U, 0x80000001U, 0xffffffffU}) {
      const long double product = static_cast<long double>(bits) * 0x1p-64L * n;  // exact to 64 bits
      EXPECT_EQ(below_from(bits, n), static_cast<std::uint32_t>(product)) << bits << " * " << n;
    }
  }
}

TEST(ChanceBelow, RefusesNone) { EXPECT_THROW((void)Chance(1, 1).below({}, 0), std::invalid_argument); }

TEST(ChanceHappens, HasTheProbability) {
  const Chance chance{1, 1};
  int count = 0;
  for (std::uint32_t i = 0; i < 100'000; ++i) count += chance.happens({1, 1, 1, i}, 0.02) ? 1 : 0;
  EXPECT_NEAR(count, 2000, 5 * 44);
}

TEST(ChanceHappens, RefusesWhatIsNoProbability) {
  const Chance chance{1, 1};
  for (const double p : {-0.1, 1.1, std::nan("")}) {
    try {
      (void)chance.happens({}, p);
      ADD_FAILURE() << p << " accepted";
    } catch (const std::invalid_argument& error) {
      EXPECT_THAT(error.what(), HasSubstr("must be in 0..1"));
    }
  }
}

TEST(ChanceWeighted, GivesEachItsShare) {
  const Chance chance{1, 1};
  std::array<int, 4> counts{};
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    ++counts.at(chance.weighted({1, 1, 1, i}, std::array{1.0, 0.0, 3.0, 6.0}));
  }
  EXPECT_NEAR(counts[0], 10'000, 5 * 95);  // five standard deviations
  EXPECT_EQ(counts[1], 0);
  EXPECT_NEAR(counts[2], 30'000, 5 * 145);
  EXPECT_NEAR(counts[3], 60'000, 5 * 155);
}

TEST(ChanceWeighted, NeverChoosesAWeightOfZeroAtTheEnds) {
  const std::array weights{0.0, 0.1, 0.2, 0.0};
  EXPECT_EQ(weighted_from(0x1p-53, weights), 1U);
  EXPECT_EQ(weighted_from(1.0 - 0x1p-53, weights), 2U);
}

TEST(ChanceWeighted, RefusesWhatIsNoWeight) {
  const Chance chance{1, 1};
  EXPECT_THROW((void)chance.weighted({}, std::array{1.0, -0.1}), std::invalid_argument);
  EXPECT_THROW((void)chance.weighted({}, std::array{1.0, std::nan("")}), std::invalid_argument);
  EXPECT_THROW((void)chance.weighted({}, std::array{0.0, 0.0}), std::invalid_argument);
}

TEST(ChanceDraw, IsTheQuantileOfOneUniform) {
  const Chance chance{1, 1};
  const Distribution distribution = Distribution::uniform(20s, 30s);
  EXPECT_EQ(chance.draw({1, 2, 3, 4}, distribution), distribution.quantile(chance.uniform({1, 2, 3, 4})));
}

}  // namespace
}  // namespace lastseen::sim
