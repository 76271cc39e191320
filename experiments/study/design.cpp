#include <lastseen/experiments/study/design.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <utility>

#include <lastseen/experiments/scenario/arm_doubts.hpp>
#include <lastseen/experiments/scenario/arm_problems.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/study/bounds.hpp>
#include <lastseen/models/contradictions.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

constexpr std::size_t points_max = 100'000;
constexpr std::size_t problems_max = 20;  // and those of one point more
constexpr std::size_t notes_max = 5;

/// A level, or a point in lockstep, that stands there twice would be run twice and tell nothing new.
void refuse_twice(std::string_view what, const std::vector<std::string>& texts) {
  std::set<std::string_view> seen;
  for (const std::string& text : texts) {
    if (!seen.insert(text).second) throw InputError(fmt::format("--vary: {} {} is given twice", what, text));
  }
}

/// "9,999 levels of jobs.count x 1,000 levels of ping.interval".
std::string levels_text(std::span<const Variation> variations) {
  std::vector<std::string> parts;
  for (const Variation& variation : variations) {
    parts.push_back(fmt::format("{} of {}", sim::counted(variation.levels.size(), "level"), variation.key));
  }
  return sim::joined(parts, " x ");
}

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
        throw InputError(fmt::format("--zip: {} has {}, {} has {}; in lockstep all need the same number", key,
                                     sim::counted(levels.size(), "level"), variations_[0].key,
                                     sim::grouped(size_)));
      }
      size_ = levels.size();
    } else {
      refuse_twice(key + " =", levels);
      size_ *= levels.size();
    }
    if (size_ > points_max) {
      throw InputError(fmt::format("--vary: {} are {}; allowed: up to {}; take fewer levels",
                                   levels_text(std::span(variations_).first(index + 1)),
                                   sim::counted(size_, "design point"), sim::grouped(points_max)));
    }
  }
  if (design_ == Design::lockstep) refuse_points_twice();
}

void DesignPoints::refuse_points_twice() const {
  std::vector<std::string> texts;
  for (std::size_t point = 0; point < size_; ++point) texts.push_back(point_text(point));
  refuse_twice("the point", texts);
}

std::string DesignPoints::point_text(std::size_t point) const {
  std::vector<std::string> texts;
  for (const models::Assignment& value : values(point)) texts.push_back(value.key + " = " + value.value);
  return sim::joined(texts);
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
  ArmProblems of_arms(arms.size());
  for (Arm& arm : arms) {
    std::vector<std::string> found;
    models::apply(arm.settings, assignments, fmt::format("--vary: design point {}", point + 1), found);
    of_arms.add(arm.name, found);
  }
  if (!of_arms.empty()) throw InputError(of_arms.texts());
  return arms;
}

std::vector<std::string> DesignPoints::check() const {
  check_sessions(*scenario_, size_);
  std::vector<std::string> problems;
  std::vector<std::string> notes;
  for (std::size_t point = 0; point < size_ && problems.size() <= problems_max; ++point) {
    const std::vector<Arm> made = arms(point);
    try {
      check_times(made, scenario_->replications);
    } catch (const InputError& error) {
      throw InputError(fmt::format("--vary: design point {} ({}): {}; or leave such levels out", point + 1,
                                   point_text(point), error.what()));
    }
    ArmProblems of_arms(made.size());
    for (const Arm& arm : made) {
      std::vector<std::string> found;
      for (const std::string& contradiction : models::contradictions(arm.settings)) {
        found.push_back(fmt::format("--vary: design point {}: {}", point + 1, contradiction));
      }
      of_arms.add(arm.name, found);
    }
    std::ranges::copy(of_arms.texts(), std::back_inserter(problems));
    if (!problems.empty() || notes.size() >= notes_max) continue;
    for (std::string& note : arm_doubts(made)) {
      if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
    }
  }
  if (!problems.empty()) throw InputError(problems);
  return notes;
}

std::optional<double> axis_value(const std::vector<models::Assignment>& values, const std::string& key) {
  const auto value = std::ranges::find(values, key, &models::Assignment::key);
  if (value == values.end()) return std::nullopt;
  return models::number_of(models::find_parameter(key)->parse(value->value));
}

}  // namespace lastseen::experiments
