// The responses: what is measured of the sessions of an arm, each with its denominator and its interval.
//
// A new response is an enumerator and a row in responses.cpp; a row that is missing or out of place does not compile. In the
// program a response goes by its id; its key stands where users give or read it: targets, CSV, JSON, lists.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/experiments/statistics/arm_sample.hpp>
#include <lastseen/experiments/statistics/estimates.hpp>

namespace lastseen::experiments {

enum class ResponseId : std::uint8_t {
  delivery_rate,
  skip_rate,
  given_up_rate,
  never_updated,
  time_to_ui_mean,
  time_to_ui_p50,
  time_to_ui_p95,
  time_to_ui_p99,
  submission_to_ui_mean,
  polling_activation_rate,
  polls_per_job,
  polls_per_minute,
  connection_rate,
  connection_persistence,
  connection_persistence_p50,
  ghost_time,
  pushes_into_dead_sockets,
  radio_wakeups,
  count  ///< not one of them, but how many there are
};
inline constexpr auto response_count = static_cast<std::size_t>(ResponseId::count);

enum class ResponseUnit { share, seconds, number };

struct Response {
  ResponseId id;
  std::string_view key;  ///< "delivery_rate"
  std::string_view title;
  ResponseUnit unit;
  std::string_view definition;  ///< with its denominator
  std::string_view target;      ///< in the sources; empty: none
  /// A mean over the jobs that were shown: it flatters an arm that never shows many.
  bool of_shown_jobs = false;
  Estimate (*estimate)(const ArmSample& sample, double confidence);
};

/// All responses, in the order in which they are listed, which is that of their ids.
std::span<const Response, response_count> responses();

const Response& response_of(ResponseId id);

/// The response with this key; null when there is none.
const Response* find_response(std::string_view key);

std::vector<std::string> response_keys();

/// Something for each response, found by its id.
template <class T>
class PerResponse {
 public:
  T& operator[](ResponseId id) { return values_[static_cast<std::size_t>(id)]; }
  const T& operator[](ResponseId id) const { return values_[static_cast<std::size_t>(id)]; }

 private:
  std::array<T, response_count> values_{};
};

}  // namespace lastseen::experiments
