// The responses: what is measured of the sessions of an arm, each with its denominator and its interval.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/experiments/statistics/arm_sample.hpp>
#include <lastseen/experiments/statistics/estimates.hpp>

namespace lastseen::experiments {

enum class ResponseUnit { share, seconds, number };

struct Response {
  std::string key;
  std::string title;
  ResponseUnit unit;
  std::string definition;  ///< with its denominator
  std::string target;      ///< in the sources; empty: none
  std::function<Estimate(const ArmSample&, double confidence)> estimate;
};

/// All responses, in the order in which they are listed.
const std::vector<Response>& responses();

/// The response with this key; null when there is none.
const Response* find_response(std::string_view key);

std::vector<std::string> response_keys();

}  // namespace lastseen::experiments
