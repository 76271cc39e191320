// Values and intervals of responses as text; the same number is the same text wherever it stands.
#pragma once

#include <optional>
#include <string>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/responses.hpp>

namespace lastseen::experiments {

/// What stands for +infinity in seconds: not on the screen by the end of the run.
inline constexpr const char* beyond_horizon = "> horizon";

/// "95 %".
std::string confidence_text(double confidence);

/// "5.6 %", "2.62 s", "> horizon", "none".
std::string value_text(ResponseUnit unit, std::optional<double> value);

/// "5.2 to 6.0 %", or why there is no interval; empty without a point.
std::string interval_text(ResponseUnit unit, const Estimate& estimate);

}  // namespace lastseen::experiments
