// Distributions as text: every form parses, prints canonically and comes back equal; every mistake is named,
// with what is allowed; hostile text is refused quickly.
#include <gmock/gmock.h>

#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/distribution_forms.hpp>
#include "tests/scale.hpp"

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string refusal_of_distribution(std::string_view text) {
  try {
    return "accepted as " + Distribution::parse(text).to_text();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(DistributionText, IsCanonicalWhateverTheSpacingUnitsAndOrder) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {" 0.25 s ", "250ms"},
      {"uniform(20s,30s)", "uniform(20s, 30s)"},
      {"\tuniform (\n20000ms , 0.5min )", "uniform(20s, 30s)"},
      {"uniform(5s,5s)", "5s"},
      {"exponential( mean = 5 s )", "exponential(mean=5s)"},
      {"lognormal(p95=120ms,median=38ms)", "lognormal(median=38ms, p95=120ms)"},
      {"normal(mean=0s,sd=1s)", "normal(mean=0s, sd=1s)"},
      {"weibull(scale=2s,shape=1.50)", "weibull(shape=1.5, scale=2s)"},
      {"gamma(mean=5s,shape=2.0)", "gamma(shape=2, mean=5s)"},
      {"loglogistic( shape = 3, median=2000ms )", "loglogistic(median=2s, shape=3)"},
      {"triangular(1s,2s,5s)", "triangular(1s, 2s, 5s)"},
      {"pareto(minimum=1s,shape=25e-1)", "pareto(minimum=1s, shape=2.5)"},
      {"quantiles(p0=10ms,p50=40ms,p99.9=1s,p100=2s)", "quantiles(p0=10ms, p50=40ms, p99.9=1s, p100=2s)"},
      {"shifted(20ms,exponential(mean=5s))", "shifted(20ms, exponential(mean=5s))"},
      {"truncated(1s,9s,exponential(mean=5s))", "truncated(1s, 9s, exponential(mean=5s))"},
      {"mixture(0.9:1s,0.1:uniform(2s,3s))", "mixture(0.9: 1s, 0.1: uniform(2s, 3s))"},
  };
  for (const auto& [text, canonical] : cases) {
    EXPECT_EQ(Distribution::parse(text).to_text(), canonical);
    EXPECT_EQ(Distribution::parse(canonical), Distribution::parse(text));
  }
}

TEST(DistributionText, IsTheSameForFormsMadeInCode) {
  EXPECT_EQ(Distribution::lognormal(38ms, 120ms), Distribution::parse("lognormal(median=38ms, p95=120ms)"));
  EXPECT_EQ(Distribution::mixture({{0.5, 1s}, {0.5, Distribution::uniform(2s, 3s)}}),
            Distribution::parse("mixture(0.5: 1s, 0.5: uniform(2s, 3s))"));
  EXPECT_FALSE(Distribution::exponential(5s) == Distribution::exponential(6s));
  EXPECT_FALSE(Distribution::exponential(5s) == Distribution{5s});
}

/// A random distribution of at most the given depth.
Distribution random_distribution(std::mt19937_64& random, int depth) {
  const auto duration = [&] { return Duration{static_cast<Duration::rep>(1 + random() % 1'000'000'000)}; };
  const double number = 0.1 + static_cast<double>(random() >> 11) * 0x1p-50;  // 0.1..8.1, 17 digits
  const Duration base = duration();
  switch (random() % (depth > 1 ? 12 : 9)) {
    case 0: return base;
    case 1: return Distribution::uniform(base, base + duration());
    case 2: return Distribution::lognormal(base, base + duration());
    case 3: return Distribution::weibull(number, base);
    case 4: return Distribution::triangular(base, base + 1ns, base + duration());
    case 5: return Distribution::pareto(base, number);
    case 6:
      return Distribution::quantiles({{0.0, base}, {number, base + 5ns}, {100.0, base + duration() + 5ns}});
    case 7: return Distribution::gamma(number, base);
    case 8: return Distribution::loglogistic(base, number);
    case 9: return Distribution::shifted(base, random_distribution(random, depth - 1));
    case 10: return Distribution::truncated(0s, longest_duration, random_distribution(random, depth - 1));
    default:
      return Distribution::mixture({{number / 10.0, random_distribution(random, depth - 1)},
                                    {1.0 - number / 10.0, random_distribution(random, depth - 1)}});
  }
}

// Goal: parse(to_text()) == *this, as text and as numbers. Method: random nested forms with awkward
// parameters.
TEST(DistributionText, ParsesBackToTheSameDistribution) {
  std::mt19937_64 random{1};
  const int times = scaled(5000, "distributions");
  for (int i = 0; i < times; ++i) {
    const Distribution original = random_distribution(random, 4);
    const Distribution copy = Distribution::parse(original.to_text());
    ASSERT_EQ(copy, original);
    for (const double u : {0.01, 0.5, 0.99})
      ASSERT_EQ(copy.quantile(u), original.quantile(u)) << original.to_text();
  }
}

// Goal: the table of forms is what the parser reads and what is printed. Method: its examples, with D and E filled in.
TEST(DistributionForms, HaveExamplesThatAreReadAndPrintedAsTheyStand) {
  for (const DistributionForm& form : distribution_forms()) {
    std::string text(form.example);
    for (const char* placeholder : {" D", " E"}) {
      if (const auto at = text.find(placeholder); at != text.npos)
        text.replace(at, 2, " exponential(mean=5s)");
    }
    EXPECT_EQ(Distribution::parse(text).to_text(), text);
    EXPECT_EQ(find_distribution_form(form.name), &form);
  }
  EXPECT_EQ(find_distribution_form("constant"), nullptr);
  EXPECT_THROW(form_text("constant", {Duration{1s}}), std::logic_error);
}

// Goal: an error names the text, the offending part and what is allowed.
TEST(DistributionText, SaysWhatIsWrongWhenRefusing) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"", "a duration or a distribution is missing before the end"},
      {"5", "the unit is missing"},
      {"5sec", "unknown unit `sec`; a duration is a non-negative decimal number and a unit"},
      {"-5s", "it is negative"},
      {"5s 6s", "unknown unit `s 6s`"},
      {"5s)", "`)` follows the end of the distribution"},
      {"uniform(1s, 2s) x", "`x` follows the end of the distribution"},
      {"unifrom(1s, 2s)", "unknown distribution `unifrom` (did you mean `uniform`?); allowed: uniform, exp"},
      {"cauchy(1s, 2s)", "unknown distribution `cauchy`; allowed: uniform"},
      {"loglogist(median=2s, shape=3)", "did you mean `loglogistic`"},
      {"Uniform(1s, 2s)", "did you mean `uniform`"},
      {"logormal", "did you mean `lognormal`"},
      {"(1s)", "unknown distribution ``"},
      {"uniform", "the parameters of uniform are missing, as in \"uniform(20s, 30s)\""},
      {"uniform(1s", "\",\" or \")\" is missing before the end in uniform; write \"uniform(20s, 30s)\""},
      {"uniform(1s)", "uniform has too few parameters; write \"uniform(20s, 30s)\""},
      {"uniform()", "duration ``: it is empty"},
      {"uniform(1s, 2s, 3s)", "uniform has too many parameters"},
      {"uniform(3s, 2s)", "uniform: the lower bound 3s is above the upper bound 2s"},
      {"uniform(1s, 2 parsec)", "unknown unit `parsec`"},
      {"uniform(1s, uniform(1s, 2s))", "duration `uniform`: it does not begin with a digit"},
      {"exponential(5s)", "`5s` is not name=value; write \"exponential(mean=5s)\""},
      {"exponential(rate=5s)", "exponential has no parameter `rate`; write \"exponential(mean=5s)\""},
      {"exponential(mean=0s)",
       "exponential: the mean is 0s; it must be above 0 and at most 10 years (3650d)"},
      {"exponential(mean=1s, mean=2s)", "exponential has more than one \"mean\""},
      {"lognormal(median=38ms)", "lognormal has no \"p95\"; write \"lognormal(median=38ms, p95=120ms)\""},
      {"lognormal(median=38ms, p95=38ms)", "lognormal: the p95 38ms must be above the median 38ms"},
      {"lognormal(median=0s, p95=38ms)", "lognormal: the median is 0s; it must be above 0"},
      {"normal(mean=1s, sd=0s)", "normal: the sd is 0s; it must be above 0"},
      {"weibull(shape=0, scale=1s)", "weibull: the shape is 0; it must be a number in 0.05..100"},
      {"weibull(shape=nan, scale=1s)",
       "the shape of weibull is `nan`; it must be a non-negative decimal number"},
      {"weibull(shape=1s, scale=1s)", "the shape of weibull is `1s`"},
      {"weibull(shape=-1, scale=1s)", "the shape of weibull is `-1`"},
      {"weibull(shape=1e999, scale=1s)", "the shape of weibull is `1e999`"},
      {"gamma(1s, 2s)", "`1s` is not name=value; write \"gamma(shape=2, mean=5s)\""},
      {"gamma(shape=2, scale=5s)", "gamma has no parameter `scale`; write \"gamma(shape=2, mean=5s)\""},
      {"gamma(shape=0.04, mean=5s)", "gamma: the shape is 0.04; it must be a number in 0.05..1000"},
      {"gamma(shape=1001, mean=5s)", "gamma: the shape is 1001; it must be a number in 0.05..1000"},
      {"gamma(shape=2, mean=0s)", "gamma: the mean is 0s; it must be above 0"},
      {"loglogistic(median=2s)", "loglogistic has no \"shape\"; write \"loglogistic(median=2s, shape=3)\""},
      {"loglogistic(median=0s, shape=3)", "loglogistic: the median is 0s; it must be above 0"},
      {"loglogistic(median=2s, shape=0)", "loglogistic: the shape is 0; it must be a number in 0.05..100"},
      {"triangular(1s, 6s, 5s)", "triangular: 1s, 6s, 5s must be low <= mode <= high with low < high"},
      {"triangular(1s, 1s, 1s)", "triangular: 1s, 1s, 1s must be"},
      {"pareto(minimum=0s, shape=2)", "pareto: the minimum is 0s; it must be above 0"},
      {"pareto(minimum=1s, shape=101)", "pareto: the shape is 101"},
      {"quantiles(p50=1s, p100=2s)", "quantiles: p0 must be the first and p100 the last"},
      {"quantiles(p0=1s, p50=1s)", "quantiles: p0 must be the first and p100 the last"},
      {"quantiles(p0=1s, p50=2s, p50=3s, p100=4s)", "quantiles: p50 follows p50; percentiles must rise"},
      {"quantiles(p0=1s, p50=3s, p100=2s)", "quantiles: p100=2s is below p50=3s; values must not fall"},
      {"quantiles(p0=1s, q50=3s, p100=4s)", "quantiles has no parameter `q50`"},
      {"quantiles(p0=1s, pfifty=3s, p100=4s)", "the percentile is `fifty`"},
      {"shifted(1s)", "shifted has too few parameters; write \"shifted(20ms, D)\""},
      {"shifted(3650d, 1ns)", "shifted: the sum is"},
      {"truncated(9s, 1s, exponential(mean=5s))",
       "truncated: the lower bound 9s is above the upper bound 1s"},
      {"truncated(5s, 9s, uniform(1s, 2s))",
       "truncated: 5s to 9s holds 0 of uniform(1s, 2s); it must hold at least"},
      {"truncated(5min, 1h, exponential(mean=5s))",
       "of exponential(mean=5s); it must hold at least a millionth"},
      {"truncated(1s, 2s, 5s)", "truncated: 1s to 2s holds 0 of 5s"},
      {"mixture(1s, 2s)",
       "a weight and \":\" are missing before `1s, 2s)`; write \"mixture(0.9: D, 0.1: E)\""},
      {"mixture(0.9: 1s, 0.2: 2s)", "mixture: the weights sum to 1.1; they must sum to 1 within 1e-9"},
      {"mixture(half: 1s, 0.5: 2s)", "the weight is `half`"},
      {"mixture(2: 1s)", "mixture: the weight is 2; it must be in 0..1"},
      {"mixture(1: )", "a duration or a distribution is missing before `)`"},
  };
  for (const auto& [text, reason] : cases) {
    EXPECT_THAT(refusal_of_distribution(text),
                AllOf(StartsWith("distribution `" + std::string{text} + "`: "), HasSubstr(reason)));
  }
}

TEST(DistributionText, RefusesNegativeDurationsMadeInCode) {
  EXPECT_THROW(Distribution{-1s}, std::invalid_argument);
  EXPECT_THROW(Distribution::uniform(-1s, 1s), std::invalid_argument);
  EXPECT_THROW(Distribution::shifted(-1s, 1s), std::invalid_argument);
  EXPECT_THROW(Distribution::mixture({}), std::invalid_argument);
}

std::string nested(int levels) {
  std::string text;
  for (int i = 1; i < levels; ++i) text += "shifted(1s, ";
  return text + "exponential(mean=1s)" + std::string(static_cast<std::size_t>(levels - 1), ')');
}

TEST(DistributionText, NestsAtMostEightLevels) {
  EXPECT_EQ(Distribution::parse(nested(8)).depth(), 8);
  EXPECT_THAT(refusal_of_distribution(nested(9)), HasSubstr("nested deeper than 8 levels"));
  EXPECT_THAT(refusal_of_distribution(nested(300)), HasSubstr("nested deeper than 8 levels"));
  EXPECT_THROW(Distribution::shifted(1s, Distribution::parse(nested(8))), std::invalid_argument);
}

TEST(DistributionText, HasAtMost4096Characters) {
  EXPECT_THAT(refusal_of_distribution(std::string(4090, ' ') + "250ms"), HasSubstr("accepted as 250ms"));
  EXPECT_THAT(refusal_of_distribution(std::string(4092, ' ') + "250ms"),
              HasSubstr("it has 4097 characters; at most 4096 are allowed"));
  EXPECT_THAT(refusal_of_distribution(std::string(1'000'000, '(')), HasSubstr("at most 4096 are allowed"));
}

// Goal: no text crashes the parser, whatever it is. Method: valid texts with random damage; an answer or an
// invalid_argument with a printable, short message are both fine, and what is accepted must come back equal.
TEST(DistributionText, SurvivesRandomDamage) {
  std::mt19937_64 random{3};
  const std::string alphabet = "(),:=.0159eps mn-\xff\n";
  const int times = scaled(50'000, "damaged texts");
  for (int i = 0; i < times; ++i) {
    std::string text = random_distribution(random, 3).to_text();
    for (std::uint64_t edits = 1 + random() % 3; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      const char c = alphabet[random() % alphabet.size()];
      if (random() % 2 == 0)
        text[at] = c;
      else
        text.erase(at, 1 + random() % 4);
      if (text.empty()) text = "(";
    }
    try {
      const Distribution accepted = Distribution::parse(text);
      ASSERT_EQ(Distribution::parse(accepted.to_text()), accepted) << text;
    } catch (const std::invalid_argument& error) {
      ASSERT_LT(std::string_view{error.what()}.size(), 1000U);
      ASSERT_THAT(error.what(), Not(HasSubstr("\n")));
    }
  }
}

}  // namespace
}  // namespace lastseen::sim
