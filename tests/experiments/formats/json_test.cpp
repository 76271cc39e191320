// Numbers in JSON and CSV: the same digits on every machine, and no number where there is none.
#include <lastseen/experiments/formats/json.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include <lastseen/experiments/formats/numbers.hpp>

namespace lastseen::experiments {
namespace {

TEST(Numbers, AreRoundedToTwelveDigits) {
  EXPECT_EQ(json_number(1.0 / 3), Json(0.333333333333));
  EXPECT_EQ(csv_number(1.0 / 3), "0.333333333333");
  EXPECT_EQ(csv_number(2), "2");
}

TEST(Numbers, SayWhatLiesBeyondTheHorizonAndWhatIsAbsent) {
  EXPECT_EQ(json_number(INFINITY), Json("> horizon"));
  EXPECT_EQ(csv_number(INFINITY), "> horizon");
  EXPECT_EQ(json_number(std::nullopt), Json(nullptr));
  EXPECT_EQ(csv_number(std::nullopt), "");
}

TEST(JsonText, KeepsTheOrderOfKeysAndReplacesWhatIsNoText) {
  EXPECT_EQ(json_text({{"b", 1}, {"a", "\xff"}}), "{\n  \"b\": 1,\n  \"a\": \"\xEF\xBF\xBD\"\n}\n");
}

}  // namespace
}  // namespace lastseen::experiments
