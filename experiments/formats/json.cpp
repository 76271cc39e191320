#include <lastseen/experiments/formats/json.hpp>

#include <cmath>

#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/statistics/response_text.hpp>

namespace lastseen::experiments {

Json json_number(std::optional<double> value) {
  if (!value) return nullptr;
  if (std::isinf(*value)) return beyond_horizon;
  return rounded(*value);
}

Json instant_json(sim::Instant instant) {
  return instant == sim::never ? Json(nullptr) : Json(instant.time_since_epoch().count());
}

Json estimate_json(const Estimate& estimate) {
  return {{"point", json_number(estimate.point)},
          {"low", json_number(estimate.low)},
          {"high", json_number(estimate.high)},
          {"level", json_number(estimate.confidence)},
          {"sessions", estimate.clusters},
          {"observations", estimate.observations},
          {"design_effect", json_number(estimate.design_effect)},
          {"method", estimate.method}};
}

std::string json_text(const Json& json) {
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace lastseen::experiments
