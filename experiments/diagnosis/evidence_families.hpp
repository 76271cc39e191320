// What is tried to make a mechanism produce a piece of evidence: a family of settings, over what the logs leave open.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/diagnosis/evidence_table.hpp>

namespace lastseen::experiments {

struct FamilyMember {
  sim::Duration value{0};  ///< of what is scanned
  models::Settings settings;
};

struct Family {
  std::string scanned;  ///< empty: nothing, there is one member
  std::vector<FamilyMember> members;
  /// What fits the logs comes back so often, as pings do: a range that ends less than this before the last member has no
  /// end.
  sim::Duration period = std::chrono::seconds(1);
};

/// The family of a mechanism on a piece's settings. The case's own facts (when the job was submitted, how long it took)
/// stay as they are; the refresh is the fix's, unless the mechanism is about it.
Family evidence_family(const EvidencePiece& piece, models::Mechanism mechanism);

/// When the notifier looked for the user, by the evidence.
sim::Duration check_instant(const Scenario& scenario);

}  // namespace lastseen::experiments
