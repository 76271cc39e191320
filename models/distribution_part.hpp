// Internal: the parameters of the distributions that parameters have, such as worker.processing_time.high.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <lastseen/models/parameters.hpp>

namespace lastseen::models {

/// The parameter with this key, section.name.part; null when there is none.
const Parameter* find_distribution_part(std::string_view key);

/// What is wrong with the key of such a parameter that no distribution has, with all that there are.
std::string unknown_distribution_part(std::string_view whole, std::string_view name);

struct PartValue {
  std::string_view name;  ///< "median"
  ParameterValue value;
};

/// Sets several parameters of the distribution that `whole` has, at once: low and high may both pass what the other was.
/// Throws std::invalid_argument as Parameter::assign does.
void assign(const Parameter& whole, std::span<const PartValue> values, Settings& settings);

/// As Parameter::value does.
ParameterValue value(const DistributionPart& part, const Settings& settings);

}  // namespace lastseen::models
