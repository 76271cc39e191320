// How much the tests try that can try more: random worlds, broken texts, sampled intervals, kills.
//
// Usually just enough to notice a change for the worse while working. `./dev test --slow` sets LASTSEEN_TEST_SCALE, and each
// of them tries so many times as much; what it tried goes to the page docs/slow-tests.md, which `./dev` makes of the
// lines that begin with "tried " and "found ".
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

namespace lastseen {

/// At least 1: LASTSEEN_TEST_SCALE, a whole number; 1 without it.
inline std::int64_t test_scale() {
  static const std::int64_t scale = [] {
    const char* const text = std::getenv("LASTSEEN_TEST_SCALE");
    return text == nullptr ? std::int64_t{1} : std::max<std::int64_t>(1, std::atoll(text));
  }();
  return scale;
}

/// One in so many is tried with sanitizers, where everything takes several times as long.
#ifdef LASTSEEN_WITH_SANITIZERS
inline constexpr int tried_one_in = 4;
#else
inline constexpr int tried_one_in = 1;
#endif

/// `usual` times the scale, or with sanitizers a quarter of that (at least 1), which the test is about to try; `what` are
/// these things, such as "worlds".
template <class Count>
Count scaled(Count usual, const char* what) {
  const Count count = std::max(Count{1}, usual * static_cast<Count>(test_scale()) / tried_one_in);
  if (test_scale() > 1) std::cout << "tried " << count << ' ' << what << '\n';
  return count;
}

/// How often a test found something among all that it tried, such as an interval that covers the truth.
inline void found(const std::string& what, std::int64_t count, std::int64_t of) {
  ::testing::Test::RecordProperty(what, std::to_string(count));
  if (test_scale() > 1) std::cout << "found " << what << ": " << count << " of " << of << '\n';
}

}  // namespace lastseen
