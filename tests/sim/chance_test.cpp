// The door for chance: the generator is Random123's, the packing of labels is as documented, labels do not
// share luck.
#include <lastseen/sim/chance.hpp>

#include <Random123/philox.h>
#include <gmock/gmock.h>

#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <stdexcept>
#include <vector>

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
    const Chance chance{key[0] | std::uint64_t{key[1]} << 32, counter[0]};
    const Label label{counter[1], static_cast<std::uint8_t>(counter[2]), counter[2] >> 8, counter[3]};
    EXPECT_EQ(chance.bits(label), answer[0] | std::uint64_t{answer[1]} << 32);
  }
}

// Goal: every field of seed, replication and label has its own place. Method: Random123 called here, field by
// field.
TEST(Chance, PacksSeedReplicationAndLabelAsDocumented) {
  const Chance chance{0x0123456789abcdef, 7};
  const r123::Philox4x32::ctr_type counter = {{7, 11, 0x000005'03, 13}};
  const r123::Philox4x32::key_type key = {{0x89abcdef, 0x01234567}};
  const auto out = r123::Philox4x32{}(counter, key);
  EXPECT_EQ(chance.bits({.entity = 11, .purpose = 3, .scope = 5, .ordinal = 13}),
            out[0] | std::uint64_t{out[1]} << 32);
}

TEST(Chance, GivesTheSameLuckWhateverElseIsDrawn) {
  const Chance chance{1, 2};
  const Label label{3, 4, 5, 6};
  const std::uint64_t first = chance.bits(label);
  for (std::uint32_t i = 0; i < 100; ++i) EXPECT_NE(chance.bits({3, 4, 5, 7 + i}), first);
  EXPECT_EQ(chance.bits(label), first);
  EXPECT_EQ(Chance(1, 2).bits(label), first);
}

using Stream = std::function<std::uint64_t(std::uint32_t)>;

/// One stream for each field: all others stay, this one counts.
std::map<std::string, Stream> streams() {
  return {{"entity",
           [](std::uint32_t i) {
             return Chance(1, 1).bits({i, 1, 1, 1});
           }},
          {"purpose",
           [](std::uint32_t i) {  // 256 purposes, then the next ordinal
             return Chance(1, 1).bits({1, static_cast<std::uint8_t>(i), 1, i / 256});
           }},
          {"scope",
           [](std::uint32_t i) {
             return Chance(1, 1).bits({1, 1, i, 1});
           }},
          {"ordinal",
           [](std::uint32_t i) {
             return Chance(1, 1).bits({1, 1, 1, i});
           }},
          {"replication",
           [](std::uint32_t i) {
             return Chance(1, i).bits({1, 1, 1, 1});
           }},
          {"seed", [](std::uint32_t i) {
             return Chance(i, 1).bits({1, 1, 1, 1});
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

/// Says what the test wants, and counts.
class Script final : public ChoiceSource {
 public:
  explicit Script(std::uint64_t answer) : answer_{answer} {}
  std::uint64_t bits(const Label& label) override {
    asked.push_back(label);
    return answer_;
  }
  std::vector<Label> asked;

 private:
  std::uint64_t answer_;
};

constexpr std::uint64_t all_ones = ~std::uint64_t{0};

TEST(Chance, AsksTheSourceInsteadOfTheGenerator) {
  Script script{42};
  const Chance chance{script};
  EXPECT_EQ(chance.bits({1, 2, 3, 4}), 42U);
  EXPECT_EQ(script.asked, (std::vector<Label>{{1, 2, 3, 4}}));
}

TEST(ChanceUniform, StaysInsideTheOpenIntervalAtTheExtremes) {
  Script lowest{0};
  Script highest{all_ones};
  EXPECT_EQ(Chance{lowest}.uniform({}), 0x1p-53);
  EXPECT_EQ(Chance{highest}.uniform({}), 1.0 - 0x1p-53);
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
    Script script{bits};
    for (const std::uint32_t n : {2U, 3U, 1000U, 0x80000001U, 0xffffffffU}) {
      const long double product = static_cast<long double>(bits) * 0x1p-64L * n;  // exact to 64 bits
      EXPECT_EQ(Chance{script}.below({}, n), static_cast<std::uint32_t>(product)) << bits << " * " << n;
    }
  }
}

TEST(ChanceBelow, NeedsNoLuckForOneAndRefusesNone) {
  Script script{all_ones};
  EXPECT_EQ(Chance{script}.below({}, 1), 0U);
  EXPECT_TRUE(script.asked.empty());
  EXPECT_THROW((void)Chance{script}.below({}, 0), std::invalid_argument);
}

TEST(ChanceHappens, HasTheProbability) {
  const Chance chance{1, 1};
  int count = 0;
  for (std::uint32_t i = 0; i < 100'000; ++i) count += chance.happens({1, 1, 1, i}, 0.02) ? 1 : 0;
  EXPECT_NEAR(count, 2000, 5 * 44);
}

TEST(ChanceHappens, NeedsNoLuckForNeverAndAlways) {
  Script script{0};
  EXPECT_FALSE(Chance{script}.happens({}, 0.0));
  EXPECT_TRUE(Chance{script}.happens({}, 1.0));
  EXPECT_TRUE(script.asked.empty());
  EXPECT_TRUE(Chance{script}.happens({}, 1e-9));
  EXPECT_EQ(script.asked.size(), 1U);
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

TEST(ChanceDraw, TakesOneUniformAndNoneForAConstant) {
  Script script{all_ones / 2};
  EXPECT_EQ(Chance{script}.draw({1, 2, 3, 4}, 5s), 5s);
  EXPECT_TRUE(script.asked.empty());
  EXPECT_EQ(Chance{script}.draw({1, 2, 3, 4}, Distribution::uniform(20s, 30s)), 25s);
  EXPECT_EQ(script.asked, (std::vector<Label>{{1, 2, 3, 4}}));
}

}  // namespace
}  // namespace lastseen::sim
