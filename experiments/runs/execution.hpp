// How to run, which changes no result: on how many threads, and told to whom.
#pragma once

#include <cstdint>

namespace lastseen::experiments {

/// Told by the threads how many sessions more are done. Must be safe to call from several threads.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void advance(std::uint64_t sessions) = 0;
};

struct Execution {
  unsigned threads = 1;          ///< at least 1
  Progress* progress = nullptr;  ///< may be null
};

}  // namespace lastseen::experiments
