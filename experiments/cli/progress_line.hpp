// Progress on stderr: one line that is rewritten, only on a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include <lastseen/experiments/runs/execution.hpp>

namespace lastseen::cli {

class ProgressLine : public experiments::Progress {
 public:
  /// `total` sessions are to be run altogether.
  ProgressLine(std::string what, std::uint64_t total);
  /// Clears the line.
  ~ProgressLine() override;
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void advance(std::uint64_t sessions) override;

 private:
  using WallClock = std::chrono::steady_clock;

  std::mutex mutex_;
  std::string what_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
  WallClock::time_point started_ = WallClock::now();
  WallClock::time_point shown_ = started_;
  bool terminal_;
  bool visible_ = false;
};

}  // namespace lastseen::cli
