// Laying out a sequence chart: see sequence_layout.hpp. Three passes: collect the instants, give every part a row in
// which its extent is free, then turn rows into y.
#include <lastseen/plots/sequence_layout.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include <lastseen/plots/sequence_rows.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots::sequence {
namespace {

constexpr double slow_s = 0.5;  // an arrow that takes this long gets a row for its arrival
constexpr double break_s = 10;  // a longer time between two rows is marked as a break
constexpr double near_px = 7;   // between an arrow's text and a lifeline
constexpr double lane_px = 9;   // between bars side by side on a lifeline
constexpr double loop_px = 26;  // an arrow from a lifeline to itself

void check(const SequenceChart& chart) {
  const auto require = [&](int lifeline, double time_s) {
    if (lifeline < 0 || static_cast<std::size_t>(lifeline) >= chart.lifelines.size()) {
      throw std::invalid_argument(
          fmt::format("sequence chart \"{}\" has no lifeline {}", chart.title, lifeline));
    }
    if (!std::isfinite(time_s)) {
      throw std::invalid_argument(
          fmt::format("sequence chart \"{}\" has a time that is not a number", chart.title));
    }
  };
  for (const SequenceArrow& arrow : chart.arrows) {
    require(arrow.from, arrow.sent_s);
    require(arrow.to, arrow.received_s.value_or(0));
  }
  for (const SequenceNote& note : chart.notes) require(note.lifeline, note.at_s);
  for (const SequenceSpan& span : chart.spans) require(span.lifeline, span.from_s);  // may have no end
}

// Every time that gets a row: an arrival only when it is late, otherwise its arrow is level.
std::vector<double> times_of(const SequenceChart& chart) {
  std::vector<double> times;
  for (const SequenceArrow& arrow : chart.arrows) {
    times.push_back(arrow.sent_s);
    if (arrow.received_s && *arrow.received_s - arrow.sent_s >= slow_s) times.push_back(*arrow.received_s);
  }
  for (const SequenceNote& note : chart.notes) times.push_back(note.at_s);
  for (const SequenceSpan& span : chart.spans) {
    times.push_back(span.from_s);
    if (std::isfinite(span.to_s)) times.push_back(span.to_s);
  }
  return times;
}

class Planner {
 public:
  explicit Planner(const SequenceChart& chart) : chart_(chart), instants_(times_of(chart)) {
    check(chart);
    place_lifelines();
    assign_lanes();
  }

  Layout plan() {
    for (std::size_t i = 0; i < instants_.all().size(); ++i) plan_instant(i);
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

  // Lifelines stand left in their columns: notes go to their right, also at the last.
  void place_lifelines() {
    const double count = static_cast<double>(std::max<std::size_t>(chart_.lifelines.size(), 1));
    for (const std::string& label : format_instants(instants_.all())) {
      layout_.margin_px = std::max(layout_.margin_px, 4 + estimate_width(label) * font_px);
    }
    column_px_ = (width_px - layout_.margin_px - 24) / (count - 0.15);
    for (std::size_t i = 0; i < chart_.lifelines.size(); ++i) {
      layout_.lifelines.push_back(layout_.margin_px + 24 + column_px_ * static_cast<double>(i));
    }
  }

  double x(int lifeline) const { return layout_.lifelines[static_cast<std::size_t>(lifeline)]; }

  double room_right_of(int lifeline) const {
    const bool last = static_cast<std::size_t>(lifeline) + 1 == layout_.lifelines.size();
    return (last ? width_px - 2 - x(lifeline) : column_px_ - pad_px) - pad_px;
  }

  // Level arrows first, because one may cause the next; then what they lead to; sloped ones leave below all of it.
  // Only a note on a lifeline that sends but does not receive now is taken for the cause, and goes on top.
  void plan_instant(std::size_t instant) {
    const std::size_t first = rows_.add(instants_.all()[instant], true);
    first_row_.push_back(first);
    for (Planned& arrow : arrows_) arrive(arrow, instant, first);
    const auto each = [&](const auto& parts, auto when, auto plan) {
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (instants_.index_of(when(parts[i])) == instant) plan(i);
      }
    };
    const auto sent = [](const SequenceArrow& arrow) { return arrow.sent_s; };
    const auto noted = [](const SequenceNote& note) { return note.at_s; };
    std::size_t from = first;
    each(chart_.notes, noted, [&](std::size_t i) {
      if (is_cause(chart_.notes[i], instant)) from = std::max(from, plan_note(i, first) + 1);
    });
    std::vector<std::pair<std::size_t, std::size_t>> sloped;  // with the row that they are not to be above
    each(chart_.arrows, sent, [&](std::size_t i) {
      const std::size_t after = std::max(from, below_causes(chart_.arrows[i], instant));
      if (is_sloped(chart_.arrows[i])) {
        sloped.emplace_back(i, after);
      } else {
        from = plan_level_arrow(i, after);
      }
    });
    each(chart_.notes, noted, [&](std::size_t i) {
      if (!is_cause(chart_.notes[i], instant)) plan_note(i, first);
    });
    each(
        chart_.spans, [](const SequenceSpan& span) { return span.from_s; },
        [&](std::size_t i) { plan_span(i, first); });
    for (const auto& [index, after] : sloped) plan_sloped_arrow(index, after);
  }

  bool is_sloped(const SequenceArrow& arrow) const {
    return arrow.from != arrow.to && arrow.received_s &&
           instants_.index_of(*arrow.received_s) > instants_.index_of(arrow.sent_s);
  }

  bool is_cause(const SequenceNote& note, std::size_t instant) const {
    bool sends = false;
    bool receives = false;
    for (const SequenceArrow& arrow : chart_.arrows) {
      sends = sends || (arrow.from == note.lifeline && instants_.index_of(arrow.sent_s) == instant);
      receives = receives || (arrow.to == note.lifeline && arrow.received_s &&
                              instants_.index_of(*arrow.received_s) == instant);
    }
    return sends && !receives;
  }

  // The row below those in which the arrow's sender has received something at this instant.
  std::size_t below_causes(const SequenceArrow& arrow, std::size_t instant) const {
    std::size_t row = 0;
    for (const Planned& planned : arrows_) {
      const SequenceArrow& earlier = chart_.arrows[planned.index];
      const bool now = instants_.index_of(earlier.sent_s) == instant && planned.end_row == planned.row;
      if (now && earlier.received_s && earlier.to == arrow.from) row = std::max(row, planned.row + 1);
    }
    return row;
  }

  // An arrow on its way that arrives at this instant keeps the place of its head free; all of its gap when it was sent
  // from the row above, because its text then stands lower.
  void arrive(Planned& arrow, std::size_t instant, std::size_t row) {
    const SequenceArrow& data = chart_.arrows[arrow.index];
    if (arrow.end_row != pending || instants_.index_of(*data.received_s) != instant) return;
    arrow.end_row = row;
    const double to = x(data.to);
    const double length = arrow.row + 1 == row ? std::abs(to - x(data.from)) : 26;
    rows_.take(row, data.from < data.to ? Extent{to - length, to} : Extent{to, to + length});
  }

  Planned start_arrow(std::size_t index) const {
    const SequenceArrow& arrow = chart_.arrows[index];
    Planned planned = {.index = index};
    if (arrow.from == arrow.to) {
      planned.text = side_text(arrow.label, room_right_of(arrow.from) - loop_px, arrow.tone);
      planned.text.x = x(arrow.from) + loop_px + 6;
      return planned;
    }
    const double side = arrow.from < arrow.to ? 1 : -1;  // the text stands in the gap next to the sender
    planned.text = side_text(arrow.label, column_px_ - 2 * near_px, arrow.tone);
    planned.text.x = x(arrow.from) + side * column_px_ / 2 - planned.text.width / 2;
    planned.text.align = Align::centre;
    return planned;
  }

  Extent extent_of(const SequenceArrow& arrow, const Text& text) const {
    if (arrow.from == arrow.to) return {x(arrow.from) - 4, text.x + text.width};
    return {std::min(x(arrow.from), x(arrow.to)), std::max(x(arrow.from), x(arrow.to))};
  }

  // Returns its row: the next one is never above it.
  std::size_t plan_level_arrow(std::size_t index, std::size_t from) {
    const SequenceArrow& arrow = chart_.arrows[index];
    Planned planned = start_arrow(index);
    planned.row = rows_.take_from(from, extent_of(arrow, planned.text));
    planned.end_row = planned.row;
    const double half = planned.text.height() / 2;
    if (arrow.from == arrow.to) rows_.need(planned.row, half, std::max(half, 14.0));
    if (arrow.from != arrow.to) rows_.need(planned.row, planned.text.height() + 7, 9);
    arrows_.push_back(planned);
    return planned.row;
  }

  // From `first` on, in the topmost row below which nothing is in its way.
  void plan_sloped_arrow(std::size_t index, std::size_t first) {
    Planned planned = start_arrow(index);
    const Extent extent = extent_of(chart_.arrows[index], planned.text);
    const std::size_t row = rows_.take_last(first, extent);
    rows_.need(row, planned.text.height() + 7, 9);
    planned.row = row;
    planned.end_row = pending;
    arrows_.push_back(planned);
  }

  std::size_t plan_note(std::size_t index, std::size_t first) {
    const SequenceNote& note = chart_.notes[index];
    Planned planned = {.index = index,
                       .text = side_text(note.label, room_right_of(note.lifeline), note.tone)};
    planned.text.x = x(note.lifeline) + pad_px;
    planned.row = rows_.take_from(first, {x(note.lifeline) + 1, planned.text.x + planned.text.width});
    rows_.need(planned.row, planned.text.height() / 2 + 1, planned.text.height() / 2 + 1);
    notes_.push_back(planned);
    return planned.row;
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
      planned.row =
          rows_.take_from(first, {planned.text.x - 2, planned.text.x + width + (left ? beside - 1 : 0)});
      rows_.need(planned.row, planned.text.height() / 2 + 1, planned.text.height() / 2 + 1);
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
      y = rows_.set_top(i, y);
    }
    layout_.bottom_px = y + 10;
  }

  Layout finish() {
    const std::vector<std::string> labels = format_instants(instants_.all());
    for (std::size_t i = 0; i < instants_.all().size(); ++i)
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
    if (end == planned.row + 1) {  // follow the slope, as far as its text's upper corner allows
      const double run = (column_px_ - planned.text.width) / 2 / std::abs(arrow.x2 - arrow.x1);
      planned.text.y += run * (arrow.y2 - arrow.y1);
    }
    arrow.text = std::move(planned.text);
    layout_.arrows.push_back(std::move(arrow));
  }

  void finish_span(Planned& planned) {
    const SequenceSpan& data = chart_.spans[planned.index];
    const double bar_x = x(data.lifeline) - lane_px * static_cast<double>(lanes_[planned.index]);
    const bool open = !std::isfinite(data.to_s);
    const double end = open ? layout_.bottom_px : rows_[first_row_[instants_.index_of(data.to_s)]].y;
    planned.text.y = rows_[planned.row].y - planned.text.height() / 2;
    layout_.bars.push_back({bar_x, rows_[planned.end_row].y, end, data.tone, std::move(planned.text)});
  }

  static constexpr std::size_t pending = static_cast<std::size_t>(-1);

  const SequenceChart& chart_;
  Layout layout_;
  double column_px_ = 0;
  Instants instants_;
  std::vector<std::size_t> first_row_;  // of each instant
  Rows rows_;
  std::vector<std::size_t> lanes_;  // of each span: 0 is on the lifeline
  std::vector<Planned> arrows_;
  std::vector<Planned> notes_;
  std::vector<Planned> spans_;
};

}  // namespace

Layout lay_out(const SequenceChart& chart) { return Planner(chart).plan(); }

}  // namespace lastseen::plots::sequence
