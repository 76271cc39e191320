// The one sequential random stream that every C++ program of the comparison with other engines uses, so that
// engines are compared and not generators: xoshiro256++ (Blackman and Vigna, "Scrambled linear pseudorandom
// number generators", 2021), seeded by splitmix64, and an exponential variate from it by the ziggurat
// (Marsaglia and Tsang, 2000; 256 layers).
//
// The layer's number comes from the low 8 bits of a word and the place in the layer from its high 53 bits, so
// that the two share none (Doornik, "An improved ziggurat method", 2005, on what happens when they do). One
// word and no call in 98.9 % of the draws. This is a generator for benchmarks: the engine itself draws by label
// (sim/chance.hpp).
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

namespace lastseen::bench {

/// Vigna's splitmix64: expands one seed into the words of a state.
class SplitMix64 {
 public:
  constexpr explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

  constexpr std::uint64_t next() {
    std::uint64_t word = state_ += 0x9e3779b97f4a7c15;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    return word ^ (word >> 31);
  }

 private:
  std::uint64_t state_;
};

class Xoshiro256pp {
 public:
  constexpr explicit Xoshiro256pp(const std::array<std::uint64_t, 4>& state) : state_(state) {}
  constexpr explicit Xoshiro256pp(std::uint64_t seed) {
    SplitMix64 words(seed);
    for (auto& word : state_) word = words.next();
  }

  constexpr std::uint64_t next() {
    const std::uint64_t result = rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

 private:
  static constexpr std::uint64_t rotate(std::uint64_t word, int by) {
    return (word << by) | (word >> (64 - by));
  }

  std::array<std::uint64_t, 4> state_{};
};

/// Output number `index` (from 0) of a generator, for the known answers below.
template <class Generator>
constexpr std::uint64_t output(Generator generator, int index) {
  for (; index > 0; --index) generator.next();
  return generator.next();
}

// Known answers, from the reference implementations.
static_assert(output(SplitMix64(1234567), 0) == 6457827717110365317U);
static_assert(output(SplitMix64(1234567), 2) == 9817491932198370423U);
static_assert(output(Xoshiro256pp({1, 2, 3, 4}), 0) == 41943041U);
static_assert(output(Xoshiro256pp({1, 2, 3, 4}), 3) == 3591011842654386U);
static_assert(output(Xoshiro256pp({1, 2, 3, 4}), 5) == 9973669472204895162U);

/// Layers of equal area under exp(-x): layer i reaches from 0 to edge[i]; layer 0 is the base with the tail
/// beyond `tail`.
struct ExponentialLayers {
  static constexpr double tail = 7.69711747013104972;       // where the tail begins, for 256 layers
  static constexpr double area = 0.0039496598225815571993;  // of a layer

  std::array<std::int64_t, 256> inside{};  // 53-bit numbers below this one lie under the curve for sure
  std::array<double, 256> scale{};         // from a 53-bit number to the place in the layer
  std::array<double, 257> height{};        // exp(-edge)

  ExponentialLayers() {
    std::array<double, 257> edge{};
    edge[0] = area / std::exp(-tail);
    edge[1] = tail;
    for (std::size_t i = 1; i < 255; ++i) edge[i + 1] = -std::log(area / edge[i] + std::exp(-edge[i]));
    edge[256] = 0;
    for (std::size_t i = 0; i < 256; ++i) {
      inside[i] = static_cast<std::int64_t>(edge[i + 1] / edge[i] * 0x1p53);
      scale[i] = edge[i] * 0x1p-53;
    }
    for (std::size_t i = 0; i < 257; ++i) height[i] = std::exp(-edge[i]);
  }
};

inline const ExponentialLayers exponential_layers;

/// The sequential stream of a benchmark program.
class Stream {
 public:
  explicit Stream(std::uint64_t seed = 1) : words_(seed) {}

  std::uint64_t word() { return words_.next(); }

  /// Exponential variate with mean 1 (seconds), not negative.
  double exponential() {
    const std::uint64_t word = words_.next();
    const std::size_t layer = word & 255U;
    const auto place = static_cast<std::int64_t>(word >> 11U);
    const double x = static_cast<double>(place) * exponential_layers.scale[layer];
    if (place < exponential_layers.inside[layer]) [[likely]]
      return x;
    return beyond(layer, x);
  }

  /// Exponential variate in whole nanoseconds, rounded down, of the mean given in nanoseconds.
  std::int64_t nanoseconds(double mean_ns) { return static_cast<std::int64_t>(exponential() * mean_ns); }

 private:
  double uniform() { return static_cast<double>(static_cast<std::int64_t>(words_.next() >> 11U)) * 0x1p-53; }

  /// The rare rest of a draw: the tail, the wedge beside a layer, or another try.
  [[gnu::noinline]] double beyond(std::size_t layer, double x) {
    if (layer == 0) return ExponentialLayers::tail + exponential();  // the tail has no memory
    const double low = exponential_layers.height[layer];
    const double high = exponential_layers.height[layer + 1];
    if (low + uniform() * (high - low) < std::exp(-x)) return x;
    return exponential();
  }

  Xoshiro256pp words_;
};

}  // namespace lastseen::bench
