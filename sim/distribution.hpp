// Distributions of non-negative durations: read from a scenario's text, printed in a report, drawn by
// inversion.
//
//     250ms                                      that duration, always (a constant)
//     uniform(20s, 30s)                          low, high
//     exponential(mean=5s)
//     lognormal(median=38ms, p95=120ms)
//     normal(mean=5s, sd=1s)                     conditioned on not being negative
//     weibull(shape=1.5, scale=2s)
//     gamma(shape=2, mean=5s)                    of a whole shape: the sum of so many exponential ones
//     loglogistic(median=2s, shape=3)            the odds of T <= t are (t / median)^shape
//     triangular(1s, 2s, 5s)                     low, mode, high
//     pareto(minimum=1s, shape=2.5)
//     quantiles(p0=10ms, p50=40ms, p100=2s)      measured percentiles, interpolated linearly
//     shifted(20ms, D)                           20ms plus a draw of D
//     truncated(1s, 9s, D)                       D, given that it lies in 1s..9s
//     mixture(0.9: D, 0.1: E)                    D with probability 0.9, else E
//
// White space is free. One uniform number makes one draw, and makes the same draw on every machine: only the
// functions of elementary.hpp and elementary_gamma.hpp are used. Nothing drawn is negative or longer than
// `longest_duration`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <lastseen/sim/time.hpp>

namespace lastseen::sim {

/// The longest duration that may be written or drawn: 10 years of 365 days.
inline constexpr Duration longest_duration = std::chrono::days{3650};

/// An immutable value, cheap to copy and safe to share between threads; a constant allocates nothing.
class Distribution {
 public:
  class Shape;                                       // internal: one class for each form
  static constexpr int deepest = 8;                  // nesting, a bare form counting as 1
  static constexpr std::size_t longest_text = 4096;  // characters

  Distribution() = default;  ///< The constant 0.

  /// That duration, always; implicit, so that a duration of any unit is a distribution.
  template <class Rep, class Period,
            class = std::enable_if_t<std::is_convertible_v<std::chrono::duration<Rep, Period>, Duration>>>
  Distribution(std::chrono::duration<Rep, Period> value)  // NOLINT(google-explicit-constructor)
      : Distribution{constant(value)} {}

  explicit Distribution(std::shared_ptr<const Shape> shape);

  /// Reads one of the forms above. Throws std::invalid_argument, naming the text, the offending part and what
  /// is allowed, when it is not one, nests deeper than `deepest`, or is longer than `longest_text`.
  static Distribution parse(std::string_view text);

  // The forms. Each throws std::invalid_argument, saying what is wrong and what is allowed; durations must
  // lie in 0..longest_duration. Formulas: N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate
  // Distributions.
  static Distribution constant(Duration value);
  static Distribution uniform(Duration low, Duration high);        // low <= high; equal: that constant
  static Distribution exponential(Duration mean);                  // mean > 0
  static Distribution lognormal(Duration median, Duration p95);    // 0 < median < p95
  static Distribution normal(Duration mean, Duration sd);          // before truncation at 0; sd > 0
  static Distribution weibull(double shape, Duration scale);       // shape in 0.05..100, scale > 0
  static Distribution gamma(double shape, Duration mean);          // shape in 0.05..1000, mean > 0
  static Distribution loglogistic(Duration median, double shape);  // median > 0, shape in 0.05..100
  static Distribution triangular(Duration low, Duration mode,
                                 Duration high);               // low <= mode <= high, low < high
  static Distribution pareto(Duration minimum, double shape);  // minimum > 0, shape in 0.05..100

  /// (percent, value) in rising order of percent, from 0 to 100; the values never fall.
  static Distribution quantiles(std::vector<std::pair<double, Duration>> points);

  /// A constant plus a draw; of a constant it is their sum, which must not exceed longest_duration.
  static Distribution shifted(Duration offset, Distribution inner);

  /// The inner distribution given that it lies in low..high (both included), which must hold at least a
  /// millionth of it: inversion between cdf(low) and cdf(high) has no digits left for less. A constant inside
  /// stays itself.
  static Distribution truncated(Duration low, Duration high, Distribution inner);

  /// (weight, component): weights of at least 0 that sum to 1 within 1e-9.
  static Distribution mixture(std::vector<std::pair<double, Distribution>> parts);

  /// The canonical text. parse(d.to_text()) == d, unless forms put together in code exceed `longest_text`.
  [[nodiscard]] std::string to_text() const;

  /// The draw for u in (0, 1), to the nearest nanosecond, in 0..longest_duration: the t with P(T <= t) = u.
  /// A mixture is the exception: u first selects the component, then is spread over (0, 1) within it, so its
  /// draws have the right distribution but do not rise with u. Throws std::invalid_argument for another u.
  [[nodiscard]] Duration quantile(double u) const;

  /// P(T <= t), before rounding to nanoseconds.
  [[nodiscard]] double cdf(Duration t) const;

  /// P(T < t): differs from cdf(t) only where a single value has probability.
  [[nodiscard]] double cdf_below(Duration t) const;

  /// The mean in seconds, by formula (not cut at longest_duration); infinity for a Pareto or
  /// log-logistic shape of at most 1.
  [[nodiscard]] double mean_s() const;

  [[nodiscard]] bool is_constant() const { return shape_ == nullptr; }
  [[nodiscard]] Duration constant_value() const { return constant_; }  ///< Of a constant; otherwise 0.

  /// Levels of nesting: 1 for a form without another inside.
  [[nodiscard]] int depth() const;

  /// This one given low <= T <= high, as a draw needs it: truncation moved down to the plain forms. Internal.
  [[nodiscard]] Distribution restricted_to(Duration low, Duration high) const;

  /// Equal when the canonical texts are.
  friend bool operator==(const Distribution& a, const Distribution& b);

 private:
  Duration constant_{};
  std::shared_ptr<const Shape> shape_;  // empty: constant_
};

}  // namespace lastseen::sim
