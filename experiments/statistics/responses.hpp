// The responses: what is measured of the sessions of an arm, each with its denominator and its interval.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/time_estimates.hpp>
#include <lastseen/models/monitor.hpp>

namespace lastseen::experiments {

/// All sessions of one arm, in the order of their replications, with what several responses need sorted once.
class ArmSample {
 public:
  explicit ArmSample(std::vector<models::SessionResult> sessions);

  const std::vector<models::SessionResult>& sessions() const { return sessions_; }
  /// Completion -> screen, of all jobs completed; +infinity for those never shown.
  const TimeSample& time_to_ui() const { return time_to_ui_; }
  /// Submission -> screen, of all jobs submitted.
  const TimeSample& time_from_submission() const { return time_from_submission_; }
  std::uint64_t jobs() const { return jobs_; }
  /// Jobs not delivered, by cause; those without a cause are counted under an empty name.
  const std::map<std::string, std::uint64_t>& causes() const { return causes_; }

 private:
  std::vector<models::SessionResult> sessions_;
  TimeSample time_to_ui_;
  TimeSample time_from_submission_;
  std::uint64_t jobs_ = 0;
  std::map<std::string, std::uint64_t> causes_;
};

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

/// "5.6 %", "2.62 s", "> horizon", "none"; the same number the same text.
std::string value_text(ResponseUnit unit, std::optional<double> value);
/// "5.2 to 6.0 %", or why there is no interval.
std::string interval_text(ResponseUnit unit, const Estimate& estimate);

/// Outcomes of one session as a cluster: delivered among submitted.
Cluster delivered_cluster(const models::SessionResult& session);

}  // namespace lastseen::experiments
