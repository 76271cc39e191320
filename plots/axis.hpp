// Axes of charts: what stands on them, in which unit and on which scale, and reference lines across them.
#pragma once

#include <optional>
#include <string>

namespace lastseen::plots {

enum class Unit { number, percent, seconds };  ///< percent: values in [0, 1]; seconds: values in seconds
enum class Scale { linear, logarithmic };

struct Axis {
  std::string title;
  Unit unit = Unit::number;
  Scale scale = Scale::linear;
  std::optional<double> min = {};
  std::optional<double> max = {};
};

/// A labelled reference line: vertical at x or horizontal at y.
struct Rule {
  std::optional<double> x = {};
  std::optional<double> y = {};
  std::string label;
};

}  // namespace lastseen::plots
