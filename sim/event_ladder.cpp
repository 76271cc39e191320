#include <lastseen/sim/event_ladder.hpp>

#include <array>
#include <bit>
#include <cstring>

namespace lastseen::sim {
namespace {

/// Keys that a bucket should hold when its turn comes; fewer waste chunks, more take longer to sort. Found by trial
/// (tests/bench), like the other numbers here; they touch speed alone.
constexpr std::size_t batch_target = 8;
/// A far list of no more is handed out as it is.
constexpr std::size_t all_at_once = 64;

/// start + (buckets << shift), not beyond INT64_MAX
std::int64_t end_of(std::int64_t start, std::size_t buckets, int shift) {
  const std::uint64_t room = static_cast<std::uint64_t>(INT64_MAX - start);
  if (buckets > room >> shift) return INT64_MAX;
  return start + static_cast<std::int64_t>(buckets << shift);
}

/// Buckets of width 2^shift in [start, end)
std::size_t buckets_in(std::int64_t start, std::int64_t end, int shift) {
  return static_cast<std::size_t>((end - 1 - start) >> shift) + 1;
}

}  // namespace

/// Puts the keys that have arrived where they belong: first finds the buckets, then writes to them.
void EventLadder::settle() {
  std::array<Bucket*, most_arrived> buckets;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < arrived_; ++i) {
    const EventKey key = arrivals_[i];
    if (key.time >= far_start_) {
      far_.push_back(key);
      continue;
    }
    std::size_t depth = depth_ - 1;
    while (key.time >= rungs_[depth].end) --depth;
    Rung& rung = rungs_[depth];
    buckets[kept] = &rung.buckets[static_cast<std::size_t>((key.time - rung.start) >> rung.shift)];
    __builtin_prefetch(buckets[kept]);
    arrivals_[kept++] = key;
  }
  for (std::size_t i = 0; i < kept; ++i) add(*buckets[i], arrivals_[i]);
  size_ += arrived_;
  arrived_ = 0;
}

std::uint32_t EventLadder::new_chunk(std::uint32_t next) {
  std::uint32_t chunk = free_chunk_;
  if (chunk == no_chunk) {
    chunk = static_cast<std::uint32_t>(chunks_.size());
    chunks_.emplace_back();
    next_chunk_.push_back(next);
  } else {
    free_chunk_ = next_chunk_[chunk];
    next_chunk_[chunk] = next;
  }
  return chunk;
}

/// Appends the bucket's keys, and leaves it empty.
void EventLadder::empty_into(Bucket& bucket, EventKeys& keys) {
  const std::size_t before = keys.size();
  const std::size_t room = before + bucket.count + chunk_keys;  // to copy whole chunks, which is faster
  if (room > keys.capacity()) keys.reserve(std::bit_ceil(room));
  keys.resize(room);
  EventKey* to = keys.data() + before;
  std::size_t in_chunk = keys_in_first_chunk(bucket);
  for (std::uint32_t chunk = bucket.chunk; chunk != no_chunk;) {
    std::memcpy(to, &chunks_[chunk], sizeof(Chunk));
    to += in_chunk;
    in_chunk = chunk_keys;
    const std::uint32_t next = next_chunk_[chunk];
    next_chunk_[chunk] = free_chunk_;
    free_chunk_ = chunk;
    chunk = next;
  }
  keys.resize(before + bucket.count);
  bucket = {};
}

EventLadder::Rung& EventLadder::new_rung(std::int64_t start, std::int64_t end, int shift) {
  if (depth_ == rungs_.size()) rungs_.emplace_back();
  Rung& rung = rungs_[depth_++];
  rung.start = start;
  rung.end = end;
  rung.shift = shift;
  rung.next = 0;
  const std::size_t buckets = buckets_in(start, end, shift);
  rung.buckets.reserve(std::bit_ceil(buckets));  // so that slightly more than ever before allocates nothing
  rung.buckets.assign(buckets, Bucket{});
  return rung;
}

/// A rung for [start, end), and the keys, which lie there, in it.
void EventLadder::split(std::int64_t start, std::int64_t end, const EventKeys& keys) {
  const std::size_t wanted = std::max<std::size_t>(8, keys.size() / batch_target);
  const int range_bits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(end - 1 - start)));
  const int shift = std::max(0, range_bits - static_cast<int>(std::bit_width(wanted - 1)));
  Rung& rung = new_rung(start, end, shift);
  for (const EventKey& key : keys) {
    add(rung.buckets[static_cast<std::size_t>((key.time - start) >> shift)], key);
  }
}

void EventLadder::take_back(std::int64_t start, const EventKeys& keys) {
  settle();
  size_ += keys.size();
  if (depth_ == 0) {
    far_.insert(far_.end(), keys.begin(), keys.end());
    far_start_ = start;
  } else {
    split(start, horizon_, keys);
  }
  horizon_ = start;
}

void EventLadder::next_batch(EventKeys& batch) {
  batch.clear();
  settle();
  while (size_ > 0) {
    if (depth_ == 0) {
      if (far_.size() <= all_at_once) {
        batch.swap(far_);
        size_ = 0;
        horizon_ = far_start_ = INT64_MAX;
        return;
      }
      spread_far();
    }
    Rung& rung = rungs_[depth_ - 1];
    while (rung.next < rung.buckets.size() && rung.buckets[rung.next].count == 0) ++rung.next;
    if (rung.next == rung.buckets.size()) {
      horizon_ = rung.end;
      --depth_;
      continue;
    }
    const std::int64_t start = end_of(rung.start, rung.next, rung.shift);
    const std::int64_t end = std::min(rung.end, end_of(rung.start, rung.next + 1, rung.shift));
    Bucket& bucket = rung.buckets[rung.next++];
    if (bucket.count > most_in_batch && end - start > 1) {
      split_.clear();
      empty_into(bucket, split_);
      split(start, end, split_);
      continue;
    }
    empty_into(bucket, batch);
    size_ -= batch.size();
    horizon_ = end;
    return;
  }
  clear();
}

/// The width, as a power of two, with which the first buckets of the far list hold about `batch_target` keys.
int EventLadder::far_shift(std::int64_t first, std::int64_t last) const {
  // The density near the first time, from the lower quartile of a sample: event times are often skewed.
  constexpr std::size_t samples = 32;
  std::array<std::int64_t, samples> times;
  const std::size_t stride = far_.size() / samples;
  for (std::size_t i = 0; i < samples; ++i) times[i] = far_[i * stride].time;
  std::nth_element(times.begin(), times.begin() + samples / 4, times.end());
  std::int64_t quarter = times[samples / 4] - first;
  std::size_t keys = far_.size() / 4;
  if (quarter == 0) {
    quarter = last - first;
    keys = far_.size();
  }
  const std::uint64_t width = static_cast<std::uint64_t>(quarter) / (keys / batch_target + 1);
  return std::max(0, static_cast<int>(std::bit_width(width)) - 1);
}

/// Spreads the far list, or its earlier part, over a first rung.
void EventLadder::spread_far() {
  const auto [low, high] = std::minmax_element(
      far_.begin(), far_.end(), [](const EventKey& a, const EventKey& b) { return a.time < b.time; });
  const std::int64_t first = low->time;
  const std::int64_t last = high->time;
  const std::size_t most = far_.size() / 4;
  int shift = far_shift(first, last);
  std::int64_t end = 0;
  for (;; ++shift) {  // a rung that takes too few keys would have the far list read too often
    const std::size_t all = static_cast<std::size_t>((last - first) >> shift) + 1;
    end = all <= most ? last + 1 : end_of(first, most, shift);
    if (all <= most) break;
    const auto taken =
        std::count_if(far_.begin(), far_.end(), [end](const EventKey& k) { return k.time < end; });
    if (static_cast<std::size_t>(taken) >= far_.size() / 4) break;
  }
  Rung& rung = new_rung(first, end, shift);
  std::size_t kept = 0;
  for (const EventKey& key : far_) {
    if (key.time < end) {
      add(rung.buckets[static_cast<std::size_t>((key.time - first) >> shift)], key);
    } else {
      far_[kept++] = key;
    }
  }
  far_.resize(kept);
  far_start_ = end;
  horizon_ = first;
}

void EventLadder::drain(EventKeys& keys) {
  settle();
  keys.insert(keys.end(), far_.begin(), far_.end());
  for (std::size_t depth = 0; depth < depth_; ++depth) {
    for (Bucket& bucket : rungs_[depth].buckets) empty_into(bucket, keys);
  }
  clear();
}

void EventLadder::clear() {
  far_.clear();
  arrived_ = 0;
  depth_ = 0;
  size_ = 0;
  chunks_.clear();
  next_chunk_.clear();
  free_chunk_ = no_chunk;
  horizon_ = far_start_ = INT64_MAX;
}

}  // namespace lastseen::sim
