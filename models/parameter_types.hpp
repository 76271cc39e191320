// Internal: how the rows of the parameter table are made, and the parts that it is made of (parameters_of_*.cpp).
#pragma once

#include <span>
#include <string_view>

#include <lastseen/models/parameters.hpp>

namespace lastseen::models {

// The parts of the table, in the order in which they are listed.
std::span<const Parameter> session_parameters();
std::span<const Parameter> client_parameters();
std::span<const Parameter> network_parameters();
std::span<const Parameter> server_parameters();

}  // namespace lastseen::models

namespace lastseen::models::parameter_types {

// Where a value stands in Settings.
#define AT(path) \
  [](Settings & s) -> auto& { return s.path; }
#define CHOICE(path)                                                                          \
  ChoiceField {                                                                               \
    [](const Settings& s) { return static_cast<std::size_t>(s.path); },                       \
        [](Settings& s, std::size_t index) { s.path = static_cast<decltype(s.path)>(index); } \
  }

/// Times and rates that span decades are spread by their logarithm; a range that begins at 0 cannot be.
constexpr ParameterScale scale_of(double low, double high) {
  return low > 0 && high >= 100 * low ? ParameterScale::logarithmic : ParameterScale::linear;
}

constexpr Parameter ranged(ParameterType type, std::string_view key, ParameterField field, double low,
                           double high, std::string_view meaning, std::string_view source,
                           std::string_view word = {}) {
  return {.key = key,
          .meaning = meaning,
          .source = source,
          .type = type,
          .field = field,
          .low = low,
          .high = high,
          .word = word,
          .scale = scale_of(low, high)};
}

constexpr Parameter duration(std::string_view key, FieldOf<Duration> field, Duration low, Duration high,
                             std::string_view meaning, std::string_view source) {
  return ranged(ParameterType::duration, key, field, sim::to_seconds(low), sim::to_seconds(high), meaning,
                source);
}

/// A duration, or a word for its absence.
constexpr Parameter duration_or(std::string_view word, std::string_view key,
                                FieldOf<std::optional<Duration>> field, Duration low, Duration high,
                                std::string_view meaning, std::string_view source) {
  return ranged(ParameterType::duration, key, field, sim::to_seconds(low), sim::to_seconds(high), meaning,
                source, word);
}

constexpr Parameter count(std::string_view key, FieldOf<std::uint32_t> field, std::uint32_t low,
                          std::uint32_t high, std::string_view meaning, std::string_view source) {
  return ranged(ParameterType::count, key, field, low, high, meaning, source);
}

constexpr Parameter count_or(std::string_view word, std::string_view key,
                             FieldOf<std::optional<std::uint32_t>> field, std::uint32_t low,
                             std::uint32_t high, std::string_view meaning, std::string_view source) {
  return ranged(ParameterType::count, key, field, low, high, meaning, source, word);
}

/// A number that is not a share, such as a factor.
constexpr Parameter number(std::string_view key, FieldOf<double> field, double low, double high,
                           std::string_view meaning, std::string_view source) {
  return ranged(ParameterType::number, key, field, low, high, meaning, source);
}

constexpr Parameter probability(std::string_view key, FieldOf<double> field, std::string_view meaning,
                                std::string_view source) {
  return ranged(ParameterType::probability, key, field, 0, 1, meaning, source);
}

constexpr Parameter distribution(std::string_view key, FieldOf<Distribution> field, std::string_view meaning,
                                 std::string_view source) {
  return ranged(ParameterType::distribution, key, field, 0, 0, meaning, source);
}

/// A distribution whose median is at least `least`, or never.
constexpr Parameter distribution_or_never(std::string_view key, FieldOf<std::optional<Distribution>> field,
                                          std::string_view meaning, std::string_view source,
                                          Duration least = Duration::zero()) {
  return ranged(ParameterType::distribution, key, field, sim::to_seconds(least), 0, meaning, source, "never");
}

/// A distribution, or a word for its absence.
constexpr Parameter distribution_or(std::string_view word, std::string_view key,
                                    FieldOf<std::optional<Distribution>> field, std::string_view meaning,
                                    std::string_view source) {
  return ranged(ParameterType::distribution, key, field, 0, 0, meaning, source, word);
}

constexpr Parameter distributions(std::string_view key, FieldOf<SharedList<SubmissionTime>> field,
                                  std::string_view meaning, std::string_view source) {
  return ranged(ParameterType::distributions, key, field, 0, 0, meaning, source);
}

/// One of the names, which stand in the order of the enumerators.
constexpr Parameter choice(std::string_view key, ChoiceField field, FixedList<std::string_view, 8> names,
                           std::string_view meaning, std::string_view source) {
  field.names = names;
  return ranged(ParameterType::choice, key, field, 0, 0, meaning, source);
}

constexpr Parameter yes_no(std::string_view key, ChoiceField field, std::string_view meaning,
                           std::string_view source) {
  return choice(key, field, {"no", "yes"}, meaning, source);
}

/// From one fault of chance to the next: less would let nothing else happen.
inline constexpr Duration shortest_gap = std::chrono::milliseconds(1);

}  // namespace lastseen::models::parameter_types
