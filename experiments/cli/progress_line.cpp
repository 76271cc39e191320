#include <lastseen/experiments/cli/progress_line.hpp>

#include <fmt/format.h>

#include <cstdio>

#include <lastseen/experiments/cli/output.hpp>

namespace lastseen::cli {

ProgressLine::ProgressLine(std::string what, std::uint64_t total)
    : what_(std::move(what)), total_(total), terminal_(has_progress_line()) {}

ProgressLine::~ProgressLine() {
  if (visible_) std::fputs(std::string(clear_line).c_str(), stderr);
}

void ProgressLine::advance(std::uint64_t sessions) {
  const std::lock_guard lock(mutex_);
  done_ += sessions;
  const auto now = WallClock::now();
  if (!terminal_ || now - shown_ < std::chrono::milliseconds(200)) return;
  shown_ = now;
  visible_ = true;
  const double elapsed_s = std::chrono::duration<double>(now - started_).count();
  const double share = total_ > 0 ? static_cast<double>(done_) / static_cast<double>(total_) : 1;
  std::fputs(fmt::format("{}{}: {} of {} sessions, {:.0f} s left", clear_line, what_, done_, total_,
                         share > 0 ? elapsed_s * (1 / share - 1) : 0.0)
                 .c_str(),
             stderr);
  std::fflush(stderr);
}

}  // namespace lastseen::cli
