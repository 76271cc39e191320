// Processes: models that read better as a story than as events. A process is a coroutine whose first parameter is the
// simulation; calling it starts it at this instant, behind the events that are already due. The Process that comes back may
// be dropped: it is a handle, to wait for the process or to cancel it.
//
//     #include <lastseen/sim/waiting.hpp>
//
//     Process customer(Simulation& simulation, Resource& tellers, Tally& waits, Duration service_time) {
//       const Instant arrived = simulation.now();
//       const Resource::Use teller = co_await tellers.acquire();
//       waits.add(to_seconds(simulation.now() - arrived));
//       co_await delay(service_time);
//     }
//
//     co_await delay(30s)                  goes on 30 s later
//     co_await process.join()              goes on when the other process has ended
//     co_await signal.wait()               goes on when somebody calls signal.notify_all(); more in waiting.hpp
//     co_await within(5s, signal.wait())   the same, or after 5 s; true when it was the signal
//
// All this happens with priority 0. Whoever is woken goes on at that instant, behind the events that are already due: a
// process never runs in the middle of another. The simulation owns its processes: one that has not ended when the simulation goes, or is
// reset, is destroyed where it waits, and with it what its variables own. What a process refers to must outlive it: pass
// arguments by value, or by reference to what lives longer than the simulation, so declare the simulation last.
#pragma once

#include <boost/intrusive/list.hpp>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <lastseen/sim/defect.hpp>
#include <lastseen/sim/simulation.hpp>

namespace lastseen::sim {

/// A place in a list of waiting processes, which leaves the list when it goes, as the list forgets it when that goes.
using WaitingLink =
    boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
template <class T>
using WaitingList = boost::intrusive::list<T, boost::intrusive::constant_time_size<false>>;

class Process {
 public:
  class promise_type;

  /// No process.
  Process() = default;

  /// Has been started and has not ended. To be asked only while the simulation is there.
  bool is_alive() const { return frame_ != nullptr && FramePool::serial(frame_) == serial_; }

  /// Ends the process where it waits: its variables are destroyed, and those who wait for it go on. Does nothing when it has
  /// ended. A process cannot cancel itself (co_return ends it): Defect.
  void cancel();

  class Join;
  /// `co_await process.join()` waits until the process has ended.
  Join join() const;

 private:
  /// Of a process that is alive.
  promise_type& promise() const;
  explicit Process(void* frame) : frame_{frame}, serial_{FramePool::serial(frame)} {}

  void* frame_ = nullptr;
  std::uint64_t serial_ = 0;
};

/// One process waiting for something other than a delay: base of what `co_await` gets. It lives in the process's frame.
class Waiting : public WaitingLink {
 public:
  Waiting() = default;
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  /// Lets the process go on at this instant. It must wait, and no longer be in a list.
  void wake();
  /// Leaves the list and has the process go on, from an event of its own.
  void give_up();

 protected:
  /// The process is suspended and waits, last in the list, until it is woken or gives up.
  template <class Self>
  void wait_in(WaitingList<Self>& list, Process::promise_type& process);

 private:
  Process::promise_type* process_ = nullptr;  // set when it has to wait
};

class Process::promise_type {
 public:
  // The compiler passes the coroutine's parameters here: the simulation comes first, or second after the object of a
  // member function or lambda.
  template <class... Others>
  explicit promise_type(Simulation& simulation, Others&...) : simulation_{simulation} {}
  template <class Object, class... Others>
    requires(!std::is_same_v<Object, Simulation>)
  promise_type(Object&, Simulation& simulation, Others&...) : simulation_{simulation} {}
  promise_type(const promise_type&) = delete;
  promise_type& operator=(const promise_type&) = delete;
  ~promise_type();

  template <class... Others>
  static void* operator new(std::size_t bytes, Simulation& simulation, Others&...) {
    return simulation.frames().allocate(bytes);
  }
  template <class Object, class... Others>
    requires(!std::is_same_v<Object, Simulation>)
  static void* operator new(std::size_t bytes, Object&, Simulation& simulation, Others&...) {
    return simulation.frames().allocate(bytes);
  }
  static void operator delete(void* frame, std::size_t) { FramePool::release(frame); }

  Process get_return_object() {
    go_on_after(Duration::zero());
    return Process{handle().address()};
  }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  std::suspend_never final_suspend() const noexcept { return {}; }
  void return_void() const noexcept {}
  [[noreturn]] void unhandled_exception() const { throw; }  // to whoever runs the simulation

  // For what can be awaited; the process is suspended.
  void go_on_after(Duration delay) {
    call_after(delay, [frame = handle().address()] {
      std::coroutine_handle<promise_type>::from_address(frame).promise().go_on();
    });
  }
  void go_on() {
    FramePool& frames = simulation_.frames();
    const auto coroutine = handle();
    frames.set_running(coroutine.address());
    try {
      coroutine.resume();
    } catch (...) {  // it has ended all the same
      frames.set_running(nullptr);
      coroutine.destroy();
      throw;
    }
    frames.set_running(nullptr);
  }
  /// Calls the action after the delay, unless the process is woken or ends before.
  template <class F>
  void call_after(Duration delay, F&& action) {
    wake_up_ = simulation_.after(delay, 0, std::forward<F>(action));
  }
  void wake() {
    simulation_.cancel(wake_up_);
    go_on_after(Duration::zero());
  }

 private:
  std::coroutine_handle<promise_type> handle() {
    return std::coroutine_handle<promise_type>::from_promise(*this);
  }

  friend class Process;

  Simulation& simulation_;
  EventHandle wake_up_;           // pending while it is known when its waiting ends
  WaitingList<Waiting> joining_;  // who waits for the end of this process
};

template <class Self>
void Waiting::wait_in(WaitingList<Self>& list, Process::promise_type& process) {
  process_ = &process;
  list.push_back(static_cast<Self&>(*this));
}

inline void Waiting::wake() { process_->wake(); }

inline void Waiting::give_up() {
  unlink();
  process_->go_on();
}

/// What co_await delay(...) gets.
class [[nodiscard]] Delay {
 public:
  explicit Delay(Duration duration) : duration_{duration} {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<Process::promise_type> process) const {
    process.promise().go_on_after(duration_);
  }
  void await_resume() const noexcept {}

 private:
  Duration duration_;
};

/// `co_await delay(30s)`: goes on that much later, 0 included: then behind what is already due at this instant. A negative
/// delay throws Defect.
inline Delay delay(Duration duration) { return Delay{duration}; }

class [[nodiscard]] Process::Join : public Waiting {
 public:
  explicit Join(Process other) : other_{other} {}
  bool await_ready() const {
    if (!other_.is_alive()) return true;
    // Here and not in await_suspend(): clang++ 14 destroys a frame twice when that throws.
    LASTSEEN_ASSERT(other_.promise().simulation_.frames().running() != other_.frame_,
                    "a process waits for itself to end");
    return false;
  }
  void await_suspend(std::coroutine_handle<promise_type> process) {
    wait_in(other_.promise().joining_, process.promise());
  }
  void await_resume() const noexcept {}
  /// For within(): true when the other process has ended.
  bool result() const { return !other_.is_alive(); }

 private:
  Process other_;
};

inline Process::promise_type& Process::promise() const {
  return std::coroutine_handle<promise_type>::from_address(frame_).promise();
}

inline Process::Join Process::join() const { return Join{*this}; }

}  // namespace lastseen::sim
