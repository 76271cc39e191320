#include <lastseen/experiments/cli/interrupt.hpp>

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <climits>
#include <csignal>
#include <cstddef>
#include <string_view>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/output.hpp>

namespace lastseen::cli {
namespace {

// What the handler reads, on whichever thread it runs. It calls only what POSIX lists as async-signal-safe.
std::atomic<bool> is_ending{false};
std::atomic<bool> has_output{false};
std::atomic<bool> has_line_to_clear{false};
std::atomic<bool> has_unfinished_file{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only use lock-free atomics");
char unfinished_file[PATH_MAX];

/// Writes to stderr unless that would wait: its reader may be the one that does not read.
void say(std::string_view text) {
  pollfd standard_error = {.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
  if (poll(&standard_error, 1, 0) != 1) return;
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text.data(), text.size());
}

extern "C" void on_signal(int) {
  if (is_ending.exchange(true)) return;
  if (has_line_to_clear) say(clear_line);
  say(has_output ? "lastseen: interrupted; the output is incomplete\n"
                 : "lastseen: interrupted; nothing was written\n");
  if (has_unfinished_file) unlink(unfinished_file);
  _exit(exit_interrupted);
}

}  // namespace

void catch_interrupts() {
  has_line_to_clear = has_progress_line();
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);
}

void output_begins() { has_output = true; }

UnfinishedFile::UnfinishedFile(const std::string& path) {
  if (path.size() >= sizeof unfinished_file) return;  // too long for the system as well
  unfinished_file[path.copy(unfinished_file, path.size())] = '\0';
  has_unfinished_file = true;
}

UnfinishedFile::~UnfinishedFile() { has_unfinished_file = false; }

}  // namespace lastseen::cli
