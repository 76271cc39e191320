// The floor of the comparison: a binary heap of 16-byte records and a loop, no engine around it.
//
// A record is one 128-bit key, time (ns) above sequence above payload, so that one branchless comparison gives
// the exact order of (time, sequence). A handler that schedules replaces the top in place, and the new record
// sinks once, to where it is not later than its earlier child. Handlers are inline, known at compile time; nothing
// can be cancelled or rescheduled.
//
// Ways to sink that were tried, in ns an event of hold 64 / 4,096 / 262,144 / 1,048,576 on one machine:
//
//     this one                                                 21 / 41 /  83 / 205
//     without the prefetch                                     21 / 42 / 119 / 380
//     to a leaf, and climbing from there (Floyd)               29 / 50 / 100 / 360
//     two levels a step, grandchildren compared beforehand     19 / 36 / 105 / 370
#include <memory>
#include <new>

#include "common.hpp"

namespace {

using namespace lastseen::bench;

__extension__ using Key = unsigned __int128;

constexpr int payload_bits = 24;

Key key(std::int64_t time_ns, std::uint64_t sequence, std::uint64_t payload) {
  return (static_cast<Key>(static_cast<std::uint64_t>(time_ns)) << 64) | (sequence << payload_bits) | payload;
}
std::int64_t time_of(Key key) { return static_cast<std::int64_t>(key >> 64); }
std::uint64_t payload_of(Key key) { return static_cast<std::uint64_t>(key) & ((1U << payload_bits) - 1); }

/// Min-heap with a fixed room. The root is number 1, so that four grandchildren share a cache line.
class Heap {
 public:
  explicit Heap(std::size_t room) : memory_(new (std::align_val_t{64}) Key[room + 2]), keys_(memory_.get()) {
    std::fill(keys_, keys_ + room + 2, ~Key{0});  // beyond the last key stands one later than all
  }

  bool empty() const { return size_ == 0; }
  Key top() const { return keys_[1]; }

  void push(Key added) {
    std::size_t hole = ++size_;
    for (; hole > 1 && added < keys_[hole / 2]; hole /= 2) keys_[hole] = keys_[hole / 2];
    keys_[hole] = added;
  }
  void pop() {
    const Key last = keys_[size_];
    keys_[size_] = ~Key{0};
    if (--size_ > 0) replace_top(last);
  }

  void replace_top(Key added) {
    std::size_t hole = 1;
    for (std::size_t child = 2; child <= size_; child = 2 * hole) {
      __builtin_prefetch(&keys_[8 * hole]);
      child += keys_[child + 1] < keys_[child] ? 1U : 0U;
      if (added <= keys_[child]) break;
      keys_[hole] = keys_[child];
      hole = child;
    }
    keys_[hole] = added;
  }

 private:
  struct Free {
    void operator()(Key* keys) const { ::operator delete[](keys, std::align_val_t{64}); }
  };
  std::unique_ptr<Key[], Free> memory_;
  Key* keys_;
  std::size_t size_ = 0;
};

class Hold {
 public:
  explicit Hold(std::uint64_t n) : heap_(n) {
    for (; sequence_ < n; ++sequence_) heap_.push(key(stream_.nanoseconds(second_ns), sequence_, sequence_));
  }

  void run(std::uint64_t events) {
    for (; events > 0; --events) {
      const Key top = heap_.top();
      now_ = time_of(top);
      heap_.replace_top(key(now_ + stream_.nanoseconds(second_ns), sequence_++, payload_of(top)));
    }
  }
  std::int64_t now_ns() const { return now_; }

 private:
  Heap heap_;
  Stream stream_{seed};
  std::uint64_t sequence_ = 0;
  std::int64_t now_ = 0;
};

struct Mm1 {
  enum Kind : std::uint64_t { arrival, departure };

  void run(Queue& queue) {
    Heap heap(2);
    std::uint64_t sequence = 0;
    heap.push(key(queue.next_arrival(), sequence++, arrival));
    while (!heap.empty()) {
      const Key top = heap.top();
      const std::int64_t now = time_of(top);
      const bool is_arrival = payload_of(top) == arrival;
      const std::int64_t again = is_arrival ? queue.next_arrival() : queue.depart(now);
      if (again == Queue::none) {
        heap.pop();
      } else {
        heap.replace_top(key(now + again, sequence++, payload_of(top)));
      }
      if (!is_arrival) continue;
      const std::int64_t service = queue.arrive(now);
      if (service != Queue::none) heap.push(key(now + service, sequence++, departure));
    }
  }
};

/// The draws of `hold` alone: what part of the time of every engine is the stream's.
void draws(const Request& request) {
  Stream stream(seed);
  std::int64_t sum_ns = 0;
  const double seconds = seconds_of([&] {
    for (std::uint64_t i = 0; i < request.events; ++i) sum_ns += stream.nanoseconds(second_ns);
  });
  print(request, "stream", "", seconds,
        static_cast<double>(sum_ns) / second_ns / static_cast<double>(request.events));
}

}  // namespace

int main(int argc, char** argv) {
  const Request request = parse(argc, argv);
  if (request.workload == "hold") {
    measure_hold<Hold>(request, "bare heap", "");
  } else if (request.workload == "mm1") {
    measure_mm1<Mm1>(request, "bare heap", "");
  } else if (request.workload == "stream") {
    draws(request);
  } else {
    unsupported(request);
  }
}
