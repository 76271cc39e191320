// Documents for the tests: the smallest that has everything, and one whose every text is hostile.
#pragma once

#include <cstddef>
#include <limits>
#include <string>

#include <lastseen/plots/document.hpp>

namespace lastseen::plots {

/// Would run, load, end its element or hide, if any writer forgot to escape it.
inline const std::string hostile =
    "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> \" onload=\"alert(3) ' & "
    "\xE2\x80\xA8 "
    "\xE2\x80\xAE \xFF";

/// How often the part stands in the text.
inline std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

inline LineChart sample_chart(const std::string& text = "text") {
  LineChart chart = {
      .title = "Title " + text,
      .description = "Description " + text,
      .x = {.title = "Ping interval " + text, .unit = Unit::seconds},
      .y = {.title = "Delivery rate " + text, .unit = Unit::percent, .min = 0.0, .max = 1.0},
      .series = {},
      .rules = {{.x = 20.0, .label = "timeout " + text}, {.y = 0.95, .label = "target " + text}},
      .command = "lastseen sweep " + text};
  chart.series.push_back(
      {.name = "before " + text,
       .points = {{.x = 10, .y = 0.0625, .low = 0.05, .high = 0.075, .note = "note " + text},
                  {.x = 20},
                  {.x = 30, .y = 0.0}}});
  chart.series.push_back(
      {.name = "after", .points = {{.x = 10, .y = 1.0}, {.x = 20, .y = 0.875}, {.x = 30, .y = 1.0}}});
  return chart;
}

inline SequenceChart sample_sequence(const std::string& text = "text") {
  SequenceChart chart = {.title = "Title " + text,
                         .description = "Description " + text,
                         .lifelines = {"App " + text, "Server", "Registry"},
                         .arrows = {},
                         .notes = {},
                         .spans = {},
                         .command = "lastseen run " + text};
  chart.arrows.push_back({.from = 0, .to = 1, .sent_s = 1, .received_s = 1.05, .label = "ping " + text});
  chart.arrows.push_back({.from = 1, .to = 2, .sent_s = 1.05, .received_s = 1.05, .label = "refresh"});
  chart.arrows.push_back({.from = 1, .to = 0, .sent_s = 90, .label = "notify", .tone = Tone::bad});
  chart.notes.push_back({.lifeline = 2, .at_s = 60, .label = "cleanup " + text, .tone = Tone::warning});
  chart.spans.push_back({.lifeline = 2, .from_s = 1, .to_s = 60, .label = "registered " + text});
  return chart;
}

inline Document sample_document(const std::string& text = "text") {
  Document document = {
      .title = "Review " + text,
      .subtitle = "Subtitle " + text,
      .verdict = "Verdict " + text,
      .verdict_tone = Tone::good,
      .key_figures = {{"Delivered " + text, "99.2 % " + text, "99.0 to 99.3 % " + text, Tone::good}},
      .sections = {}};
  const Table table = {.caption = "Caption " + text,
                       .columns = {"Response " + text, "before", "after"},
                       .rows = {{{"Delivery " + text, Tone::neutral, "per job " + text},
                                 {"5.6 %", Tone::bad, "5.2 to 6.0 %"},
                                 {"99.2 %", Tone::good, "99.0 to 99.3 %"}},
                                {{"Jobs"}, {"48,213"}, {"48,214"}}}};
  document.sections.push_back(
      {"Heading " + text,
       {Paragraph{"Paragraph " + text, Tone::warning}, Command{"lastseen " + text}, table}});
  document.sections.push_back(
      {"Charts", {ChartRow{{sample_chart(text)}}, ChartRow{{sample_sequence(text)}}}});
  return document;
}

}  // namespace lastseen::plots
