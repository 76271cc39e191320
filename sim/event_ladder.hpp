// Internal: part of the future event set.
// The far part of the future event set: buckets of time that are sorted only when their turn comes.
//
//     now      horizon                                        far_start
//      |  run,    |  rung 2   |         rung 1                    |   far
//      |  heap    | | | | | | |     |     |     |     |     |     |   one unsorted list
//
// A key is put into the bucket of its time, unsorted: one write. When all before it is done, a bucket of a few keys is
// handed out, and the caller sorts it; a bucket of many becomes a rung of its own, of narrower buckets. When all rungs
// are done, the far list is spread over a new one, whose width comes from the density of the keys' times. Widths are
// powers of two of nanoseconds. All this decides how fast it is, never the order of events.
//
// With many pending events each bucket is somewhere else in memory. So keys that come are put down side by side, and go to
// their buckets a few at a time: the processor then waits for all of these once, and not for one in each event.
//
// After W. T. Tang, R. S. M. Goh, I. L.-J. Thng, Ladder queue, ACM TOMACS 15 (2005) 175-204; other than theirs, the
// near end is not one sorted list (a million events at one instant made it quadratic).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <lastseen/sim/event_key.hpp>
#include <lastseen/sim/large_allocator.hpp>

namespace lastseen::sim {

class EventLadder {
 public:
  /// Keys of a batch, unless they are all of one time, or all that are left.
  static constexpr std::size_t most_in_batch = 32;

  /// Keys from here on belong into the ladder, earlier ones do not.
  std::int64_t horizon() const { return horizon_; }

  bool empty() const { return size() == 0; }
  std::size_t size() const { return size_ + arrived_; }

  /// Adds a key whose time is at or after the horizon.
  void push(EventKey key) {
    if (arrived_ == most_arrived) settle();
    arrivals_[arrived_++] = key;
  }

  /// Takes over keys, all before the horizon and at or after `start`, which is before it and becomes the new horizon.
  void take_back(std::int64_t start, const EventKeys& keys);

  /// Replaces the content of `batch` by the next few keys, in no order: all that are before the new horizon. Empty when
  /// the ladder is, and the horizon is then at the end of time.
  void next_batch(EventKeys& batch);

  /// Calls next(key) and after(key) for the keys of the next two batches, as far as they are known, and memory(address) for
  /// the cache lines where those of the third stand, and where it is said where those of the fourth do: what will be read
  /// soon.
  template <class Next, class After, class Memory>
  void look_ahead(Next next, After after, Memory memory) const {
    if (depth_ == 0) return;
    const Rung& rung = rungs_[depth_ - 1];
    constexpr std::size_t farthest = 12;  // empty buckets included
    const std::size_t end = std::min(rung.buckets.size(), rung.next + farthest);
    int found = 0;
    for (std::size_t i = rung.next; i < end && found < 4; ++i) {
      const Bucket& bucket = rung.buckets[i];
      if (bucket.count == 0) continue;
      if (bucket.count > most_in_batch) return;  // it is going to be split first
      if (found == 0) for_each_key(bucket, next);
      if (found == 1) for_each_key(bucket, after);
      if (found == 2) for_each_line(bucket, memory);
      if (found == 3) memory(&next_chunk_[bucket.chunk]);
      ++found;
    }
  }

  /// Appends all keys, in no order, and empties the ladder.
  void drain(EventKeys& keys);

  void clear();

 private:
  static constexpr std::size_t chunk_keys = 8;
  static constexpr std::size_t most_arrived = 16;  // by trial; 8 or 32 make little difference
  static constexpr std::uint32_t no_chunk = UINT32_MAX;
  struct Chunk {
    std::array<EventKey, chunk_keys> keys;
  };
  /// A list of chunks, of which only the first may be partly filled.
  struct Bucket {
    std::uint32_t chunk = no_chunk;
    std::uint32_t count = 0;
  };
  struct Rung {
    std::int64_t start = 0;
    std::int64_t end = 0;  ///< of the last bucket, or sooner
    int shift = 0;         ///< a bucket is 2^shift nanoseconds wide
    std::size_t next = 0;  ///< buckets before this one are done
    std::vector<Bucket, LargeAllocator<Bucket>> buckets;
  };

  void add(Bucket& bucket, EventKey key) {
    const std::size_t at = bucket.count++ % chunk_keys;
    if (at == 0) bucket.chunk = new_chunk(bucket.chunk);
    chunks_[bucket.chunk].keys[at] = key;
  }
  static std::size_t keys_in_first_chunk(const Bucket& bucket) { return (bucket.count - 1) % chunk_keys + 1; }
  template <class F>
  void for_each_key(const Bucket& bucket, F& call) const {
    std::size_t count = keys_in_first_chunk(bucket);
    for (std::uint32_t chunk = bucket.chunk; chunk != no_chunk;
         chunk = next_chunk_[chunk], count = chunk_keys) {
      for (std::size_t i = 0; i < count; ++i) call(chunks_[chunk].keys[i]);
    }
  }
  template <class F>
  void for_each_line(const Bucket& bucket, F& call) const {
    constexpr std::size_t keys_in_line = 4;
    for (std::uint32_t chunk = bucket.chunk; chunk != no_chunk; chunk = next_chunk_[chunk]) {
      for (std::size_t i = 0; i < chunk_keys; i += keys_in_line) call(&chunks_[chunk].keys[i]);
    }
  }
  void settle();
  std::uint32_t new_chunk(std::uint32_t next);
  void empty_into(Bucket& bucket, EventKeys& keys);
  Rung& new_rung(std::int64_t start, std::int64_t end, int shift);
  void split(std::int64_t start, std::int64_t end, const EventKeys& keys);
  void spread_far();
  int far_shift(std::int64_t first, std::int64_t last) const;

  std::int64_t horizon_ = INT64_MAX;
  std::int64_t far_start_ = INT64_MAX;
  std::size_t size_ = 0;   // without those that have arrived
  std::size_t depth_ = 0;  // rungs in use; the last is the lowest
  std::vector<Rung> rungs_;
  EventKeys far_;
  std::vector<Chunk, LargeAllocator<Chunk>> chunks_;
  std::vector<std::uint32_t, LargeAllocator<std::uint32_t>>
      next_chunk_;  // of the chunk's list, or of the free list
  std::uint32_t free_chunk_ = no_chunk;
  EventKeys split_;                              // keys on their way from a bucket to its rung
  std::array<EventKey, most_arrived> arrivals_;  // the first `arrived_` have not been put anywhere yet
  std::size_t arrived_ = 0;
};

}  // namespace lastseen::sim
