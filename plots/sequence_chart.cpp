// What a sequence chart gives a page: an SVG, drawn by hand. Colours are presentation attributes, so that the element
// is complete by itself; the classes let the page's style sheet set others. Text comes last, each on a patch of
// background, so that no line runs through it.
#include <lastseen/plots/sequence_chart.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include <lastseen/plots/sequence_layout.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace sequence {
namespace {

std::string_view colour(Tone tone) {
  switch (tone) {
    case Tone::good: return "#0a6b45";
    case Tone::bad: return "#b3261e";
    case Tone::warning: return "#7a4f00";
    case Tone::neutral: break;
  }
  return "#30363f";
}

std::string css_class(std::string_view base, Tone tone) {
  const std::string_view added = tone_class(tone);
  return added.empty() ? std::string(base) : fmt::format("{} {}", base, added);
}

std::string_view anchor(Align align) {
  switch (align) {
    case Align::centre: return R"( text-anchor="middle")";
    case Align::right: return R"( text-anchor="end")";
    case Align::left: break;
  }
  return "";
}

class Picture {
 public:
  explicit Picture(const SequenceChart& chart) : chart_(chart), layout_(lay_out(chart)) {
    tall_ = layout_.bottom_px > 560;
    height_ = layout_.bottom_px + (tall_ ? layout_.head_px + 4 : 4);
  }

  std::string svg() {
    add(R"(<svg xmlns="http://www.w3.org/2000/svg" class="sequence" role="img" viewBox="0 0 {:.0f} {:.0f}" )"
        R"(width="{:.0f}" height="{:.0f}" font-family="{}" font-size="{}" aria-label="{}">)",
        width_px, height_, width_px, height_,
        "system-ui, -apple-system, &#39;Segoe UI&#39;, Roboto, &#39;Helvetica Neue&#39;, Arial, sans-serif",
        font_px, escape_html(chart_.title + ". " + chart_.description));
    draw_lifelines();
    for (const Bar& bar : layout_.bars) draw_bar(bar);
    for (const Arrow& arrow : layout_.arrows) draw_arrow(arrow);
    for (const Dot& dot : layout_.dots) {
      add(R"(<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="4" fill="{}"/>)", css_class("dot", dot.tone),
          dot.x, dot.y, colour(dot.tone));
    }
    for (const Bar& bar : layout_.bars) draw_text(bar.text);
    for (const Arrow& arrow : layout_.arrows) draw_text(arrow.text);
    for (const Dot& dot : layout_.dots) draw_text(dot.text);
    draw_times();
    return out_ + "</svg>";
  }

 private:
  template <typename... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void draw_lifelines() {
    for (std::size_t i = 0; i < layout_.lifelines.size(); ++i) {
      const double x = layout_.lifelines[i];
      double from = layout_.head_px;
      for (const Break& gap : layout_.breaks) {
        draw_lifeline(x, from, gap.y1, false);
        draw_lifeline(x, gap.y1, gap.y2, true);
        from = gap.y2;
      }
      draw_lifeline(x, from, layout_.bottom_px, false);
      draw_head(layout_.heads[i], 0);
      if (tall_) draw_head(layout_.heads[i], layout_.bottom_px);
    }
  }

  void draw_lifeline(double x, double y1, double y2, bool gap) {
    add(R"(<path class="lifeline" d="M{:.1f} {:.1f}V{:.1f}" stroke="#b6bdc7" stroke-width="{}"{}/>)", x, y1,
        y2, gap ? 1.6 : 1.2, gap ? R"( stroke-dasharray="1.5 4.5")" : "");
  }

  void draw_head(const Text& head, double top) {
    const double width = head.width + 18;
    const double left = std::clamp(head.x - width / 2, 1.0, std::max(width_px - width - 1, 1.0));
    add(R"(<rect class="head" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="5" fill="#eef1f5" )"
        R"(stroke="#c9d0d9"/>)",
        left, top + 1, width, layout_.head_px - 2);
    const double first = top + layout_.head_px / 2 - head.height() / 2;
    for (std::size_t i = 0; i < head.lines.size(); ++i) {
      add(R"(<text class="ink" x="{:.1f}" y="{:.1f}" text-anchor="middle" font-weight="600" fill="#16191d">{}</text>)",
          left + width / 2, first + line_px * static_cast<double>(i) + 11.5, escape_html(head.lines[i]));
    }
  }

  void draw_bar(const Bar& bar) {
    const double height = std::max(bar.y2 - bar.y1, 3.0);
    add(R"(<rect class="patch" x="{:.1f}" y="{:.1f}" width="7" height="{:.1f}" fill="#fff"/>)", bar.x - 3.5,
        bar.y1, height);
    add(R"(<rect class="{0}" x="{1:.1f}" y="{2:.1f}" width="7" height="{3:.1f}" rx="2" fill="{4}" )"
        R"(fill-opacity="0.35" stroke="{4}"/>)",
        css_class("bar", bar.tone), bar.x - 3.5, bar.y1, height, colour(bar.tone));
  }

  void draw_arrow(const Arrow& arrow) {
    add(R"(<g class="{}{}" stroke="{}" fill="none" stroke-width="1.6">)", css_class("arrow", arrow.tone),
        arrow.lost ? " lost" : "", colour(arrow.tone));
    if (arrow.to_itself) {
      draw_loop(arrow);
    } else {
      draw_straight(arrow);
    }
    add("</g>");
  }

  // A lost arrow breaks off on its way, at a cross.
  void draw_straight(const Arrow& arrow) {
    const double length = std::hypot(arrow.x2 - arrow.x1, arrow.y2 - arrow.y1);
    const double ux = (arrow.x2 - arrow.x1) / length;
    const double uy = (arrow.y2 - arrow.y1) / length;
    const double reach = arrow.lost ? std::min(0.8 * length, length - 24) : length - 3;
    const double x = arrow.x1 + reach * ux;
    const double y = arrow.y1 + reach * uy;
    add(R"(<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}"{}/>)", arrow.x1 + 3 * ux, arrow.y1 + 3 * uy, x, y,
        arrow.lost ? R"( stroke-dasharray="5 3.5")" : "");
    if (arrow.lost) {
      draw_cross(x, y);
    } else {
      draw_head_at(x, y, ux, uy, arrow.tone);
    }
  }

  void draw_loop(const Arrow& arrow) {
    add(R"(<path d="M{:.1f} {:.1f}h24V{:.1f}h{}"{}/>)", arrow.x1 + 3, arrow.y1, arrow.y2,
        arrow.lost ? -8 : -22, arrow.lost ? R"( stroke-dasharray="5 3.5")" : "");
    if (arrow.lost) {
      draw_cross(arrow.x1 + 17, arrow.y2);
    } else {
      draw_head_at(arrow.x1 + 4, arrow.y2, -1, 0, arrow.tone);
    }
  }

  void draw_cross(double x, double y) {
    add(R"(<path class="cross" d="M{0:.1f} {1:.1f}l10 10m0 -10l-10 10" stroke-width="2.4"/>)", x - 5, y - 5);
  }

  void draw_head_at(double x, double y, double ux, double uy, Tone tone) {
    const double back_x = x - 9 * ux;
    const double back_y = y - 9 * uy;
    add(R"(<path class="tip" d="M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z" fill="{}" stroke="none"/>)", x,
        y, back_x - 4 * uy, back_y + 4 * ux, back_x + 4 * uy, back_y - 4 * ux, colour(tone));
  }

  void draw_text(const Text& text) {
    if (text.width <= 0) return;
    add(R"(<rect class="patch" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="#fff"/>)",
        text.x - 2, text.y, text.width + 4, text.height());
    const double x = text.x + text.width * (text.align == Align::left     ? 0
                                            : text.align == Align::centre ? 0.5
                                                                          : 1);
    for (std::size_t i = 0; i < text.lines.size(); ++i) {
      add(R"(<text class="{}" x="{:.1f}" y="{:.1f}"{} fill="{}">{}</text>)", css_class("ink", text.tone), x,
          text.y + line_px * static_cast<double>(i) + 11.5, anchor(text.align), colour(text.tone),
          escape_html(text.lines[i]));
    }
  }

  void draw_times() {
    for (const TimeLabel& time : layout_.times) {
      add(R"(<text class="time" x="{:.1f}" y="{:.1f}" text-anchor="end" fill="#5a6472">{}</text>)",
          layout_.margin_px, time.y + 4, escape_html(time.text));
    }
    for (const Break& gap : layout_.breaks) {
      const double y = (gap.y1 + gap.y2) / 2;
      add(R"(<path class="gap" d="M{0:.1f} {1:.1f}l5 -9m3 9l5 -9" stroke="#5a6472" fill="none" stroke-width="1.3"/>)",
          6.0, y + 4.5);
      add(R"(<text class="time" x="{:.1f}" y="{:.1f}" text-anchor="end" font-size="11" font-style="italic" )"
          R"(fill="#5a6472">{}</text>)",
          layout_.margin_px, y + 4, gap.text);
    }
  }

  const SequenceChart& chart_;
  Layout layout_;
  bool tall_ = false;  // heads again at the bottom
  double height_ = 0;
  std::string out_;
};

struct Event {
  double at_s = 0;
  std::string where;
  std::string what;
  std::string until;
};

std::string exact_time(double at_s) { return fmt::format("{:+.3f} s", at_s + 0.0); }

std::vector<Event> events_of(const SequenceChart& chart) {
  std::vector<Event> events;
  const auto name = [&](int lifeline) { return chart.lifelines.at(static_cast<std::size_t>(lifeline)); };
  for (const SequenceArrow& arrow : chart.arrows) {
    events.push_back(
        {arrow.sent_s, name(arrow.from) + " \u2192 " + name(arrow.to), arrow.label,
         arrow.received_s ? "received " + exact_time(*arrow.received_s) : "lost: never received"});
  }
  for (const SequenceNote& note : chart.notes)
    events.push_back({note.at_s, name(note.lifeline), note.label, ""});
  for (const SequenceSpan& span : chart.spans) {
    events.push_back({span.from_s, name(span.lifeline), span.label, "until " + exact_time(span.to_s)});
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.at_s < b.at_s; });
  return events;
}

}  // namespace
}  // namespace sequence

std::vector<std::string> series_names(const SequenceChart& /*chart*/) { return {}; }

Svg draw(const SequenceChart& chart, const std::vector<std::string>& /*names*/) {
  return {.element = sequence::Picture(chart).svg(), .label = "Sequence chart", .css_class = "sequence"};
}

DataTable data_table(const SequenceChart& chart) {
  DataTable table = {.columns = {"Time", "Where", "What", "Until"}, .prose = true};
  for (const sequence::Event& event : sequence::events_of(chart)) {
    table.rows.push_back({{sequence::exact_time(event.at_s)}, {event.where}, {event.what}, {event.until}});
  }
  return table;
}

}  // namespace lastseen::plots
