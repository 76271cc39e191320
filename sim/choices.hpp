// The choices of a run as a list: written down as they are made, and made again from the list.
//
//     run --> Chance --> ChoiceRecording --> another source     each choice with its kind, options and outcome
//     run --> Chance --> ChoiceReplay ------> another source    what the list does not hold
//
// A replay finds a draw by its label and an order by its instant, not by its place in the list: a list from which choices
// are taken out, or in which outcomes are changed, still means the same for the rest.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <lastseen/sim/chance.hpp>

namespace lastseen::sim {

enum class ChoiceKind : std::uint8_t { uniform, below, happens, weighted, variate, next, at_once };
std::string_view name(ChoiceKind kind);

/// One choice that was made.
struct Choice {
  ChoiceKind kind = ChoiceKind::uniform;
  Label label = {};        ///< of a draw
  Instant at = run_start;  ///< of an order
  std::vector<EventLabel> events =
      {};                    ///< of an order: those due, in the default order; the one event of at_once
  std::string options = {};  ///< "1 of 3", "p = 0.25", "weights 1:2:5", "lognormal(...)"
  /// The index; 0 or 1 of what happens or is done at once; nanoseconds of a variate; the bits of a uniform's double.
  std::uint64_t outcome = 0;
  bool operator==(const Choice&) const = default;
};

/// "true", "2", "38.4ms", "0.25".
std::string outcome_text(const Choice& choice);

/// Passes every choice on to another source, which outlives it, and keeps what was chosen. Throws Defect when a label is asked
/// for that was before: two things have the same luck.
class ChoiceRecording : public ChoiceSource {
 public:
  explicit ChoiceRecording(ChoiceSource& of) : of_{of} {}
  const std::vector<Choice>& choices() const { return choices_; }

  double uniform(const Label& label) override;
  std::uint32_t below(const Label& label, std::uint32_t n) override;
  bool happens(const Label& label, double probability) override;
  std::uint32_t weighted(const Label& label, std::span<const double> weights) override;
  Duration variate(const Label& label, const Distribution& distribution) override;
  std::size_t next(Instant now, std::span<const EventLabel> due) override;
  bool at_once(Instant now, const EventLabel& event) override;

 private:
  void add_draw(Choice choice);

  ChoiceSource& of_;
  std::vector<Choice> choices_;
  std::set<std::tuple<std::uint32_t, std::uint8_t, std::uint32_t, std::uint32_t>> labels_;
};

/// Chooses as a list says, and as another source, which outlives it, where the list says nothing or something that is not
/// among the options.
class ChoiceReplay : public ChoiceSource {
 public:
  ChoiceReplay(const std::vector<Choice>& choices, ChoiceSource& otherwise);

  double uniform(const Label& label) override;
  std::uint32_t below(const Label& label, std::uint32_t n) override;
  bool happens(const Label& label, double probability) override;
  std::uint32_t weighted(const Label& label, std::span<const double> weights) override;
  Duration variate(const Label& label, const Distribution& distribution) override;
  std::size_t next(Instant now, std::span<const EventLabel> due) override;
  bool at_once(Instant now, const EventLabel& event) override;

 private:
  using Draw = std::tuple<ChoiceKind, std::uint32_t, std::uint8_t, std::uint32_t, std::uint32_t>;
  /// The nth order of its kind that is asked for at an instant.
  using Order = std::tuple<ChoiceKind, Instant, std::uint32_t>;
  static Draw draw(ChoiceKind kind, const Label& label);
  const Choice* find(ChoiceKind kind, const Label& label) const;
  const Choice* find(ChoiceKind kind, Instant now);

  std::map<Draw, Choice> draws_;
  std::map<Order, Choice> orders_;
  std::map<std::pair<ChoiceKind, Instant>, std::uint32_t> asked_;  ///< orders so far
  ChoiceSource& otherwise_;
};

}  // namespace lastseen::sim
