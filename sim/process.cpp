#include <lastseen/sim/process.hpp>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {

void Process::cancel() {
  if (!is_alive()) return;
  const auto coroutine = std::coroutine_handle<promise_type>::from_address(frame_);
  LASTSEEN_ASSERT(frame_ != coroutine.promise().simulation_.frames().running(),
                  "a process cancels itself: co_return ends it");
  FramePool::forget(frame_);  // so that nobody cancels it while it goes
  coroutine.destroy();
}

Process::promise_type::~promise_type() {
  simulation_.cancel(wake_up_);
  while (!joining_.empty()) {
    Waiting& waiting = joining_.front();
    joining_.pop_front();
    waiting.wake();
  }
}

}  // namespace lastseen::sim
