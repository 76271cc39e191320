// Durations as text: what scenarios may say, what is refused and with which words, and that printing loses
// nothing.
#include <lastseen/sim/time.hpp>

#include <gmock/gmock.h>

#include <limits>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tests/scale.hpp"

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string refusal_of_duration(std::string_view text) {
  try {
    return "accepted as " + to_text(parse_duration(text));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(ParseDuration, ReadsEveryUnit) {
  EXPECT_EQ(parse_duration("7ns"), 7ns);
  EXPECT_EQ(parse_duration("7us"), 7us);
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("1.5 s"), 1500ms);
  EXPECT_EQ(parse_duration("5min"), 5min);
  EXPECT_EQ(parse_duration("2h"), 2h);
  EXPECT_EQ(parse_duration(" 1.25 d\t"), 30h);
  EXPECT_EQ(parse_duration("0s"), 0ns);
  EXPECT_EQ(parse_duration("0.000s"), 0ns);
}

// Goal: decimals are exact, not rounded through a double. Method: values that doubles get wrong.
TEST(ParseDuration, IsExactWhereDoublesAreNot) {
  EXPECT_EQ(parse_duration("0.1s"), 100'000'000ns);
  EXPECT_EQ(parse_duration("9007199.254740993s"), 9'007'199'254'740'993ns);  // 2^53 + 1
  EXPECT_EQ(parse_duration("0.0000152587890625d"), 1'318'359'375ns);         // 2^-16 days
  EXPECT_EQ(parse_duration("0.100000000000000000000000000000s"), 100ms);
  EXPECT_EQ(parse_duration("00000000000000000000000000000001s"), 1s);
}

TEST(ParseDuration, AcceptsTenYearsAndNotMore) {
  EXPECT_EQ(parse_duration("3650d"), std::chrono::days{3650});
  EXPECT_THAT(refusal_of_duration("3650.000000000001d"), HasSubstr("fraction of a nanosecond"));
  EXPECT_THAT(refusal_of_duration("315360000000000001ns"), HasSubstr("exceeds 10 years (3650d)"));
  EXPECT_THAT(refusal_of_duration("315360000.000000001s"), HasSubstr("exceeds 10 years (3650d)"));
  EXPECT_THAT(refusal_of_duration("99999999999999999999999999999999d"),
              HasSubstr("exceeds 10 years (3650d)"));
}

// Goal: an error names the text, the reason and what is allowed.
TEST(ParseDuration, SaysWhatIsWrongWhenRefusing) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"", "it is empty"},
      {"  ", "it is empty"},
      {"-5s", "it is negative"},
      {"s", "it does not begin with a digit"},
      {".5s", "it does not begin with a digit"},
      {"+5s", "it does not begin with a digit"},
      {"1.s", "no digit follows the decimal point"},
      {"5", "the unit is missing"},
      {"5 sec", "unknown unit `sec`"},
      {"5S", "unknown unit `S`"},
      {"1e3s", "unknown unit `e3s`"},
      {"1.5ns", "it has a fraction of a nanosecond"},
      {"0.0000000001s", "it has a fraction of a nanosecond"},
      {"1,5s", "unknown unit `,5s`"},
      {"5s 3ms", "unknown unit `s 3ms`"},
  };
  for (const auto& [text, reason] : cases) {
    EXPECT_THAT(refusal_of_duration(text), AllOf(HasSubstr("duration `" + std::string{text} + "`"),
                                                 HasSubstr(reason), HasSubstr("(ns, us, ms, s, min, h, d)")));
  }
}

TEST(ParseDuration, ShortensAHostileTextInTheMessage) {
  EXPECT_LT(refusal_of_duration(std::string(100'000, 'x')).size(), 300U);
  EXPECT_THAT(refusal_of_duration("1\n\x1b[2Js"), Not(HasSubstr("\x1b")));
}

TEST(DurationText, TakesTheLargestUnitThatNeedsAtMostThreeDecimals) {
  const std::vector<std::pair<Duration, std::string_view>> cases{
      {0ns, "0s"},
      {1ns, "1ns"},
      {250ms, "250ms"},
      {1400ms, "1.4s"},
      {90s, "90s"},
      {5min, "5min"},
      {60s, "1min"},
      {24h, "1d"},
      {36h, "36h"},
      {1500us, "1.5ms"},
      {1'234'567ns, "1234.567us"},
      {1001ms, "1.001s"},
      {12'345ns, "12.345us"},
      {1'000'000'001ns, "1000000.001us"},
      {-90s, "-90s"},
  };
  for (const auto& [duration, text] : cases) EXPECT_EQ(to_text(duration), text);
}

TEST(DurationText, PrintsTheExtremesOfTheType) {
  EXPECT_EQ(to_text(Duration::max()), "9223372036854775.807us");
  EXPECT_EQ(to_text(Duration::min()), "-9223372036854775.808us");
}

// Goal: parse_duration(to_text(d)) == d. Method: random durations of every magnitude, and round ones.
TEST(DurationText, ParsesBackToTheSameDuration) {
  std::mt19937_64 random{1};  // the engine is specified by the standard, so the cases are the same everywhere
  const int times = scaled(200'000, "durations");
  for (int i = 0; i < times; ++i) {
    std::uint64_t count = random() % 315'360'000'000'000'001U >> random() % 58;
    if (i % 2 == 0) count -= count % 1'000'000;
    const Duration duration{static_cast<Duration::rep>(count)};
    ASSERT_EQ(parse_duration(to_text(duration)), duration) << to_text(duration);
  }
}

}  // namespace
}  // namespace lastseen::sim
