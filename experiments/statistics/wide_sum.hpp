// Sums of products of 64-bit counts and times, exact and so the same in any order: a square of nanoseconds needs 128 bits, a
// sum of 2^64 of them 192.
#pragma once

#include <cstdint>

namespace lastseen::experiments {

__extension__ using Unsigned128 = unsigned __int128;

class WideSum {
 public:
  /// Adds one * other. At most 2^64 times.
  void add_product(std::uint64_t one, std::uint64_t other) { add(Unsigned128{one} * other); }
  void add(std::uint64_t number) { add(Unsigned128{number}); }
  /// Adds one * other * third, of which each is below 2^53. At most 2^32 times.
  void add_product(std::uint64_t one, std::uint64_t other, std::uint64_t third) {
    const Unsigned128 two = Unsigned128{one} * other;
    const Unsigned128 low = Unsigned128{static_cast<std::uint64_t>(two)} * third;
    const Unsigned128 high = Unsigned128{static_cast<std::uint64_t>(two >> 64)} * third;
    add(low);
    add(high << 64);
    high_ += static_cast<std::uint64_t>(high >> 64);
  }

  void merge(const WideSum& other) {
    add(other.low_);
    high_ += other.high_;
  }

  /// The sum is high() * 2^128 + low().
  std::uint64_t high() const { return high_; }
  Unsigned128 low() const { return low_; }

  friend bool operator==(const WideSum&, const WideSum&) = default;

 private:
  void add(Unsigned128 number) {
    low_ += number;
    high_ += low_ < number ? 1 : 0;
  }

  Unsigned128 low_ = 0;
  std::uint64_t high_ = 0;
};

}  // namespace lastseen::experiments
