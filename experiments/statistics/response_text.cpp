#include <lastseen/experiments/statistics/response_text.hpp>

#include <fmt/format.h>

#include <cmath>

namespace lastseen::experiments {
namespace {

std::string number_text(ResponseUnit unit, double value) {
  if (std::isinf(value)) return beyond_horizon;
  if (unit == ResponseUnit::share) {
    const double percent = value * 100;
    const bool extreme = (percent > 0 && percent < 1) || (percent > 99 && percent < 100);
    return extreme ? fmt::format("{:.2f}", percent) : fmt::format("{:.1f}", percent);
  }
  return std::abs(value) < 10 ? fmt::format("{:.3f}", value) : fmt::format("{:.1f}", value);
}

/// Follows a number; nothing follows "> horizon".
std::string unit_text(ResponseUnit unit, double value) {
  if (std::isinf(value) || unit == ResponseUnit::number) return "";
  return unit == ResponseUnit::share ? " %" : " s";
}

}  // namespace

std::string confidence_text(double confidence) { return fmt::format("{:g} %", confidence * 100); }

std::string value_text(ResponseUnit unit, std::optional<double> value) {
  return value ? number_text(unit, *value) + unit_text(unit, *value) : "none";
}

std::string interval_text(ResponseUnit unit, const Estimate& estimate) {
  if (!estimate.point) return "";
  if (!estimate.low || !estimate.high) return estimate.method;
  const std::string high = value_text(unit, estimate.high);
  return std::isinf(*estimate.low) ? high : fmt::format("{} to {}", number_text(unit, *estimate.low), high);
}

}  // namespace lastseen::experiments
