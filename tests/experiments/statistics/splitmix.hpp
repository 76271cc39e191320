// A tiny seeded generator for coverage simulations (Steele, Lea & Flood 2014), independent of the generator
// that the simulator itself uses.
#pragma once

#include <cstdint>

namespace lastseen::experiments::testing {

class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}

  /// Uniform in [0, 1).
  double uniform() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    z ^= z >> 31;
    return static_cast<double>(z >> 11) * 0x1.0p-53;
  }
  bool chance(double probability) { return uniform() < probability; }
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(uniform() * static_cast<double>(limit));
  }
  /// The number of successes in `trials` independent trials.
  std::int64_t binomial(std::int64_t trials, double probability) {
    std::int64_t successes = 0;
    for (std::int64_t i = 0; i < trials; ++i) successes += chance(probability) ? 1 : 0;
    return successes;
  }
  /// Beta(a, b) for small whole a and b: the a-th smallest of a + b - 1 uniforms.
  double beta(int a, int b) {
    double sorted[16] = {};
    const int n = a + b - 1;
    for (int i = 0; i < n; ++i) {
      double value = uniform();
      for (int j = 0; j < i; ++j) {
        if (sorted[j] > value) {
          const double swapped = sorted[j];
          sorted[j] = value;
          value = swapped;
        }
      }
      sorted[i] = value;
    }
    return sorted[a - 1];
  }

 private:
  std::uint64_t state_;
};

}  // namespace lastseen::experiments::testing
