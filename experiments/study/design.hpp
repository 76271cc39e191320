// The design points of a sweep: every combination of the factors' levels, or their lockstep.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/study/variation.hpp>

namespace lastseen::experiments {

enum class Design { factorial, lockstep };

/// Points of a design, each made when it is asked for: a value for each varied key, the last factor varying fastest.
class DesignPoints {
 public:
  /// Throws InputError when a key is varied twice, when a level or a point in lockstep is given twice, when
  /// lockstep lists differ in length, or beyond 100,000 points. The
  /// scenario outlives the points.
  DesignPoints(const Scenario& scenario, std::vector<Variation> variations, Design design);

  std::size_t size() const { return size_; }
  std::vector<models::Assignment> values(std::size_t point) const;
  /// The scenario's arms with the values of the point, each of which overrides an arm's own.
  std::vector<Arm> arms(std::size_t point) const;

  /// What the points may well not mean, at most some of it (arm_doubts.hpp). Throws InputError when there is too much to run
  /// (bounds.hpp), or with the points that contradict themselves.
  std::vector<std::string> check() const;

 private:
  /// Which level each factor has at the point.
  std::vector<std::size_t> levels(std::size_t point) const;
  /// "ping.interval = 10s, jobs.count = 2".
  std::string point_text(std::size_t point) const;
  void refuse_points_twice() const;

  const Scenario* scenario_;
  std::vector<Variation> variations_;
  Design design_;
  std::size_t size_ = 1;
};

/// The number on an axis of a point's value for this key, if it has one.
std::optional<double> axis_value(const std::vector<models::Assignment>& values, const std::string& key);

}  // namespace lastseen::experiments
