// The sessions of all arms of a design point, summed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <lastseen/experiments/statistics/arm_sums.hpp>
#include <lastseen/experiments/study/pair_sums.hpp>

namespace lastseen::experiments {

struct PointSums {
  PointSums() = default;
  /// Of so many arms, and so many sessions of each in the end.
  PointSums(std::size_t arm_count, std::uint64_t sessions_expected)
      : arms(arm_count, ArmSums(sessions_expected)), pairs(arm_count - 1) {}

  /// A row of an arm, and of the first arm in the same replication; of the first arm both are the same.
  void add(std::size_t arm, const SessionRow& row, const SessionRow& reference) {
    arms[arm].add(row);
    if (arm > 0) pairs[arm - 1].add(reference, row);
  }
  /// Does what merging and figures need, on the thread that added the rows.
  void sort() {
    for (ArmSums& arm : arms) arm.sort();
  }
  void merge(const PointSums& other) {
    for (std::size_t arm = 0; arm < arms.size(); ++arm) arms[arm].merge(other.arms[arm]);
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) pairs[pair].merge(other.pairs[pair]);
  }

  std::vector<ArmSums> arms;
  std::vector<PairSums> pairs;  ///< of all arms but the first, against it
};

}  // namespace lastseen::experiments
