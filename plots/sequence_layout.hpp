// Internal: where the parts of a sequence chart go. Time runs down in rows: a row for each instant, and further rows
// for the same instant where its arrows and texts would lie on each other. An arrow slopes down to the row in which it
// arrives when there is one after it was sent, else it is level.
//
//     +22.0 s  |-- label -->|        <- text stands above its arrow, or right of the lifeline (notes),
//              |            o note      or left of it (spans)
//        //    :            :        <- nothing shown for long
//     +52.0 s  |------x     |        <- lost
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <lastseen/plots/sequence_chart.hpp>

namespace lastseen::plots::sequence {

constexpr double width_px = 640;
constexpr double font_px = 12.5;
constexpr double line_px = 15;
constexpr double pad_px = 10;  // between a text and a lifeline

enum class Align { left, centre, right };

/// Lines of text in a box; `x` is its left edge, `y` its top.
struct Text {
  std::vector<std::string> lines = {};
  double x = 0;
  double y = 0;
  double width = 0;
  Tone tone = Tone::neutral;
  Align align = Align::left;

  double height() const { return line_px * static_cast<double>(lines.size()); }
};

struct Arrow {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  bool lost = false;
  bool to_itself = false;
  Tone tone = Tone::neutral;
  Text text = {};
};

struct Dot {
  double x = 0, y = 0;
  Tone tone = Tone::neutral;
  Text text = {};
};

struct Bar {
  double x = 0, y1 = 0, y2 = 0;
  Tone tone = Tone::neutral;
  Text text = {};
};

struct TimeLabel {
  double y = 0;
  std::string text = {};
};

/// The time between two rows is not shown: from y1 to y2.
struct Break {
  double y1 = 0, y2 = 0;
  std::string text = {};
};

struct Layout {
  std::vector<double> lifelines;  ///< x of each
  std::vector<Text> heads;
  double margin_px = 40;  ///< left of it stand the times
  double head_px = 0;     ///< height of the heads
  double bottom_px = 0;   ///< where lifelines end
  std::vector<Arrow> arrows;
  std::vector<Dot> dots;
  std::vector<Bar> bars;
  std::vector<TimeLabel> times;
  std::vector<Break> breaks;
};

/// std::invalid_argument when a part refers to a lifeline that does not exist, or a time is not a number.
Layout lay_out(const SequenceChart& chart);

}  // namespace lastseen::plots::sequence
