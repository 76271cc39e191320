// Does a run agree with what the logs say? Computed row by row from the trace.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// How one row of evidence fared.
struct RowVerdict {
  bool agrees = false;
  std::optional<sim::Record> record;  ///< the one that agrees, or the nearest of its kind that does not
  std::string finding;                ///< in words: what the run did instead
};

struct Agreement {
  std::vector<RowVerdict> rows;  ///< one for each row of the evidence
  bool agrees = true;            ///< all rows that are not doubtful agree
};

/// A row agrees when a record of its kind and actor lies within its tolerance; a `never` row when no record does.
Agreement judge_evidence(const std::vector<EvidenceRow>& evidence, const StoryClock& story,
                         const std::vector<sim::Record>& records);

/// "server skipped at +22.000 s (10:07:51)": a row in words.
std::string row_text(const StoryClock& story, const EvidenceRow& row);

}  // namespace lastseen::experiments
