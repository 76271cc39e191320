// Internal: what stands behind a Distribution. One class for each form, so that adding one touches no other; how a form is
// written is a row of distribution_forms.cpp.
//
//     Distribution --shared, immutable--> Shape <|-- Uniform, Exponential, ... (distribution_shapes.cpp)
//                                               <|-- Weibull, Gamma, ...       (distribution_lifetimes.cpp)
//                                               <|-- Shifted, Truncated, Mixture (distribution.cpp)
#pragma once

#include <lastseen/sim/distribution.hpp>

namespace lastseen::sim {

/// Parameters are valid when a Shape is made; u is in (0, 1). Times without a unit in their name are
/// nanoseconds as a double, which is exact up to 104 days.
class Distribution::Shape : public std::enable_shared_from_this<Shape> {
 public:
  Shape() = default;
  Shape(const Shape&) = delete;
  Shape& operator=(const Shape&) = delete;
  virtual ~Shape();

  virtual Duration quantile(double u) const = 0;
  virtual double cdf(Duration t) const = 0;                      // P(T <= t)
  virtual double cdf_below(Duration t) const { return cdf(t); }  // P(T < t)
  virtual double mean_ns() const = 0;
  virtual double partial_mean_ns(Duration t) const = 0;  // E[T; T <= t], for truncation
  virtual std::string to_text() const = 0;
  virtual int depth() const { return 1; }
  virtual Distribution restricted_to(Duration low, Duration high) const;  // given low <= T <= high
};

/// Nanoseconds to the nearest Duration in 0..longest_duration; what is not a number becomes the longest.
inline Duration to_duration(double nanoseconds) {
  if (!(nanoseconds < static_cast<double>(longest_duration.count()))) return longest_duration;
  if (nanoseconds <= 0.0) return Duration::zero();
  const auto whole = static_cast<Duration::rep>(nanoseconds);
  return Duration{whole + (nanoseconds - static_cast<double>(whole) >= 0.5 ? 1 : 0)};
}

inline double ns(Duration duration) { return static_cast<double>(duration.count()); }

/// A computed probability put back inside (0, 1), the domain of quantile().
inline double inside_unit_interval(double u) {
  constexpr double lowest = 0x1p-1000;
  constexpr double highest = 1.0 - 0x1p-53;
  if (!(u > lowest)) return lowest;
  return u < highest ? u : highest;
}

/// Throws std::invalid_argument "form: why" unless true.
void require(bool condition, std::string_view form, const std::string& why);

/// Throws std::invalid_argument unless the duration is in 0..longest_duration (and, with `positive`, above
/// 0).
void require_duration(Duration value, std::string_view form, std::string_view parameter,
                      bool positive = false);

/// The form with those parameters, as a Distribution.
template <class Form, class... Parameters>
Distribution make(Parameters... parameters) {
  return Distribution{std::make_shared<Form>(std::move(parameters)...)};
}

}  // namespace lastseen::sim
