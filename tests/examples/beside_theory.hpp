// One line of an example's table: what was simulated, its interval, and what theory says.
#pragma once

#include <fmt/core.h>

#include <cmath>
#include <string_view>

#include <lastseen/sim/defect.hpp>
#include <lastseen/sim/tally.hpp>

namespace lastseen::examples {

inline constexpr std::uint32_t replications = 20;

/// The heading of the table.
inline void print_heading() {
  fmt::print("{:<34} {:>9}    {:<8} {:>9}\n", "", "simulated", "99.9 %", "theory");
}

/// Prints the mean of 20 independent replications and half the width of its interval at 99.9 % (3.883 is Student's t on
/// 19 degrees of freedom), beside the theoretical value. True when the interval covers that.
inline bool beside_theory(std::string_view what, const sim::Tally& means, double theory) {
  LASTSEEN_ASSERT(means.count() == replications, "Student's t below is that of 20 replications");
  const double half_width = 3.883 * std::sqrt(*means.variance() / replications);
  fmt::print("{:<34} {:>9.4g} +- {:<8.2g} {:>9.4g}\n", what, *means.mean(), half_width, theory);
  return std::abs(*means.mean() - theory) <= half_width;
}

}  // namespace lastseen::examples
