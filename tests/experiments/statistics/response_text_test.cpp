// Values as text: short, in the unit of the response, and saying what is missing.
#include <lastseen/experiments/statistics/response_text.hpp>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/experiments/sessions.hpp"

namespace lastseen::experiments {
namespace {

using namespace testing;

TEST(ValueText, IsShortAndSaysWhatIsMissing) {
  EXPECT_EQ(value_text(ResponseUnit::share, 0.0563), "5.6 %");
  EXPECT_EQ(value_text(ResponseUnit::share, 0.9991), "99.91 %");
  EXPECT_EQ(value_text(ResponseUnit::share, 1.0), "100.0 %");
  EXPECT_EQ(value_text(ResponseUnit::seconds, 2.6), "2.600 s");
  EXPECT_EQ(value_text(ResponseUnit::seconds, INFINITY), "> horizon");
  EXPECT_EQ(value_text(ResponseUnit::seconds, estimate(ResponseId::time_to_ui_p95, mixed()).point),
            "> horizon");
  EXPECT_EQ(value_text(ResponseUnit::number, std::nullopt), "none");
}

}  // namespace
}  // namespace lastseen::experiments
