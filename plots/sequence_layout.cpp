// Laying out a sequence chart: see sequence_layout.hpp. Three passes: collect the instants, give every part a row in
// which its extent is free, then turn rows into y.
#include "plots/sequence_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "plots/text.hpp"

namespace lastseen::plots {

using namespace sequence;

namespace {

constexpr double same_instant_s = 1e-9;
constexpr double slow_s = 0.5;  // an arrow that takes this long gets a row for its arrival
constexpr double break_s = 10;  // a longer time between two rows is marked as a break
constexpr double lane_px = 9;   // between bars side by side on a lifeline
constexpr double loop_px = 26;  // an arrow from a lifeline to itself

struct Extent {
  double from = 0;
  double to = 0;
};

struct Row {
  double instant_s = 0;
  bool first = false;  // of its instant
  double above = 9;    // px taken above and below the row's line
  double below = 7;
  double y = 0;
  std::vector<Extent> taken = {};
};

bool overlap(Extent a, Extent b) { return a.from < b.to && b.from < a.to; }

class Planner {
 public:
  explicit Planner(const SequenceChart& chart) : chart_(chart) {
    check();
    place_lifelines();
    collect_instants();
    assign_lanes();
  }

  Layout plan() {
    for (std::size_t i = 0; i < instants_.size(); ++i) plan_instant(i);
    set_heights();
    return finish();
  }

 private:
  struct Planned {  // an arrow, note or span, with its rows
    std::size_t index = 0;
    std::size_t row = 0;
    std::size_t end_row = 0;
    Text text = {};
  };

  void check() const {
    const auto require = [&](int lifeline) {
      if (lifeline < 0 || static_cast<std::size_t>(lifeline) >= chart_.lifelines.size()) {
        throw std::invalid_argument(
            fmt::format("sequence chart \"{}\" has no lifeline {}", chart_.title, lifeline));
      }
    };
    const auto require_time = [&](double time_s) {
      if (!std::isfinite(time_s)) {
        throw std::invalid_argument(
            fmt::format("sequence chart \"{}\" has a time that is no number", chart_.title));
      }
    };
    for (const SequenceArrow& arrow : chart_.arrows) {
      require(arrow.from);
      require(arrow.to);
      require_time(arrow.sent_s);
      require_time(arrow.received_s.value_or(0));
    }
    for (const SequenceNote& note : chart_.notes) {
      require(note.lifeline);
      require_time(note.at_s);
    }
    for (const SequenceSpan& span : chart_.spans) {
      require(span.lifeline);
      require_time(span.from_s);
    }
  }

  // Lifelines stand left in their columns: notes go to their right, also at the last.
  void place_lifelines() {
    const double count = static_cast<double>(std::max<std::size_t>(chart_.lifelines.size(), 1));
    column_px_ = (width_px - margin_px - 40) / (count - 0.2);
    for (std::size_t i = 0; i < chart_.lifelines.size(); ++i) {
      layout_.lifelines.push_back(margin_px + 36 + column_px_ * static_cast<double>(i));
    }
  }

  double x(int lifeline) const { return layout_.lifelines[static_cast<std::size_t>(lifeline)]; }

  double room_right_of(int lifeline) const {
    const bool last = static_cast<std::size_t>(lifeline) + 1 == layout_.lifelines.size();
    return (last ? width_px - 2 - x(lifeline) : column_px_ - pad_px) - pad_px;
  }

  void collect_instants() {
    std::vector<double> all;
    for (const SequenceArrow& arrow : chart_.arrows) {
      all.push_back(arrow.sent_s);
      if (arrow.received_s && *arrow.received_s - arrow.sent_s >= slow_s) all.push_back(*arrow.received_s);
    }
    for (const SequenceNote& note : chart_.notes) all.push_back(note.at_s);
    for (const SequenceSpan& span : chart_.spans) {
      all.push_back(span.from_s);
      if (std::isfinite(span.to_s)) all.push_back(span.to_s);
    }
    std::sort(all.begin(), all.end());
    for (const double instant : all) {
      if (instants_.empty() || instant - instants_.back() > same_instant_s) instants_.push_back(instant);
    }
  }

  // The last instant that is not after `time_s`.
  std::size_t instant_of(double time_s) const {
    const auto after = std::upper_bound(instants_.begin(), instants_.end(), time_s + same_instant_s);
    return static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - instants_.begin() - 1, 0));
  }

  std::size_t add_row(double instant_s, bool first) {
    rows_.push_back({.instant_s = instant_s, .first = first});
    return rows_.size() - 1;
  }

  // The first row from `from` on in which `extent` is free, made if need be.
  std::size_t take_row(std::size_t from, Extent extent) {
    for (std::size_t row = from;; ++row) {
      if (row == rows_.size()) add_row(rows_.back().instant_s, false);
      const auto& taken = rows_[row].taken;
      if (std::any_of(taken.begin(), taken.end(), [&](Extent other) { return overlap(other, extent); }))
        continue;
      rows_[row].taken.push_back(extent);
      return row;
    }
  }

  void need(std::size_t row, double above, double below) {
    rows_[row].above = std::max(rows_[row].above, above);
    rows_[row].below = std::max(rows_[row].below, below);
  }

  void plan_instant(std::size_t instant) {
    const std::size_t first = add_row(instants_[instant], true);
    first_row_.push_back(first);
    for (Planned& arrow : arrows_) {  // those that arrive now
      const SequenceArrow& data = chart_.arrows[arrow.index];
      if (!data.received_s || arrow.end_row != pending || instant_of(*data.received_s) != instant) continue;
      arrow.end_row = first;
      const double side = data.from < data.to ? -1 : 1;
      const Extent head = {x(data.to) + std::min(side * 26, 0.0), x(data.to) + std::max(side * 26, 0.0)};
      rows_[first].taken.push_back(head);
    }
    std::size_t from = first;
    for (std::size_t i = 0; i < chart_.arrows.size(); ++i) {
      if (instant_of(chart_.arrows[i].sent_s) == instant) from = plan_arrow(i, instant, from);
    }
    for (std::size_t i = 0; i < chart_.notes.size(); ++i) {
      if (instant_of(chart_.notes[i].at_s) == instant) plan_note(i, first);
    }
    for (std::size_t i = 0; i < chart_.spans.size(); ++i) {
      if (instant_of(chart_.spans[i].from_s) == instant) plan_span(i, first);
    }
  }

  // Arrows of one instant keep their order, because one may cause the next: a later one is never above an earlier one.
  std::size_t plan_arrow(std::size_t index, std::size_t instant, std::size_t from) {
    const SequenceArrow& arrow = chart_.arrows[index];
    Planned planned = {.index = index};
    if (arrow.from == arrow.to) {
      planned.text = side_text(arrow.label, room_right_of(arrow.from) - loop_px, arrow.tone);
      planned.text.x = x(arrow.from) + loop_px + 6;
      planned.row = take_row(from, {x(arrow.from) - 4, planned.text.x + planned.text.width});
      planned.end_row = planned.row;
      need(planned.row, planned.text.height() / 2, std::max(planned.text.height() / 2, 14.0));
      arrows_.push_back(planned);
      return planned.row;
    }
    const Extent all = {std::min(x(arrow.from), x(arrow.to)), std::max(x(arrow.from), x(arrow.to))};
    planned.text = side_text(arrow.label, column_px_ - 2 * pad_px, arrow.tone);
    planned.text.align = Align::centre;
    const bool right = arrow.from < arrow.to;  // the text stands in the gap next to the sender
    planned.text.x = x(arrow.from) + (right ? 1 : -1) * column_px_ / 2 - planned.text.width / 2;
    planned.row = take_row(from, all);
    need(planned.row, planned.text.height() + 7, 9);
    const bool sloped = arrow.received_s && instant_of(*arrow.received_s) > instant;
    planned.end_row = sloped ? pending : planned.row;
    arrows_.push_back(planned);
    return planned.row;
  }

  void plan_note(std::size_t index, std::size_t first) {
    const SequenceNote& note = chart_.notes[index];
    Planned planned = {.index = index,
                       .text = side_text(note.label, room_right_of(note.lifeline), note.tone)};
    planned.text.x = x(note.lifeline) + pad_px;
    planned.row = take_row(first, {x(note.lifeline) + 1, planned.text.x + planned.text.width});
    need(planned.row, planned.text.height() / 2 + 1, planned.text.height() / 2 + 1);
    notes_.push_back(planned);
  }

  // The label of a span stands left of its bar, where notes do not go; right of it at the first lifeline.
  void plan_span(std::size_t index, std::size_t first) {
    const SequenceSpan& span = chart_.spans[index];
    const bool left = span.lifeline > 0;
    const double beside = pad_px + lane_px * static_cast<double>(lanes_[index]);
    const double room = (left ? column_px_ - pad_px : room_right_of(span.lifeline)) - beside;
    Planned planned = {.index = index, .text = side_text(span.label, room, span.tone)};
    const double width = planned.text.width;
    planned.text.x = left ? x(span.lifeline) - beside - width : x(span.lifeline) + pad_px;
    planned.text.align = left ? Align::right : Align::left;
    planned.row = first;
    if (!span.label.empty()) {
      planned.row = take_row(first, {planned.text.x - 2, planned.text.x + width + (left ? beside - 1 : 0)});
      need(planned.row, planned.text.height() / 2 + 1, planned.text.height() / 2 + 1);
    }
    planned.end_row = first;
    spans_.push_back(planned);
  }

  // Spans of one lifeline that overlap in time lie side by side.
  void assign_lanes() {
    for (std::size_t i = 0; i < chart_.spans.size(); ++i) {
      const SequenceSpan& span = chart_.spans[i];
      std::set<std::size_t> used;
      for (std::size_t j = 0; j < i; ++j) {
        const SequenceSpan& other = chart_.spans[j];
        const bool apart = other.to_s <= span.from_s || span.to_s <= other.from_s;
        if (other.lifeline == span.lifeline && !apart) used.insert(lanes_[j]);
      }
      std::size_t free = 0;
      while (used.count(free) > 0) ++free;
      lanes_.push_back(free);
    }
  }

  static Text side_text(const std::string& label, double width, Tone tone) {
    Text text = {.lines = wrap(label, std::max(width, 40.0) / font_px), .tone = tone};
    for (const std::string& line : text.lines)
      text.width = std::max(text.width, estimate_width(line) * font_px);
    return text;
  }

  void set_heights() {
    for (std::size_t i = 0; i < layout_.lifelines.size(); ++i) {
      Text head = side_text(chart_.lifelines[i], column_px_ - 24, Tone::neutral);
      layout_.head_px = std::max(layout_.head_px, head.height() + 12);
      head.x = layout_.lifelines[i];
      layout_.heads.push_back(std::move(head));
    }
    double y = layout_.head_px + 12;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const double waited = i == 0 ? 0 : rows_[i].instant_s - rows_[i - 1].instant_s;
      if (waited >= break_s) {
        layout_.breaks.push_back({y + 4, y + 28, fmt::format("{:.0f} s", waited)});
        y += 32;
      } else if (waited >= 1) {
        y += 5;
      }
      rows_[i].y = y + rows_[i].above;
      y = rows_[i].y + rows_[i].below;
    }
    layout_.bottom_px = y + 10;
  }

  Layout finish() {
    const std::vector<std::string> labels = format_instants(instants_);
    for (std::size_t i = 0; i < instants_.size(); ++i)
      layout_.times.push_back({rows_[first_row_[i]].y, labels[i]});
    for (Planned& arrow : arrows_) finish_arrow(arrow);
    for (Planned& note : notes_) {
      const SequenceNote& data = chart_.notes[note.index];
      note.text.y = rows_[note.row].y - note.text.height() / 2;
      layout_.dots.push_back({x(data.lifeline), rows_[note.row].y, data.tone, std::move(note.text)});
    }
    for (Planned& span : spans_) finish_span(span);
    return std::move(layout_);
  }

  void finish_arrow(Planned& planned) {
    const SequenceArrow& data = chart_.arrows[planned.index];
    Arrow arrow = {.x1 = x(data.from),
                   .y1 = rows_[planned.row].y,
                   .x2 = x(data.to),
                   .lost = !data.received_s,
                   .to_itself = data.from == data.to,
                   .tone = data.tone};
    const std::size_t end = planned.end_row == pending ? planned.row : planned.end_row;
    arrow.y2 = rows_[end].y;
    if (arrow.to_itself) arrow.y2 = arrow.y1 + 10;
    const double above = arrow.to_itself ? planned.text.height() / 2 - 5 : planned.text.height() + 5;
    planned.text.y = arrow.y1 - above;
    arrow.text = std::move(planned.text);
    layout_.arrows.push_back(std::move(arrow));
  }

  void finish_span(Planned& planned) {
    const SequenceSpan& data = chart_.spans[planned.index];
    const double bar_x = x(data.lifeline) - lane_px * static_cast<double>(lanes_[planned.index]);
    const bool open = !std::isfinite(data.to_s);
    const double end = open ? layout_.bottom_px : rows_[first_row_[instant_of(data.to_s)]].y;
    planned.text.y = rows_[planned.row].y - planned.text.height() / 2;
    layout_.bars.push_back({bar_x, rows_[planned.end_row].y, end, data.tone, std::move(planned.text)});
  }

  static constexpr std::size_t pending = static_cast<std::size_t>(-1);

  const SequenceChart& chart_;
  Layout layout_;
  double column_px_ = 0;
  std::vector<double> instants_;
  std::vector<std::size_t> first_row_;  // of each instant
  std::vector<Row> rows_;
  std::vector<std::size_t> lanes_;  // of each span: 0 is on the lifeline
  std::vector<Planned> arrows_;
  std::vector<Planned> notes_;
  std::vector<Planned> spans_;
};

}  // namespace

sequence::Layout lay_out(const SequenceChart& chart) { return Planner(chart).plan(); }

std::vector<std::string> format_instants(const std::vector<double>& instants_s) {
  std::vector<std::string> labels;
  for (int digits = 1; digits <= 3; ++digits) {
    labels.clear();
    for (const double instant : instants_s)
      labels.push_back(fmt::format("{:+.{}f} s", instant + 0.0, digits));
    if (std::set<std::string>(labels.begin(), labels.end()).size() == labels.size()) break;
  }
  return labels;
}

}  // namespace lastseen::plots
