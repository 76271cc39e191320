// The one door for chance: whatever a model leaves to luck it draws here, by a label that names the thing.
//
//     model --label--> Chance --+-- Philox4x32-10 (seed, replication)       an ordinary replication
//                               +-- ChoiceSource                            recording, replay, enumeration
//
// The same label in the same replication always gives the same result, whatever else is drawn in between, so that a
// remedy which adds or removes an event leaves everyone else's luck alone (common random numbers, event by event).
//
// A source is told what kind of choice it is - a uniform number, one of n, true with p, one of these weights, a variate of
// this distribution, which of the events due at one instant goes first - so that it knows the branches, and a recording of
// its answers can be read by a person.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/time.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::sim {

/// Names one uncertain thing by domain numbers (job 3, poll 7 of job 3), never by "the n-th draw". No two things have the
/// same label.
struct Label {
  std::uint32_t entity = 0;  ///< whose luck: the number of a user, a view, a connection, a job
  std::uint8_t purpose = 0;  ///< what is drawn: an enumerator of the model's purposes
  std::uint32_t scope =
      0;  ///< a second domain number, where one ordinal is not enough: what brought the thing about
  std::uint32_t ordinal = 0;  ///< which of the entity's: the poll, the attempt
  bool operator==(const Label&) const = default;
};

/// Replications are numbered below this: their number shares a word of the generator's counter with the scope's upper bits.
inline constexpr std::uint32_t replications_end = 1U << 24;

/// The generator of ordinary replications: Philox4x32-10 (Salmon et al., SC'11), a function of its counter.
///
///     key      word 0  seed, low word                     word 1  seed, high word
///     counter  word 0  replication (24), scope 31..24     word 1  entity
///              word 2  purpose (8), scope 23..0           word 3  ordinal          (lower bits first)
///     result   word 0 + 2^32 word 1
class Generator {
 public:
  /// Throws Defect unless replication < replications_end.
  Generator(std::uint64_t seed, std::uint32_t replication);

  /// 64 independent, equally likely bits.
  [[nodiscard]] std::uint64_t bits(const Label& label) const;

 private:
  std::uint64_t seed_ = 0;
  std::uint32_t replication_ = 0;
};

/// From 64 equally likely bits: a number in the open interval (0, 1), (k + 1/2) / 2^52 with the upper 52 bits as k, so that
/// both u and 1 - u are exact, at least 2^-53, and never 0 or 1.
double uniform_from(std::uint64_t bits);

/// One of 0..n-1, as floor(bits * n / 2^64): the bias is below n / 2^64. n >= 1.
std::uint32_t below_from(std::uint64_t bits, std::uint32_t n);

/// The index of the weight in whose share of the sum u falls; the last one with a weight above 0 where rounding leaves none.
std::uint32_t weighted_from(double u, std::span<const double> weights);

/// Names a scheduled event: who acts, what it is about, and what the timer is for (a number of the model's vocabulary).
struct EventLabel {
  Actor actor = {};
  Subject subject = {};
  std::uint8_t purpose = 0;
  bool operator==(const EventLabel&) const = default;
};

/// Where choices come from when not from the generator. Only what is uncertain is asked for: no probability 0 or 1, no choice
/// of one, no constant. Each label is asked for once in a run.
class ChoiceSource {
 public:
  ChoiceSource() = default;
  ChoiceSource(const ChoiceSource&) = default;
  ChoiceSource& operator=(const ChoiceSource&) = default;
  virtual ~ChoiceSource();

  /// A number in the open interval (0, 1), every one equally likely.
  virtual double uniform(const Label& label) = 0;
  /// One of 0..n-1, equally likely; n >= 2.
  virtual std::uint32_t below(const Label& label, std::uint32_t n) = 0;
  /// Whether something happens that has this probability, strictly between 0 and 1.
  virtual bool happens(const Label& label, double probability) = 0;
  /// The index of one of the weights, by their shares of the sum; at least two are above 0, none is below.
  virtual std::uint32_t weighted(const Label& label, std::span<const double> weights) = 0;
  /// A variate of the distribution, which is not constant.
  virtual Duration variate(const Label& label, const Distribution& distribution) = 0;

  /// Which of the events that are due at this instant happens next: an index. They stand in the default order, of which the
  /// first is next; there are at least two. Only asked by models that name their events.
  virtual std::size_t next(Instant now, std::span<const EventLabel> due);
  /// Whether what takes no time is done at once, as by default, or becomes an event of its own at this instant.
  virtual bool at_once(Instant now, const EventLabel& event);
};

/// The choices of an ordinary replication as a source, for recordings and for what changes only some of them.
class GeneratorSource : public ChoiceSource {
 public:
  GeneratorSource(std::uint64_t seed, std::uint32_t replication) : generator_{seed, replication} {}

  double uniform(const Label& label) override;
  std::uint32_t below(const Label& label, std::uint32_t n) override;
  bool happens(const Label& label, double probability) override;
  std::uint32_t weighted(const Label& label, std::span<const double> weights) override;
  Duration variate(const Label& label, const Distribution& distribution) override;

 private:
  Generator generator_;
};

/// Draws by label. A value without state: copies draw the same, and threads may share one (with the
/// generator).
class Chance {
 public:
  /// Draws from the generator. Throws Defect unless replication < replications_end.
  Chance(std::uint64_t seed, std::uint32_t replication) : generator_{seed, replication} {}

  /// All draws are asked of the source, which must outlive this.
  explicit Chance(ChoiceSource& source) : generator_{0, 0}, source_{&source} {}

  /// The source that is asked; null: the generator.
  [[nodiscard]] ChoiceSource* source() const { return source_; }

  /// Uniform in the open interval (0, 1).
  [[nodiscard]] double uniform(const Label& label) const;

  /// Uniform in 0..n-1; n = 1 draws nothing. Throws std::invalid_argument when n is 0.
  [[nodiscard]] std::uint32_t below(const Label& label, std::uint32_t n) const;

  /// True with the probability, as uniform(label) < probability; 0 (never) and 1 (always) draw nothing.
  /// Throws std::invalid_argument outside [0, 1].
  [[nodiscard]] bool happens(const Label& label, double probability) const;

  /// The index of one of the weights, each with the probability weight / sum; draws nothing when only one is above 0. Throws
  /// std::invalid_argument when one is below 0 or infinite, or none is above 0.
  [[nodiscard]] std::uint32_t weighted(const Label& label, std::span<const double> weights) const;

  /// A variate of the distribution from one uniform, by inversion; a constant draws nothing.
  [[nodiscard]] Duration draw(const Label& label, const Distribution& distribution) const;

 private:
  Generator generator_;
  ChoiceSource* source_ = nullptr;
};

}  // namespace lastseen::sim
