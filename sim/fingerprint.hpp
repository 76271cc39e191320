// A run condensed into 64 bits, to tell at a glance whether two runs are the same.
//
// Each step is a bijection of the state for a given word, and of the word for a given state. So two sequences of equal
// length that differ in exactly one word never have the same fingerprint; otherwise the chance is about 2^-64. It
// detects accidents, not attacks.
#pragma once

#include <cstdint>
#include <string>

namespace lastseen::sim {

class Fingerprint {
 public:
  void add(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9E3779B97F4A7C15U;  // odd, so invertible (2^64 / golden ratio)
    state_ ^= state_ >> 29;
  }

  std::uint64_t value() const { return state_; }

  /// 16 hexadecimal digits.
  std::string to_text() const;

  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;

 private:
  std::uint64_t state_ = 0x243F6A8885A308D3U;  // digits of pi
};

}  // namespace lastseen::sim
