// Internal: the parameters of the distributions that parameters have, such as worker.processing_time.high.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/models/parameters.hpp>

namespace lastseen::models {

/// The parameter with this key, section.name.part; null when there is none.
const Parameter* find_distribution_part(std::string_view key);

/// The keys of all of them that `whole` can have.
std::vector<std::string> distribution_part_keys(std::string_view whole);

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
