// The fingerprint of many sessions: of their fingerprints in the order of replications, whatever the order in which they come.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include <lastseen/sim/fingerprint.hpp>

namespace lastseen::experiments {

class Fingerprints {
 public:
  /// Each replication once.
  void add(std::uint32_t replication, std::uint64_t fingerprint);
  void merge(const Fingerprints& other);
  std::uint64_t value() const;

 private:
  void fold_what_follows();

  sim::Fingerprint folded_;  ///< of the replications below next_
  std::uint64_t next_ = 0;
  std::map<std::uint64_t, std::vector<std::uint64_t>>
      waiting_;  ///< runs of replications, by the first of each
};

}  // namespace lastseen::experiments
