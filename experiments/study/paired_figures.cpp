#include <lastseen/experiments/study/paired_figures.hpp>

namespace lastseen::experiments {

PairedFigures paired_figures(const std::string& name, const PairSums& pairs, double confidence) {
  return {.arm = name,
          .table = pairs.table(),
          .difference = paired_difference(pairs.delivered(), confidence),
          .correlation = paired_correlation(pairs.delivered()),
          .first_only_reference = pairs.first_only_reference()};
}

}  // namespace lastseen::experiments
