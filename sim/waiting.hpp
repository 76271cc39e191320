// What processes wait for, besides delays and each other:
//
//     Signal      something happened: wakes all who wait, or the first
//     Resource    so many units, taken by acquire() and given back when the Use goes, first come, first served
//     Store<T>    items put in and got out, first in, first out
//     within      any of these, but not longer than so
//
// Nobody overtakes: a unit or an item goes to who waits longest, at once, though he goes on only when his turn at this
// instant comes. A process that is cancelled in between gives it back.
#pragma once

#include <algorithm>
#include <boost/circular_buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include <lastseen/sim/defect.hpp>
#include <lastseen/sim/process.hpp>

namespace lastseen::sim {

/// Something that happens, now and again.
class Signal {
 public:
  class [[nodiscard]] Wait : public Waiting {
   public:
    explicit Wait(Signal& signal) : signal_{signal} {}
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<Process::promise_type> process) {
      notified_ = false;
      wait_in(signal_.waiting_, process.promise());
    }
    void await_resume() const noexcept {}
    bool result() const noexcept { return notified_; }

   private:
    friend class Signal;
    Signal& signal_;
    bool notified_ = false;
  };

  /// `co_await signal.wait()` waits for the next notification; one that came earlier does not count.
  Wait wait() { return Wait{*this}; }

  /// Wakes the process that waits longest. False when none waits. The notification is lost with a process that is
  /// cancelled before it goes on.
  bool notify_one() {
    if (waiting_.empty()) return false;
    Wait& wait = waiting_.front();
    waiting_.pop_front();
    wait.notified_ = true;
    wait.wake();
    return true;
  }
  /// Wakes all processes that wait now.
  void notify_all() {
    while (notify_one()) {
    }
  }
  bool has_waiting() const { return !waiting_.empty(); }

 private:
  WaitingList<Wait> waiting_;
};

/// A number of equal units: tellers, workers, connections of a pool.
class Resource {
 public:
  explicit Resource(std::size_t units) : units_{units}, free_{units} {}
  Resource(const Resource&) = delete;
  Resource& operator=(const Resource&) = delete;

  /// One unit in use; gives it back when it goes. Outliving the resource does no harm.
  class [[nodiscard]] Use : public WaitingLink {
   public:
    Use() = default;
    Use(Use&& other) noexcept { take_over(other); }
    Use& operator=(Use&& other) noexcept {
      if (this != &other) {
        release();
        take_over(other);
      }
      return *this;
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() { release(); }

    /// Gives the unit back now.
    void release() {
      if (!is_linked()) return;
      unlink();
      resource_->give_back();
    }
    bool holds() const { return is_linked(); }

   private:
    friend class Resource;
    void take_over(Use& other) {
      if (!other.is_linked()) return;
      other.unlink();
      resource_ = other.resource_;
      resource_->uses_.push_back(*this);
    }
    Resource* resource_ = nullptr;
  };

  class [[nodiscard]] Acquire : public Waiting {
   public:
    explicit Acquire(Resource& resource) : resource_{resource} {}
    bool await_ready() {
      if (resource_.free_ == 0) return false;
      --resource_.free_;
      resource_.lend(use_);
      return true;
    }
    void await_suspend(std::coroutine_handle<Process::promise_type> process) {
      wait_in(resource_.waiting_, process.promise());
    }
    Use await_resume() { return std::move(use_); }
    /// For within(): a Use that holds() nothing when the time was over.
    Use result() { return std::move(use_); }

   private:
    friend class Resource;
    Resource& resource_;
    Use use_;
  };

  /// `Resource::Use use = co_await resource.acquire();` waits for a unit.
  Acquire acquire() { return Acquire{*this}; }

  std::size_t free() const { return free_; }
  std::size_t in_use() const { return units_ - free_; }
  /// How many wait for a unit; counts them.
  std::size_t waiting() const { return waiting_.size(); }

 private:
  void lend(Use& use) {
    use.resource_ = this;
    uses_.push_back(use);
  }
  void give_back() {
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    Acquire& next = waiting_.front();
    waiting_.pop_front();
    lend(next.use_);
    next.wake();
  }

  std::size_t units_;
  std::size_t free_;
  WaitingList<Use> uses_;
  WaitingList<Acquire> waiting_;
};

/// Items, waiting for processes, or processes, waiting for items.
template <class T>
class Store {
  struct Item {
    std::uint64_t number;  // in the order in which they were put in
    T value;
  };

 public:
  class [[nodiscard]] Get : public Waiting {
   public:
    explicit Get(Store& store) : store_{store} {}
    ~Get() {
      if (!this->is_linked() || !item_) return;
      this->unlink();
      store_.take_back(std::move(*item_));  // got, and never taken
    }
    bool await_ready() {
      if (store_.items_.empty()) return false;
      item_.emplace(std::move(store_.items_.front()));
      store_.items_.pop_front();
      return true;
    }
    void await_suspend(std::coroutine_handle<Process::promise_type> process) {
      this->wait_in(store_.waiting_, process.promise());
    }
    T await_resume() { return std::move(*result()); }
    /// For within(): nothing when the time was over.
    std::optional<T> result() {
      if (this->is_linked()) this->unlink();
      if (!item_) return std::nullopt;
      std::optional<T> value(std::move(item_->value));
      item_.reset();
      return value;
    }

   private:
    friend class Store;
    Store& store_;
    std::optional<Item> item_;
  };

  /// Puts an item in, or into the hands of the process that waits longest.
  void put(T value) {
    Item item{++last_number_, std::move(value)};
    if (waiting_.empty()) {
      make_room();
      items_.push_back(std::move(item));
    } else {
      hand_over(std::move(item));
    }
  }

  /// `T item = co_await store.get();` waits for an item.
  Get get() { return Get{*this}; }

  std::size_t size() const { return items_.size(); }
  /// How many wait for an item; counts them.
  std::size_t waiting() const { return waiting_.size(); }

 private:
  void make_room() {
    constexpr std::size_t fewest = 16;
    if (items_.full()) items_.set_capacity(std::max(fewest, 2 * items_.capacity()));
  }
  void hand_over(Item item) {
    Get& get = waiting_.front();
    waiting_.pop_front();
    get.item_.emplace(std::move(item));
    served_.push_back(get);
    get.wake();
  }
  /// An item that was got and not taken goes to who waits, or back to its place.
  void take_back(Item item) {
    if (!waiting_.empty()) {
      hand_over(std::move(item));
      return;
    }
    make_room();
    const auto place = std::find_if(items_.begin(), items_.end(),
                                    [&item](const Item& other) { return other.number > item.number; });
    items_.insert(place, std::move(item));
  }

  boost::circular_buffer<Item> items_;
  std::uint64_t last_number_ = 0;
  WaitingList<Get> waiting_;
  WaitingList<Get> served_;  // have their item and have not gone on yet
};

/// What co_await within(...) gets; awaited where it is made, since it refers to what it waits for.
template <class W>
class [[nodiscard]] Within {
 public:
  class Awaiter {
   public:
    Awaiter(Duration patience, W& wait) : patience_{patience}, wait_{wait} {}
    bool await_ready() { return wait_.await_ready(); }
    void await_suspend(std::coroutine_handle<Process::promise_type> process) {
      wait_.await_suspend(process);
      process.promise().call_after(patience_, [&wait = wait_] { wait.give_up(); });
    }
    auto await_resume() { return wait_.result(); }

   private:
    Duration patience_;
    W& wait_;
  };

  Within(Duration patience, W& wait) : patience_{patience}, wait_{wait} {}
  Awaiter operator co_await() && { return {patience_, wait_}; }

 private:
  Duration patience_;
  W& wait_;
};

/// Waits no longer than the patience; a negative one throws Defect. What comes at the last instant but after the patience
/// has ended, in the order of events, is too late.
///
///     bool notified = co_await within(5s, signal.wait());          bool ended = co_await within(5s, process.join());
///     Resource::Use use = co_await within(5s, pool.acquire());     it holds() nothing when the time was over
///     std::optional<T> item = co_await within(5s, store.get());
template <class W>
Within<W> within(Duration patience, W&& wait) {
  LASTSEEN_ASSERT(patience >= Duration::zero(), "patience is negative");
  return {patience, wait};
}

}  // namespace lastseen::sim
