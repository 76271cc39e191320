#include <lastseen/experiments/study/design.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/study/bounds.hpp>
#include <lastseen/models/contradictions.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::int64_t levels_max = 10'000;
constexpr std::size_t points_max = 100'000;
constexpr std::size_t problems_max = 20;  // and those of one point more
constexpr double factor_max = 1e6;

/// A range's ends and step are whole numbers: nanoseconds of durations, billionths of numbers and shares, counts themselves.
std::int64_t read_number(const models::Parameter& parameter, std::string_view text) {
  if (parameter.number_is_time()) return sim::parse_duration(text).count();
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc{} && end == text.data() + text.size() && std::abs(value) <= 1e9;
  const bool is_whole = parameter.type == models::ParameterType::count;
  if (!is_number || (is_whole && value != std::floor(value))) {
    throw std::invalid_argument(
        fmt::format("{} is not a {}number up to 1e9", sim::quote(text), is_whole ? "whole " : ""));
  }
  return is_whole ? std::llround(value) : std::llround(value * 1e9);
}

std::string write_number(const models::Parameter& parameter, std::int64_t number) {
  if (parameter.number_is_time()) return sim::to_text(sim::Duration(number));
  if (parameter.type == models::ParameterType::count) return fmt::format("{}", number);
  return fmt::format("{}", static_cast<double>(number) / 1e9);
}

[[noreturn]] void refuse_range(const std::string& key, std::string_view range, const std::string& why) {
  throw InputError(
      fmt::format("--vary {}: {} {}; allowed: values separated by commas, FIRST..LAST:STEP as in "
                  "10s..120s:10s, or FIRST..LAST*FACTOR as in 1s..64s*2",
                  key, sim::quote(range), why));
}

/// 10s..120s:10s or 1s..64s*2.
std::vector<std::string> range_levels(const models::Parameter& parameter, std::string_view text) {
  const std::string key(parameter.key);
  if (!parameter.is_continuous() && parameter.type != models::ParameterType::count &&
      parameter.type != models::ParameterType::distribution) {
    refuse_range(key, text, fmt::format("is a range, and {} is a {}", key, parameter.type_text()));
  }
  const auto dots = text.find("..");
  const auto separator = text.find_first_of(":*", dots + 2);
  if (separator == std::string_view::npos) refuse_range(key, text, "has no step");
  const bool geometric = text[separator] == '*';
  std::vector<std::string> levels;
  try {
    const std::int64_t first = read_number(parameter, sim::trimmed(text.substr(0, dots)));
    const std::int64_t last =
        read_number(parameter, sim::trimmed(text.substr(dots + 2, separator - dots - 2)));
    const std::string_view step_text = sim::trimmed(text.substr(separator + 1));
    double factor = 0;
    std::int64_t step = 0;
    if (geometric) {
      const auto [end, error] =
          std::from_chars(step_text.data(), step_text.data() + step_text.size(), factor);
      if (error != std::errc{} || end != step_text.data() + step_text.size() || !(factor > 1) ||
          !(factor <= factor_max) || first <= 0) {
        refuse_range(key, text,
                     fmt::format("needs a factor above 1, up to {}, and a start above 0", factor_max));
      }
    } else {
      step = read_number(parameter, step_text);
      if (step <= 0) refuse_range(key, text, "needs a step above 0");
    }
    if (first > last || first < 0) {
      refuse_range(key, text, "does not rise from FIRST to LAST, starting at 0 or above");
    }
    // No sum or product goes far beyond `last`, so none overflows. Powers may round to the same whole number.
    const double end_value = static_cast<double>(last);
    std::int64_t previous = -1;
    double value = static_cast<double>(first);
    for (std::int64_t index = 0;; ++index) {
      if (index >= levels_max) {
        refuse_range(key, text, fmt::format("has more than {} levels", levels_max));
      }
      if (geometric && !(value < end_value + 0.5)) break;
      const std::int64_t at =
          geometric ? std::min<std::int64_t>(std::llround(value), last) : first + index * step;
      if (at != previous) levels.push_back(write_number(parameter, at));
      previous = at;
      if (!geometric && last - at < step) break;
      value *= factor;
    }
  } catch (const std::invalid_argument& error) {
    refuse_range(key, text, fmt::format("is not a range: {}", error.what()));
  }
  return levels;
}

}  // namespace

Variation parse_variation(const std::string& text) {
  const auto equals = text.find('=');
  const std::string key(sim::trimmed(std::string_view(text).substr(0, equals)));
  if (equals == std::string::npos || key.empty()) {
    throw InputError(
        fmt::format("--vary {}: is not KEY=LEVELS; for example --vary ping.interval=10s..60s:10s or "
                    "--vary registry.refresh_on=connect,ping",
                    sim::quote(text)));
  }
  const models::Parameter* parameter = models::find_parameter(key);
  if (!parameter) {
    throw InputError("--vary: " + models::unknown_parameter(key));
  }
  const std::string_view list = sim::trimmed(std::string_view(text).substr(equals + 1));
  if (list.empty()) {
    throw InputError(fmt::format("--vary {}: has no levels; allowed: {}", key, parameter->allowed()));
  }
  Variation variation{.key = key};
  std::vector<std::string> problems;
  for (const std::string& item : sim::split_list(list)) {
    const bool is_range = item.find("..") != std::string::npos;
    for (const std::string& level :
         is_range ? range_levels(*parameter, item) : std::vector<std::string>{item}) {
      try {
        const models::ParameterValue value = parameter->parse(level);
        variation.levels.push_back(parameter->text(value));
        variation.values.push_back(value);
      } catch (const std::invalid_argument& error) {
        problems.push_back(fmt::format("--vary: {} = {}: {}", key, sim::quote(level), error.what()));
      }
    }
  }
  if (!problems.empty()) throw InputError(problems);
  return variation;
}

namespace {

bool is_part_of(std::string_view key, std::string_view whole) {
  return key.size() > whole.size() && key.starts_with(whole) && key[whole.size()] == '.';
}

}  // namespace

DesignPoints::DesignPoints(const Scenario& scenario, std::vector<Variation> variations, Design design)
    : scenario_(&scenario), variations_(std::move(variations)), design_(design) {
  for (std::size_t index = 0; index < variations_.size(); ++index) {
    const std::string& key = variations_[index].key;
    const std::vector<std::string>& levels = variations_[index].levels;
    for (std::size_t other = 0; other < index; ++other) {
      if (variations_[other].key == key) {
        throw InputError(fmt::format("--vary {}: is given twice; list all its levels in one --vary", key));
      }
      if (is_part_of(key, variations_[other].key) || is_part_of(variations_[other].key, key)) {
        throw InputError(fmt::format("--vary {} and {}: one is a parameter of the other; vary one of them",
                                     variations_[other].key, key));
      }
    }
    if (design_ == Design::lockstep) {
      if (index > 0 && levels.size() != size_) {
        throw InputError(
            fmt::format("--zip: {} has {} levels, {} has {}; in lockstep all need the same number", key,
                        levels.size(), variations_[0].key, size_));
      }
      size_ = levels.size();
    } else {
      size_ *= levels.size();
    }
    if (size_ > points_max)
      throw InputError(fmt::format("--vary: more than {} design points; take fewer levels", points_max));
  }
}

std::vector<std::size_t> DesignPoints::levels(std::size_t point) const {
  std::vector<std::size_t> result(variations_.size(), point);  // in lockstep
  if (design_ == Design::lockstep) return result;
  std::size_t rest = point;
  for (std::size_t factor = variations_.size(); factor-- > 0;) {
    result[factor] = rest % variations_[factor].levels.size();
    rest /= variations_[factor].levels.size();
  }
  return result;
}

std::vector<models::Assignment> DesignPoints::values(std::size_t point) const {
  const std::vector<std::size_t> at = levels(point);
  std::vector<models::Assignment> result;
  for (std::size_t factor = 0; factor < at.size(); ++factor) {
    result.push_back({variations_[factor].key, variations_[factor].levels[at[factor]]});
  }
  return result;
}

std::vector<Arm> DesignPoints::arms(std::size_t point) const {
  const std::vector<std::size_t> at = levels(point);
  std::vector<models::ParsedAssignment> assignments;
  for (std::size_t factor = 0; factor < at.size(); ++factor) {
    const Variation& variation = variations_[factor];
    assignments.push_back({models::find_parameter(variation.key), variation.values[at[factor]]});
  }
  std::vector<Arm> arms = scenario_->arms;
  std::vector<std::string> problems;
  for (Arm& arm : arms) {
    models::apply(arm.settings, assignments,
                  fmt::format("--vary: design point {}, arm {}", point + 1, arm.name), problems);
  }
  if (!problems.empty()) throw InputError(problems);
  return arms;
}

void DesignPoints::check() const {
  check_sessions(*scenario_, size_);
  std::vector<std::string> problems;
  for (std::size_t point = 0; point < size_ && problems.size() <= problems_max; ++point) {
    const std::vector<Arm> made = arms(point);
    check_times(made, scenario_->replications);
    for (const Arm& arm : made) {
      for (const std::string& contradiction : models::contradictions(arm.settings)) {
        problems.push_back(
            fmt::format("--vary: design point {}, arm {}: {}", point + 1, arm.name, contradiction));
      }
    }
  }
  if (!problems.empty()) throw InputError(problems);
}

std::optional<double> axis_value(const std::vector<models::Assignment>& values, const std::string& key) {
  const auto value = std::ranges::find(values, key, &models::Assignment::key);
  if (value == values.end()) return std::nullopt;
  return models::number_of(models::find_parameter(key)->parse(value->value));
}

}  // namespace lastseen::experiments
