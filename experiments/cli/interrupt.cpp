#include <lastseen/experiments/cli/interrupt.hpp>

#include <csignal>

namespace lastseen::cli {
namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only use lock-free atomics");

extern "C" void on_signal(int) { stop.store(true); }

}  // namespace

void catch_interrupts() {
  // Once each, then as the system does; and a call that waits for a file or a reader ends in place of going on.
  struct sigaction once = {};
  once.sa_handler = on_signal;
  once.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &once, nullptr);
  sigaction(SIGTERM, &once, nullptr);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a file that cannot be written
}

const std::atomic<bool>& interrupted() { return stop; }

}  // namespace lastseen::cli
