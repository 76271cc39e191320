// Mechanisms against evidence: could this one have produced what was logged?
//
// For each piece of evidence (a case's scenario in one reading) and each mechanism a small family of sessions is run: the
// case's settings under the mechanism, while what the logs do not tell is scanned (the connection's age, the instant of a
// restart, a timeout). The family reproduces the evidence when one of its sessions agrees with every row of it. Where none
// does, the best one names the rows that contradict it. Nothing here is written by hand but what is scanned.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <lastseen/experiments/runs/execution.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/models/mechanisms.hpp>

namespace lastseen::experiments {

/// A piece of evidence in one reading.
struct EvidencePiece {
  std::string name;
  std::string reading;  ///< what it takes for given
  Scenario scenario;    ///< its rows of evidence, and one arm: the case's settings
  bool opening_known = true;
};

/// The pieces: the timeline, case 1 in both readings, case 2, case 3. All begin five minutes after the start of the run, so
/// that something can have happened before.
std::vector<EvidencePiece> evidence_pieces();

/// A mechanism against a piece.
struct EvidenceCell {
  models::Mechanism mechanism{};
  std::string piece;
  std::string scanned;          ///< "connection age at the check"; empty: nothing
  std::size_t members = 0;      ///< of the family
  std::size_t reproducing = 0;  ///< of these, agree with every row
  /// The range of the scanned value over the sessions that agree, such as "from 61s"; empty where nothing is scanned or
  /// none agrees.
  std::string range;
  std::string
      contradiction;  ///< where none agrees: the rows that contradict the session with most rows right

  bool reproduced() const { return reproducing > 0; }
};

/// All cells, mechanism by mechanism, each with the pieces in order.
std::vector<EvidenceCell> evidence_table(const Execution& execution = {});

/// The members of all families, for progress.
std::size_t evidence_table_members();

}  // namespace lastseen::experiments
