// Internal: the kinds of values that a parameter can have - how each is read from text, written, and placed on an axis -
// and the parts of the table that are made of them (parameters_of_*.cpp).
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::models::parameter_types {

[[noreturn]] inline void refuse(std::string_view given, const std::string& allowed) {
  throw std::invalid_argument(fmt::format("{} is not allowed; allowed: {}", sim::quote(given), allowed));
}

// Each kind of value: reading it from text, writing it, and its place on an axis.

inline Duration read_duration(std::string_view text, Duration low, Duration high,
                              const std::string& allowed) {
  const Duration value = sim::parse_duration(text);
  if (value < low || value > high) refuse(text, allowed);
  return value;
}

template <class Number>
Number parse_number(std::string_view text, Number low, Number high, const std::string& allowed) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= low && value <= high)) {
    refuse(text, allowed);
  }
  return value;
}
inline std::uint32_t read_count(std::string_view text, std::uint32_t low, std::uint32_t high,
                                const std::string& allowed) {
  return parse_number(text, low, high, allowed);
}
inline double read_number(std::string_view text, double low, double high, const std::string& allowed) {
  return parse_number(text, low, high, allowed);
}

template <class Access>
Parameter duration(std::string key, Access access, Duration low, Duration high, std::string meaning,
                   std::string source) {
  const std::string allowed = fmt::format("{} to {}", sim::to_text(low), sim::to_text(high));
  return {
      .key = std::move(key),
      .type = "duration",
      .allowed = allowed,
      .meaning = std::move(meaning),
      .source = std::move(source),
      .set = [=](Settings& s, std::string_view text) { access(s) = read_duration(text, low, high, allowed); },
      .get = [=](const Settings& s) { return sim::to_text(access(s)); },
      .axis_value = [=](const Settings& s) -> std::optional<double> { return sim::to_seconds(access(s)); },
      .is_time = true};
}

/// A value, or a word that stands for its absence. `read` makes the value from text, or throws; `write` is its text; `axis` its
/// number on an axis.
template <class Access, class Read, class Write, class Axis>
Parameter or_word(std::string word, std::string key, std::string type, std::string allowed, Access access,
                  Read read, Write write, Axis axis, bool is_time, std::string meaning, std::string source) {
  return {.key = std::move(key),
          .type = fmt::format("{} or {}", type, word),
          .allowed = std::move(allowed),
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set =
              [=](Settings& s, std::string_view text) {
                if (text == word) {
                  access(s) = std::nullopt;
                } else {
                  access(s) = read(text);
                }
              },
          .get = [=](const Settings& s) { return access(s) ? write(*access(s)) : word; },
          .axis_value = [=](const Settings& s) -> std::optional<double> {
            if (!access(s)) return std::nullopt;
            return axis(*access(s));
          },
          .is_time = is_time};
}

template <class Access>
Parameter duration_or(std::string word, std::string key, Access access, Duration low, Duration high,
                      std::string meaning, std::string source) {
  const std::string allowed = fmt::format("{} to {}, or {}", sim::to_text(low), sim::to_text(high), word);
  return or_word(
      std::move(word), std::move(key), "duration", allowed, access,
      [=](std::string_view text) { return read_duration(text, low, high, allowed); },
      [](Duration value) { return sim::to_text(value); },
      [](Duration value) { return sim::to_seconds(value); }, true, std::move(meaning), std::move(source));
}

inline constexpr std::string_view distribution_forms =
    "a duration, uniform(a, b), exponential(mean=), lognormal(median=, p95=), ... (see `lastseen list "
    "distributions`)";

template <class Access>
Parameter distribution(std::string key, Access access, std::string meaning, std::string source) {
  return {.key = std::move(key),
          .type = "distribution",
          .allowed = std::string(distribution_forms),
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set = [=](Settings& s, std::string_view text) { access(s) = Distribution::parse(text); },
          .get = [=](const Settings& s) { return access(s).to_text(); },
          .axis_value = [=](const Settings& s) -> std::optional<double> {
            return sim::to_seconds(access(s).quantile(0.5));
          },
          .is_time = true,
          .is_distribution = true};
}

/// A distribution whose median is at least `least`, or never.
template <class Access>
Parameter distribution_or_never(std::string key, Access access, std::string meaning, std::string source,
                                Duration least = Duration::zero()) {
  const std::string allowed =
      std::string(distribution_forms) +
      (least > Duration::zero() ? fmt::format(", at least {}, or never", sim::to_text(least)) : ", or never");
  const auto read = [=](std::string_view text) {
    const Distribution value = Distribution::parse(text);
    if (value.quantile(0.5) < least) refuse(text, allowed);
    return value;
  };
  Parameter result = or_word(
      "never", std::move(key), "distribution", allowed, access, read,
      [](const Distribution& value) { return value.to_text(); },
      [](const Distribution& value) { return sim::to_seconds(value.quantile(0.5)); }, true,
      std::move(meaning), std::move(source));
  result.is_distribution = true;
  return result;
}

template <class Access>
Parameter distributions(std::string key, Access access, std::string meaning, std::string source) {
  return {.key = std::move(key),
          .type = "distribution, or one for each job",
          .allowed = std::string(distribution_forms) + "; several separated by commas",
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set =
              [=](Settings& s, std::string_view text) {
                std::vector<Distribution> list;
                for (const std::string& item : sim::split_list(text))
                  list.push_back(Distribution::parse(item));
                access(s) = std::move(list);
              },
          .get =
              [=](const Settings& s) {
                std::vector<std::string> items;
                for (const Distribution& item : access(s)) items.push_back(item.to_text());
                return sim::joined(items);
              },
          .axis_value = [](const Settings&) -> std::optional<double> { return std::nullopt; },
          .is_distribution = true};
}

template <class Access>
Parameter count(std::string key, Access access, std::uint32_t low, std::uint32_t high, std::string meaning,
                std::string source) {
  const std::string allowed = fmt::format("a whole number from {} to {}", low, high);
  return {
      .key = std::move(key),
      .type = "count",
      .allowed = allowed,
      .meaning = std::move(meaning),
      .source = std::move(source),
      .set = [=](Settings& s, std::string_view text) { access(s) = read_count(text, low, high, allowed); },
      .get = [=](const Settings& s) { return fmt::format("{}", access(s)); },
      .axis_value = [=](const Settings& s) -> std::optional<double> { return access(s); }};
}

template <class Access>
Parameter probability(std::string key, Access access, std::string meaning, std::string source) {
  const std::string allowed = "a number from 0 to 1";
  return {.key = std::move(key),
          .type = "probability",
          .allowed = allowed,
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set = [=](Settings& s, std::string_view text) { access(s) = read_number(text, 0, 1, allowed); },
          .get = [=](const Settings& s) { return fmt::format("{}", access(s)); },
          .axis_value = [=](const Settings& s) -> std::optional<double> { return access(s); }};
}

/// A choice among named values; yes/no is one.
template <class Value, class Access>
Parameter choice(std::string key, Access access, std::vector<std::pair<std::string, Value>> choices,
                 std::string meaning, std::string source) {
  std::vector<std::string> names;
  for (const auto& option : choices) names.push_back(option.first);
  const std::string allowed = sim::joined(names);
  return {.key = std::move(key),
          .type = "choice",
          .allowed = allowed,
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set =
              [=](Settings& s, std::string_view text) {
                for (const auto& [name, value] : choices) {
                  if (name == text) {
                    access(s) = value;
                    return;
                  }
                }
                refuse(text, allowed + sim::suggestion(text, names));
              },
          .get =
              [=](const Settings& s) {
                for (const auto& [name, value] : choices) {
                  if (value == access(s)) return name;
                }
                return std::string("?");
              },
          .axis_value = [](const Settings&) -> std::optional<double> { return std::nullopt; }};
}

template <class Access>
Parameter count_or(std::string word, std::string key, Access access, std::uint32_t low, std::uint32_t high,
                   std::string meaning, std::string source) {
  const std::string allowed = fmt::format("a whole number from {} to {}, or {}", low, high, word);
  return or_word(
      std::move(word), std::move(key), "count", allowed, access,
      [=](std::string_view text) { return read_count(text, low, high, allowed); },
      [](std::uint32_t value) { return fmt::format("{}", value); },
      [](std::uint32_t value) { return static_cast<double>(value); }, false, std::move(meaning),
      std::move(source));
}

/// A number that is not a share, such as a factor.
template <class Access>
Parameter number(std::string key, Access access, double low, double high, std::string meaning,
                 std::string source) {
  const std::string allowed = fmt::format("a number from {} to {}", low, high);
  return {
      .key = std::move(key),
      .type = "number",
      .allowed = allowed,
      .meaning = std::move(meaning),
      .source = std::move(source),
      .set = [=](Settings& s, std::string_view text) { access(s) = read_number(text, low, high, allowed); },
      .get = [=](const Settings& s) { return fmt::format("{}", access(s)); },
      .axis_value = [=](const Settings& s) -> std::optional<double> { return access(s); }};
}

// The accessor of a setting: works on Settings and const Settings alike.
#define AT(path) \
  [](auto& s) -> auto& { return s.path; }

template <class Access>
Parameter yes_no(std::string key, Access access, std::string meaning, std::string source) {
  return choice<bool>(std::move(key), access, {{"no", false}, {"yes", true}}, std::move(meaning),
                      std::move(source));
}

/// From one fault of chance to the next: less would let nothing else happen.
inline constexpr Duration shortest_gap = std::chrono::milliseconds(1);

// Where defaults come from.
inline const std::string report = "bug report";
inline const std::string client_code = "client's code";
inline const std::string checklist = "backend checklist";
inline const std::string study = "default study";

}  // namespace lastseen::models::parameter_types

namespace lastseen::models {

// The parts of the table, in the order in which they are listed.
std::vector<Parameter> session_parameters();
std::vector<Parameter> client_parameters();
std::vector<Parameter> network_parameters();
std::vector<Parameter> server_parameters();

}  // namespace lastseen::models
