// When a job is submitted: a distribution in which `session.duration` may stand for a duration, as in
// uniform(0s, session.duration). So a longer session spreads its jobs, and a shorter one loses none, whatever sets its length,
// and in whichever order.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include <lastseen/sim/distribution.hpp>

namespace lastseen::models {

/// An immutable value, like the distribution that it is once the length of the session is known.
class SubmissionTime {
 public:
  /// What stands for the length of the session.
  static constexpr std::string_view session_word = "session.duration";

  /// That distribution in every session; implicit, as a duration is a distribution.
  SubmissionTime(sim::Distribution always)  // NOLINT(google-explicit-constructor)
      : resolved_(always), written_(std::move(always)) {}
  template <
      class Rep, class Period,
      class = std::enable_if_t<std::is_convertible_v<std::chrono::duration<Rep, Period>, sim::Duration>>>
  SubmissionTime(std::chrono::duration<Rep, Period> always)  // NOLINT(google-explicit-constructor)
      : SubmissionTime(sim::Distribution(always)) {}

  /// Reads a distribution with or without the word. Throws std::invalid_argument as Distribution::parse does, and where the
  /// word stands for something that the distribution does not keep (an offset of a constant).
  static SubmissionTime parse(std::string_view text);
  /// The canonical text, the word as it was written. parse(t.to_text()) == t.
  std::string to_text() const;

  bool names_session() const { return names_session_; }

  /// The distribution in a session of this length (positive). Throws std::invalid_argument where there is none, as of
  /// uniform(10min, session.duration) in a session of 5 min.
  sim::Distribution in(sim::Duration session) const;

  /// As written, with `stand_in` wherever the word stands: for who changes a parameter of it. `parse` takes its text back.
  const sim::Distribution& written() const { return written_; }
  /// Within the range of session.duration (1 ms to 24 h), and nothing that anybody writes.
  static constexpr sim::Duration stand_in = std::chrono::hours(24) - std::chrono::nanoseconds(1'618'033);

  friend bool operator==(const SubmissionTime& a, const SubmissionTime& b) {
    return a.written_ == b.written_;
  }

 private:
  static constexpr sim::Duration usual_session = std::chrono::minutes(15);

  sim::Distribution resolved_;  ///< in a session of resolved_for_; of any length where the word is not there
  sim::Distribution written_;
  sim::Duration resolved_for_{0};
  bool names_session_ = false;
};

}  // namespace lastseen::models
