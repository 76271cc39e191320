// An arm against the reference, pair by pair under common random numbers: the same job of the same session.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/study/pair_sums.hpp>

namespace lastseen::experiments {

struct PairedFigures {
  std::string arm;
  PairedTable table;    ///< delivered in both, only in this arm, only in the reference, in neither
  Estimate difference;  ///< of delivery rates, this arm - reference
  std::optional<double> correlation;  ///< of the sessions' residuals; absent when an arm does not vary
  std::optional<std::uint32_t>
      first_only_reference;  ///< a replication with a job delivered in the reference only
};

PairedFigures paired_figures(const std::string& name, const PairSums& pairs, double confidence = 0.95);

}  // namespace lastseen::experiments
