#include <lastseen/experiments/formats/numbers.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include <lastseen/experiments/statistics/response_text.hpp>

namespace lastseen::experiments {

double rounded(double value) { return std::strtod(fmt::format("{:.12g}", value).c_str(), nullptr); }

std::string csv_number(std::optional<double> value) {
  if (!value) return "";
  return std::isinf(*value) ? beyond_horizon : fmt::format("{}", rounded(*value));
}

std::string fingerprint_text(std::uint64_t fingerprint) { return fmt::format("{:016x}", fingerprint); }

}  // namespace lastseen::experiments
