#include <lastseen/sim/time_weighted.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace lastseen::sim {
namespace {

double nanoseconds(Duration duration) { return static_cast<double>(duration.count()); }

}  // namespace

void TimeWeighted::reset(Instant now) {
  set(now, value_);
  start_ = now;
  maximum_ = INT64_MIN;
  area_ = 0;
  std::fill(time_at_.begin(), time_at_.end(), Duration::zero());
}

std::optional<double> TimeWeighted::average(Instant until) const {
  const Area area = area_ + Area{value_} * held_until(until).count();
  if (until == start_) return std::nullopt;
  return static_cast<double>(area) / nanoseconds(until - start_);
}

std::optional<std::int64_t> TimeWeighted::maximum(Instant until) const {
  const Duration held = held_until(until);
  if (until == start_) return std::nullopt;
  return held > Duration::zero() ? std::max(maximum_, value_) : maximum_;
}

std::optional<double> TimeWeighted::share_at(std::int64_t value, Instant until) const {
  if (static_cast<std::size_t>(value) >= time_at_.size()) {
    throw std::invalid_argument(
        fmt::format("share of time at the value {}: time is kept for {} values, starting at 0 (see the "
                    "constructor's levels)",
                    value, time_at_.size()));
  }
  const Duration held = held_until(until);
  if (until == start_) return std::nullopt;
  const Duration earlier = time_at_[static_cast<std::size_t>(value)];
  return nanoseconds(earlier + (value == value_ ? held : Duration::zero())) / nanoseconds(until - start_);
}

}  // namespace lastseen::sim
