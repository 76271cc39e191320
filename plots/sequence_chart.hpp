// A chart form: what happened between lifelines, in order, as messages, notes and states. Drawn as SVG.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lastseen/plots/chart_form.hpp>
#include <lastseen/plots/tone.hpp>

namespace lastseen::plots {

/// Time runs downwards; lifelines are columns. An arrow that was never received has no `received_s`.
struct SequenceArrow {
  int from = 0;  ///< index of the lifeline
  int to = 0;
  double sent_s = 0;  ///< seconds since the start of the run
  std::optional<double> received_s = {};
  std::string label;
  Tone tone = Tone::neutral;
};

/// Something that happens on one lifeline.
struct SequenceNote {
  int lifeline = 0;
  double at_s = 0;
  std::string label;
  Tone tone = Tone::neutral;
};

/// A state that lasts on one lifeline (e.g. "registered"), drawn as a bar beside it.
struct SequenceSpan {
  int lifeline = 0;
  double from_s = 0;
  double to_s = 0;
  std::string label;
  Tone tone = Tone::neutral;
};

/// What happened, in order. Drawn with a row for each instant rather than to scale, the time in the left margin and
/// a break mark where nothing is shown for long.
struct SequenceChart {
  std::string title;
  std::string description;
  std::vector<std::string> lifelines;
  std::vector<SequenceArrow> arrows;
  std::vector<SequenceNote> notes;
  std::vector<SequenceSpan> spans;
  std::string command = {};
};

/// None: a sequence chart has no series.
std::vector<std::string> series_names(const SequenceChart& chart);

/// std::invalid_argument when an arrow, note or span is on no lifeline, or a time is not a number.
Svg draw(const SequenceChart& chart, const std::vector<std::string>& names = {});

/// Everything that it shows, a row each, by time.
DataTable data_table(const SequenceChart& chart);

}  // namespace lastseen::plots
