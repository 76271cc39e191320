// An arm's sessions against the reference's, pair by pair under common random numbers, summed.
#pragma once

#include <cstdint>
#include <optional>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/session_row.hpp>

namespace lastseen::experiments {

class PairSums {
 public:
  /// Both of the same replication. Arms may differ in users and in how many jobs each submits; only jobs submitted in both
  /// make a pair.
  void add(const SessionRow& reference, const SessionRow& row);
  void merge(const PairSums& other);

  const PairedSums& delivered() const { return delivered_; }  ///< of each session: delivered among submitted
  const PairedTable& table() const { return table_; }         ///< of jobs
  /// The first replication with a job delivered in the reference only.
  std::optional<std::uint32_t> first_only_reference() const { return first_only_reference_; }

 private:
  void note_only_reference(std::uint32_t replication);

  PairedSums delivered_;
  PairedTable table_;
  std::optional<std::uint32_t> first_only_reference_;
};

}  // namespace lastseen::experiments
