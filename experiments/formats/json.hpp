// What results say in JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {

/// Keys stay in the order in which they were added.
using Json = nlohmann::ordered_json;

/// A number, rounded; beyond the horizon it is the text "> horizon", absent null.
Json json_number(std::optional<double> value);

/// Nanoseconds since the start of the run; null for sim::never.
Json instant_json(sim::Instant instant);

Json estimate_json(const Estimate& estimate);

/// The document, indented, with its line end. Bytes that are no UTF-8 are replaced.
std::string json_text(const Json& json);

}  // namespace lastseen::experiments
