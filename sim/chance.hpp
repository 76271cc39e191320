// The one door for chance: whatever a model leaves to luck it draws here, by a label that names the thing.
//
//     model --label--> Chance --+-- Philox4x32-10 (seed, replication)       an ordinary replication
//                               +-- ChoiceSource                            replay, enumeration, recording
//
// The same label in the same replication always gives the same bits, whoever else draws in between, so that a
// remedy which adds or removes an event shifts nobody else's luck (common random numbers, event by event).
#pragma once

#include <cstdint>

#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::sim {

/// Names one uncertain thing. Domain numbers (job 3, poll 7 of job 3), never "the n-th draw".
struct Label {
  std::uint32_t entity = 0;   // whose luck: the number of a user, a view, a connection, a job
  std::uint8_t purpose = 0;   // what is drawn: an enumerator of the model's purposes
  std::uint32_t scope = 0;    // a second domain number, below 2^24, where one ordinal is not enough
  std::uint32_t ordinal = 0;  // which of the entity's: the poll, the attempt
  bool operator==(const Label&) const = default;
};

/// Where the bits come from when not from the generator: a recording or an enumerator of all values.
class ChoiceSource {
 public:
  ChoiceSource() = default;
  ChoiceSource(const ChoiceSource&) = default;
  ChoiceSource& operator=(const ChoiceSource&) = default;
  virtual ~ChoiceSource();

  /// 64 bits for the label. Asked once per draw; may be asked again for the same label.
  virtual std::uint64_t bits(const Label& label) = 0;
};

/// Draws by label. A value without state: copies draw the same, and threads may share one (with the
/// generator).
class Chance {
 public:
  /// The generator: Philox4x32-10 (Salmon et al., SC'11). The key is the seed, low word first; the counter is
  /// {replication, entity, purpose + 2^8 scope, ordinal}; the result is output word 0 + 2^32 word 1.
  Chance(std::uint64_t seed, std::uint32_t replication) : seed_{seed}, replication_{replication} {}

  /// All draws are asked of the source, which must outlive this.
  explicit Chance(ChoiceSource& source) : source_{&source} {}

  /// 64 independent, equally likely bits.
  [[nodiscard]] std::uint64_t bits(const Label& label) const;

  /// Uniform in the open interval (0, 1): (k + 1/2) / 2^52 with the upper 52 bits as k, so that both u
  /// and 1 - u are exact, at least 2^-53, and never 0 or 1.
  [[nodiscard]] double uniform(const Label& label) const;

  /// Uniform in 0..n-1, as floor(bits * n / 2^64): the bias is below n / 2^64. n = 1 draws nothing.
  /// Throws std::invalid_argument when n is 0.
  [[nodiscard]] std::uint32_t below(const Label& label, std::uint32_t n) const;

  /// True with the probability, as uniform(label) < probability; 0 (never) and 1 (always) draw nothing.
  /// Throws std::invalid_argument outside [0, 1].
  [[nodiscard]] bool happens(const Label& label, double probability) const;

  /// A variate of the distribution from one uniform, by inversion; a constant draws nothing.
  [[nodiscard]] Duration draw(const Label& label, const Distribution& distribution) const;

 private:
  std::uint64_t seed_ = 0;
  std::uint32_t replication_ = 0;
  ChoiceSource* source_ = nullptr;
};

}  // namespace lastseen::sim
