// Internal: part of the future event set.
// What the future event set moves about in place of an event: 16 bytes, ordered as one 128-bit number, so that
// (time, priority, sequence) is compared by two subtractions and no branch.
//
//     time 64 bits | priority 8 | sequence 30 | slot 26
//
// The slot says where the event's action is. It takes no part in the order, since no two keys have the same sequence
// number; the numbers start over every 2^30 events (FutureEventSet::renumber).
#pragma once

#include <cstdint>
#include <vector>

#include <lastseen/sim/large_allocator.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::sim {

/// Order among events of one instant: lower goes first.
using Priority = std::uint8_t;

struct EventKey {
  static constexpr int slot_bits = 26;
  static constexpr int sequence_bits = 30;
  static constexpr std::uint32_t slots = std::uint32_t{1} << slot_bits;
  static constexpr std::uint32_t sequences = std::uint32_t{1} << sequence_bits;

  std::int64_t time;  ///< nanoseconds since run_start; 0..INT64_MAX - 1, which is before `never`
  std::uint64_t order;

  static EventKey make(Instant time, Priority priority, std::uint32_t sequence, std::uint32_t slot) {
    const std::uint64_t rank = (std::uint64_t{priority} << sequence_bits) | sequence;
    return {time.time_since_epoch().count(), (rank << slot_bits) | slot};
  }

  std::uint32_t slot() const { return static_cast<std::uint32_t>(order) & (slots - 1); }
  Instant instant() const { return Instant{Duration{time}}; }
  bool before(const EventKey& other) const { return number() < other.number(); }

  /// The same event with another sequence number.
  EventKey renumbered(std::uint32_t sequence) const {
    constexpr std::uint64_t mask = std::uint64_t{sequences - 1} << slot_bits;
    return {time, (order & ~mask) | (std::uint64_t{sequence} << slot_bits)};
  }

 private:
  __extension__ using Number = unsigned __int128;
  Number number() const { return Number{static_cast<std::uint64_t>(time)} << 64 | order; }
};

/// Stands behind the last key, and is later than all of them: its time is `never`.
inline constexpr EventKey end_of_keys{INT64_MAX, UINT64_MAX};

/// Keys in no particular order, or in one that the owner states. resize() leaves new ones as they are.
using EventKeys = std::vector<EventKey, LargeAllocator<EventKey>>;

}  // namespace lastseen::sim
