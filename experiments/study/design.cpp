#include <lastseen/experiments/study/design.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <lastseen/experiments/runs/sessions.hpp>
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
constexpr std::int64_t number_max = 1'000'000'000'000'000'000;

/// A range's ends and step are whole numbers: nanoseconds for durations, else the numbers themselves.
struct Number {
  std::int64_t value = 0;
  bool is_duration = false;
};

Number read_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size()) return {value, false};
  return {sim::parse_duration(text).count(), true};
}

std::string write_number(Number number) {
  return number.is_duration ? sim::to_text(sim::Duration(number.value)) : fmt::format("{}", number.value);
}

[[noreturn]] void refuse_range(const std::string& key, std::string_view range, const std::string& why) {
  throw InputError(
      fmt::format("--vary {}: {} {}; allowed: values separated by commas, FIRST..LAST:STEP as in "
                  "10s..120s:10s, or FIRST..LAST*FACTOR as in 1s..64s*2",
                  key, sim::quote(range), why));
}

/// 10s..120s:10s or 1s..64s*2.
std::vector<std::string> range_levels(const std::string& key, std::string_view text) {
  const auto dots = text.find("..");
  const auto separator = text.find_first_of(":*", dots + 2);
  if (separator == std::string_view::npos) refuse_range(key, text, "has no step");
  const bool geometric = text[separator] == '*';
  std::vector<std::string> levels;
  try {
    const Number first = read_number(sim::trimmed(text.substr(0, dots)));
    const Number last = read_number(sim::trimmed(text.substr(dots + 2, separator - dots - 2)));
    const std::string_view step_text = sim::trimmed(text.substr(separator + 1));
    double factor = 0;
    std::int64_t step = 0;
    if (geometric) {
      const auto [end, error] =
          std::from_chars(step_text.data(), step_text.data() + step_text.size(), factor);
      if (error != std::errc{} || end != step_text.data() + step_text.size() || !(factor > 1) ||
          !(factor <= factor_max) || first.value <= 0) {
        refuse_range(key, text,
                     fmt::format("needs a factor above 1, up to {}, and a start above 0", factor_max));
      }
    } else {
      const Number number = read_number(step_text);
      step = number.value;
      if (step <= 0 || number.is_duration != first.is_duration)
        refuse_range(key, text, "needs a step above 0 in the unit of its ends");
    }
    if (first.is_duration != last.is_duration || first.value > last.value || first.value < 0 ||
        last.value > number_max) {
      refuse_range(key, text, "does not rise from FIRST to LAST in one unit, starting at 0 or above");
    }
    // No sum or product goes far beyond `last`, so none overflows. Powers may round to the same whole number.
    const double end_value = static_cast<double>(last.value);
    std::int64_t previous = -1;
    double value = static_cast<double>(first.value);
    for (std::int64_t index = 0;; ++index) {
      if (index >= levels_max) {
        refuse_range(key, text, fmt::format("has more than {} levels", levels_max));
      }
      if (geometric && !(value < end_value + 0.5)) break;
      const std::int64_t at =
          geometric ? std::min<std::int64_t>(std::llround(value), last.value) : first.value + index * step;
      if (at != previous) levels.push_back(write_number({at, first.is_duration}));
      previous = at;
      if (!geometric && last.value - at < step) break;
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
    const std::string unknown = fmt::format("unknown parameter {}{}; `lastseen list parameters` lists all",
                                            sim::quote(key), sim::suggestion(key, models::parameter_keys()));
    throw InputError("--vary: " + models::renamed_parameter(key).value_or(unknown));
  }
  const std::string_view list = sim::trimmed(std::string_view(text).substr(equals + 1));
  if (list.empty()) {
    throw InputError(fmt::format("--vary {}: has no levels; allowed: {}", key, parameter->allowed()));
  }
  Variation variation{.key = key};
  std::vector<std::string> problems;
  for (const std::string& item : sim::split_list(list)) {
    const bool is_range = item.find("..") != std::string::npos;
    for (const std::string& level : is_range ? range_levels(key, item) : std::vector<std::string>{item}) {
      try {
        variation.levels.push_back(parameter->text(parameter->parse(level)));
      } catch (const std::invalid_argument& error) {
        problems.push_back(fmt::format("--vary: {} = {}: {}", key, sim::quote(level), error.what()));
      }
    }
  }
  if (!problems.empty()) throw InputError(problems);
  return variation;
}

DesignPoints::DesignPoints(const Scenario& scenario, std::vector<Variation> variations, Design design)
    : scenario_(&scenario), variations_(std::move(variations)), design_(design) {
  for (std::size_t index = 0; index < variations_.size(); ++index) {
    const auto& [key, levels] = variations_[index];
    for (std::size_t other = 0; other < index; ++other) {
      if (variations_[other].key == key) {
        throw InputError(fmt::format("--vary {}: is given twice; list all its levels in one --vary", key));
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

std::vector<models::Assignment> DesignPoints::values(std::size_t point) const {
  std::vector<models::Assignment> result(variations_.size());
  std::size_t rest = point;
  for (std::size_t factor = variations_.size(); factor-- > 0;) {
    const auto& [key, levels] = variations_[factor];
    const std::size_t level = design_ == Design::lockstep ? point : rest % levels.size();
    rest /= levels.size();
    result[factor] = {key, levels[level]};
  }
  return result;
}

std::vector<Arm> DesignPoints::arms(std::size_t point) const {
  std::vector<Arm> arms = scenario_->arms;
  const std::vector<models::Assignment> assignments = values(point);
  std::vector<std::string> problems;
  for (Arm& arm : arms) models::apply(arm.settings, assignments, "--vary", problems);
  if (!problems.empty()) throw InputError(problems);
  return arms;
}

void DesignPoints::check(const std::atomic<bool>* stop) const {
  check_sessions(*scenario_, size_);
  std::vector<std::string> problems;
  for (std::size_t point = 0; point < size_ && problems.size() <= problems_max; ++point) {
    if (stop && stop->load(std::memory_order_relaxed)) throw Interrupted();
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
  models::Settings settings;
  std::vector<std::string> problems;
  models::apply(settings, values, "--vary", problems);
  return models::find_parameter(key)->number(settings);
}

}  // namespace lastseen::experiments
