// How to run, which changes no result: on how many threads, told to whom, stopped by whom.
#pragma once

#include <atomic>
#include <cstdint>
#include <stdexcept>

namespace lastseen::experiments {

/// Told by the threads how many sessions more are done. Must be safe to call from several threads.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void advance(std::uint64_t sessions) = 0;
};

/// Thrown when a run was stopped from outside; nothing of it is used.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

/// Throws Interrupted once the flag is set; null: never stopped.
inline void throw_if_stopped(const std::atomic<bool>* stop) {
  if (stop && stop->load(std::memory_order_relaxed)) throw Interrupted();
}

struct Execution {
  unsigned threads = 1;                     ///< at least 1
  Progress* progress = nullptr;             ///< may be null
  const std::atomic<bool>* stop = nullptr;  ///< set from outside to stop; may be null
};

}  // namespace lastseen::experiments
