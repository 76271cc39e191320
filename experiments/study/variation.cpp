#include <lastseen/experiments/study/variation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <utility>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::uint64_t levels_max = 10'000;
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

/// FIRST..LAST:STEP or FIRST..LAST*FACTOR, read.
struct Range {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t step = 0;  ///< above 0; of FACTOR 0
  double factor = 0;      ///< above 1; of STEP 0
};

double read_factor(const std::string& key, std::string_view range, std::string_view text) {
  double factor = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
  if (error == std::errc{} && end == text.data() + text.size() && factor > 1 && factor <= factor_max)
    return factor;
  refuse_range(key, range, fmt::format("needs a factor above 1, up to {}", factor_max));
}

Range read_range(const models::Parameter& parameter, std::string_view text) {
  const std::string key(parameter.key);
  if (!parameter.is_continuous() && parameter.type != models::ParameterType::count &&
      parameter.type != models::ParameterType::distribution) {
    refuse_range(key, text, fmt::format("is a range, and {} is a {}", key, parameter.type_text()));
  }
  const auto dots = text.find("..");
  const auto separator = text.find_first_of(":*", dots + 2);
  if (separator == std::string_view::npos) refuse_range(key, text, "has no step");
  Range range;
  try {
    range.first = read_number(parameter, sim::trimmed(text.substr(0, dots)));
    range.last = read_number(parameter, sim::trimmed(text.substr(dots + 2, separator - dots - 2)));
    const std::string_view step = sim::trimmed(text.substr(separator + 1));
    if (text[separator] == '*') {
      range.factor = read_factor(key, text, step);
      if (range.first == 0) refuse_range(key, text, "needs a start above 0 for a factor");
    } else {
      range.step = read_number(parameter, step);
      if (range.step <= 0) refuse_range(key, text, "needs a step above 0");
    }
  } catch (const std::invalid_argument& error) {
    refuse_range(key, text, fmt::format("is not a range: {}", error.what()));
  }
  if (range.first > range.last || range.first < 0) {
    refuse_range(key, text, "does not rise from FIRST to LAST, starting at 0 or above");
  }
  return range;
}

/// The powers, as whole numbers; several may round to the same one. When there are more than allowed, one more.
std::vector<std::int64_t> powers(const Range& range) {
  std::vector<std::int64_t> numbers;
  const double end = static_cast<double>(range.last) + 0.5;
  for (double value = static_cast<double>(range.first); value < end; value *= range.factor) {
    numbers.push_back(std::min<std::int64_t>(std::llround(value), range.last));
    if (numbers.size() > levels_max) return numbers;
  }
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

/// The levels that one item between commas stands for: a value, or a range.
class Item {
 public:
  Item(const models::Parameter& parameter, std::string text) : parameter_(parameter), text_(std::move(text)) {
    if (text_.find("..") == std::string::npos) return;
    range_ = read_range(parameter_, text_);
    if (range_->step == 0) numbers_ = powers(*range_);
  }

  /// How many; of powers at most one more than are allowed.
  std::uint64_t size() const {
    if (!range_) return 1;
    if (range_->step == 0) return numbers_.size();
    return static_cast<std::uint64_t>((range_->last - range_->first) / range_->step) + 1;
  }

  /// "50,000,000,001 levels".
  std::string size_text() const {
    const bool is_cut = range_ && range_->step == 0 && size() > levels_max;
    return is_cut ? "more than " + sim::counted(levels_max, "level") : sim::counted(size(), "level");
  }
  const std::string& text() const { return text_; }

  void add_to(std::vector<std::string>& levels) const {
    if (!range_) {
      levels.push_back(text_);
    } else if (range_->step == 0) {
      for (const std::int64_t number : numbers_) levels.push_back(write_number(parameter_, number));
    } else {
      const auto count = static_cast<std::int64_t>(size());
      for (std::int64_t index = 0; index < count; ++index) {
        levels.push_back(write_number(parameter_, range_->first + index * range_->step));
      }
    }
  }

 private:
  const models::Parameter& parameter_;
  std::string text_;
  std::optional<Range> range_;
  std::vector<std::int64_t> numbers_;  ///< of powers; cut after one more than allowed
};

[[noreturn]] void refuse_levels(const std::string& what, const std::string& levels, const char* remedy) {
  throw InputError(fmt::format("--vary {} has {}; allowed: up to {} for a parameter; take {}", what, levels,
                               sim::grouped(levels_max), remedy));
}

std::vector<std::string> read_levels(const models::Parameter& parameter, std::string_view list) {
  std::vector<Item> items;
  std::uint64_t size = 0;
  for (std::string& text : sim::split_list(list)) {
    const Item& item = items.emplace_back(parameter, std::move(text));
    if (item.size() > levels_max) {
      refuse_levels(fmt::format("{}: {}", parameter.key, sim::quote(item.text())), item.size_text(),
                    "a larger step or factor");
    }
    size += item.size();
  }
  if (size > levels_max) refuse_levels(std::string(parameter.key), sim::counted(size, "level"), "fewer");
  std::vector<std::string> levels;
  for (const Item& item : items) item.add_to(levels);
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
  for (const std::string& level : read_levels(*parameter, list)) {
    try {
      const models::ParameterValue value = parameter->parse(level);
      variation.levels.push_back(parameter->text(value));
      variation.values.push_back(value);
    } catch (const std::invalid_argument& error) {
      std::string problem = fmt::format("--vary: {} = {}: {}", key, sim::quote(level), error.what());
      if (std::ranges::find(problems, problem) == problems.end()) problems.push_back(std::move(problem));
    }
  }
  if (!problems.empty()) throw InputError(problems);
  return variation;
}

}  // namespace lastseen::experiments
