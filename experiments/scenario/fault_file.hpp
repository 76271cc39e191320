// Internal: part of scenario.hpp.
// Reading scripted faults from a scenario file: [[faults]], and [[arms.faults]] of one arm.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/scenario/toml_reader.hpp>
#include <lastseen/models/fault.hpp>

namespace lastseen::experiments {

inline constexpr std::size_t faults_max = 10'000;  ///< of an arm
inline constexpr sim::Duration fault_time_max = std::chrono::hours(24);

/// A fault, and where it stands in the file.
struct PlacedFault {
  models::Fault fault;
  std::string place;  ///< "s.toml:12"
};

/// Reads an array of tables. Only faults without a problem are appended; problems go to the reader.
void read_faults(TomlReader& reader, const toml::node& node, std::vector<PlacedFault>& faults);

}  // namespace lastseen::experiments
