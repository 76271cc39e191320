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
// After W. T. Tang, R. S. M. Goh, I. L.-J. Thng, Ladder queue, ACM TOMACS 15 (2005) 175-204; other than theirs, the
// near end is not one sorted list (a million events at one instant made it quadratic).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/event_key.hpp"

namespace lastseen::sim {

class EventLadder {
 public:
  /// Keys from here on belong into the ladder, earlier ones do not.
  std::int64_t horizon() const { return horizon_; }

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  /// Adds a key whose time is at or after the horizon.
  void push(EventKey key) {
    ++size_;
    if (key.time >= far_start_) {
      far_.push_back(key);
      return;
    }
    std::size_t depth = depth_ - 1;
    while (key.time >= rungs_[depth].end) --depth;
    Rung& rung = rungs_[depth];
    add(rung.buckets[static_cast<std::size_t>((key.time - rung.start) >> rung.shift)], key);
  }

  /// Takes over keys, all before the horizon and at or after `start`, which is before it and becomes the new horizon.
  void take_back(std::int64_t start, const std::vector<EventKey>& keys);

  /// Replaces the content of `batch` by the next few keys, in no order: all that are before the new horizon. Empty when
  /// the ladder is, and the horizon is then at the end of time.
  void next_batch(std::vector<EventKey>& batch);

  /// Some of the keys of the batch after, so that the caller can fetch into the cache what they lead to, as this does
  /// with the keys of the batch after that one. Valid until the next change; may be empty.
  std::span<const EventKey> look_ahead() const;

  /// Appends all keys, in no order, and empties the ladder.
  void drain(std::vector<EventKey>& keys);

  void clear();

 private:
  static constexpr std::size_t chunk_keys = 8;
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
    std::vector<Bucket> buckets;
  };

  void add(Bucket& bucket, EventKey key) {
    const std::size_t at = bucket.count++ % chunk_keys;
    if (at == 0) bucket.chunk = new_chunk(bucket.chunk);
    chunks_[bucket.chunk].keys[at] = key;
  }
  static std::size_t keys_in_first_chunk(const Bucket& bucket) { return (bucket.count - 1) % chunk_keys + 1; }
  std::uint32_t new_chunk(std::uint32_t next);
  void empty_into(Bucket& bucket, std::vector<EventKey>& keys);
  Rung& new_rung(std::int64_t start, std::int64_t end, int shift);
  void split(std::int64_t start, std::int64_t end, const std::vector<EventKey>& keys);
  void spread_far();
  int far_shift(std::int64_t first, std::int64_t last) const;

  std::int64_t horizon_ = INT64_MAX;
  std::int64_t far_start_ = INT64_MAX;
  std::size_t size_ = 0;
  std::size_t depth_ = 0;  // rungs in use; the last is the lowest
  std::vector<Rung> rungs_;
  std::vector<EventKey> far_;
  std::vector<Chunk> chunks_;
  std::vector<std::uint32_t> next_chunk_;  // of the chunk's list, or of the free list
  std::uint32_t free_chunk_ = no_chunk;
  std::vector<EventKey> split_;  // keys on their way from a bucket to its rung
};

}  // namespace lastseen::sim
