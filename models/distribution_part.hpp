// Internal: the parameters of the distributions that parameters have, such as worker.processing_time.high.
#pragma once

#include <string_view>

#include <lastseen/models/parameters.hpp>

namespace lastseen::models {

/// The parameter with this key, section.name.part; null when there is none.
const Parameter* find_distribution_part(std::string_view key);

/// As Parameter::assign and Parameter::value do.
void assign(const DistributionPart& part, Settings& settings, const ParameterValue& value);
ParameterValue value(const DistributionPart& part, const Settings& settings);

}  // namespace lastseen::models
