// No duration is hidden: when every duration of the settings is doubled, everything takes twice as long, and nothing else changes.
// A constant in the code that is no parameter would show here.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>

#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/distribution_forms.hpp>
#include "tests/models/random_settings.hpp"
#include "tests/race/session.hpp"
#include "tests/scale.hpp"

namespace lastseen::models {
namespace {

constexpr std::uint64_t usual_worlds = 50;        ///< of each test
constexpr std::uint64_t first_world = 9'000'000;  ///< that no other property sees

Distribution doubled(const Distribution& distribution) {
  if (distribution.is_constant()) return distribution.constant_value() * 2;
  auto [form, values] = sim::parts_of(distribution);
  for (auto& value : values) {
    if (auto* duration = std::get_if<Duration>(&value)) *duration *= 2;
    if (auto* inner = std::get_if<Distribution>(&value)) *inner = doubled(*inner);
  }
  return form->make(values);
}

/// Every duration of every parameter and fault, twice.
Settings doubled(const Settings& settings) {
  Settings twice = settings;
  for (const Parameter& parameter : parameters()) {
    const ParameterValue value = parameter.value(settings);
    if (const auto* duration = std::get_if<Duration>(&value)) parameter.assign(twice, *duration * 2);
    if (const auto* distribution = std::get_if<Distribution>(&value)) {
      parameter.assign(twice, doubled(*distribution));
    }
  }
  for (SubmissionTime& at : twice.jobs.at.edit()) at = doubled(at.in(settings.session.duration));
  for (Fault& fault : twice.faults.edit()) {
    fault.at = doubled(fault.at);
    fault.lasts = doubled(fault.lasts);
    fault.by *= 2;
  }
  return twice;
}

/// The same settings without a drawn duration: medians, and jobs spread evenly; and without a backoff whose waits are no whole
/// nanoseconds (500 ms x 1.5^9).
Settings without_draws(Settings settings) {
  for (const Parameter& parameter : parameters()) {
    const ParameterValue value = parameter.value(settings);
    if (const auto* distribution = std::get_if<Distribution>(&value)) {
      parameter.assign(settings, Distribution(distribution->quantile(0.5)));
    }
  }
  std::vector<SubmissionTime> at;
  for (std::uint32_t job = 0; job < settings.jobs.count; ++job) {
    at.emplace_back(
        settings.jobs.at[0].in(settings.session.duration).quantile((job + 0.5) / settings.jobs.count));
  }
  settings.jobs.at = at;
  settings.registry.cleanup_phase =
      settings.registry.cleanup_phase.value_or(settings.registry.cleanup_interval / 3);
  for (Fault& fault : settings.faults.edit()) {
    fault.at = fault.at.quantile(0.5);
    fault.lasts = fault.lasts.quantile(0.5);
  }
  settings.connection.reconnect_jitter = 0;
  settings.connection.reconnect_factor = std::ceil(settings.connection.reconnect_factor);
  return settings;
}

/// What a record says but for its time; how far a clock jumps is a duration, too.
bool say_the_same(const sim::Record& once, const sim::Record& twice) {
  sim::Subject subject = once.subject;
  if (kind_of(once) == Kind::clock_jumped) subject.number *= 2;
  return once.kind == twice.kind && once.actor == twice.actor && subject == twice.subject &&
         once.cause == twice.cause;
}

Duration difference(const sim::Record& once, const sim::Record& twice) {
  return std::chrono::abs(2 * Session::since_start(once) - Session::since_start(twice));
}

std::string text(const sim::Record& record) {
  return sim::to_text(Session::since_start(record)) + " " + std::string(name(role_of(record))) + " " +
         std::string(name(kind_of(record)));
}

enum class Found { same, tie, other };

/// Whether the records of the doubled session are those of the other one, their times doubled within the tolerance. A tie:
/// until two records come in another order, which are no further apart than that.
Found compare(const Settings& settings, Duration tolerance) {
  Session once(settings);
  once.run();
  Session twice(doubled(settings));
  twice.run();
  const auto& first = once.recording().records();
  const auto& second = twice.recording().records();
  for (std::size_t at = 0; at < std::min(first.size(), second.size()); ++at) {
    const Duration apart = difference(first[at], second[at]);
    if (say_the_same(first[at], second[at]) && apart <= tolerance) continue;
    if (tolerance > 0ns && apart <= tolerance) return Found::tie;
    ADD_FAILURE() << "record " << at + 1 << ": " << text(first[at]) << ", doubled: " << text(second[at]);
    return Found::other;
  }
  EXPECT_EQ(first.size(), second.size());
  return first.size() == second.size() ? Found::same : Found::other;
}

TEST(Doubling, DoublesEveryTimeWithConstantDurations) {
  const std::uint64_t worlds = scaled(usual_worlds, "worlds with every duration doubled");
  for (std::uint64_t world = first_world; world < first_world + worlds; ++world) {
    SCOPED_TRACE("random_settings(" + std::to_string(world) + "), seed 1, without draws");
    ASSERT_EQ(compare(without_draws(random_settings(world)), 0ns), Found::same);
  }
}

// Goal: the same with drawn durations, which are rounded to nanoseconds.
TEST(Doubling, KeepsTheOrderOfRecordsWithDrawnDurations) {
  const std::uint64_t worlds = scaled(usual_worlds, "worlds with every duration doubled, drawn ones too");
  std::int64_t ties = 0;
  for (std::uint64_t world = first_world; world < first_world + worlds; ++world) {
    SCOPED_TRACE("random_settings(" + std::to_string(world) + "), seed 1");
    const Found found = compare(random_settings(world), 1us);
    ASSERT_NE(found, Found::other);
    ties += found == Found::tie ? 1 : 0;
  }
  found("ties in another order", ties, static_cast<std::int64_t>(worlds));
  EXPECT_LE(ties, static_cast<std::int64_t>(worlds / 10));
}

}  // namespace
}  // namespace lastseen::models
