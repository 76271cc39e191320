// A report as data: sections of text, tables, charts and sequence charts, and one call that turns it into a single
// HTML file which opens offline. Nothing here knows what the numbers mean; whoever fills a Document formats its own
// table cells, and gives chart values as numbers.
//
//     Document -> render_html() -> one file: text and tables as HTML, line charts by Vega-Lite (inlined),
//                                  sequence charts as inline SVG
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lastseen::plots {

enum class Tone { neutral, good, bad, warning };

/// Plain text; always escaped, never HTML.
struct Paragraph {
  std::string text;
  Tone tone = Tone::neutral;
};

/// A command that reproduces what stands above it, shown in a box to copy from.
struct Command {
  std::string text;
};

struct Cell {
  std::string text;
  Tone tone = Tone::neutral;
  std::string note = {};  ///< small print below the text, e.g. an interval
};

/// Rows of cells; every row has as many cells as there are columns. The first column names the row, the others are
/// set flush right.
struct Table {
  std::string caption;
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  bool prose = false;  ///< the cells hold text rather than figures: flush left
};

enum class Unit { number, percent, seconds };  ///< percent: values in [0, 1]; seconds: values in seconds
enum class Scale { linear, logarithmic };

struct Axis {
  std::string title;
  Unit unit = Unit::number;
  Scale scale = Scale::linear;
  std::optional<double> min = {};
  std::optional<double> max = {};
};

/// One observation: y at x, with an interval when there is one. An absent y is a gap ("no data"), not a zero.
struct Point {
  double x = 0;
  std::optional<double> y = {};
  std::optional<double> low = {};
  std::optional<double> high = {};
  std::string note = {};  ///< shown in the tooltip, e.g. "4,000 sessions"
};

struct Series {
  std::string name;  ///< the same name has the same colour in every chart of a document
  std::vector<Point> points;
  bool steps = false;  ///< draw as a right-continuous step function (for distribution functions)
};

/// A labelled reference line: vertical at x or horizontal at y.
struct Rule {
  std::optional<double> x = {};
  std::optional<double> y = {};
  std::string label;
};

struct LineChart {
  std::string title;
  std::string description;  ///< one sentence: what to see; also the text alternative
  Axis x;
  Axis y;
  std::vector<Series> series;
  std::vector<Rule> rules = {};
  std::string command = {};  ///< reproduces the data; shown below the chart
};

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

/// Charts that belong together, set side by side where the page is wide enough.
struct ChartRow {
  std::vector<LineChart> charts;
};
struct SequenceRow {
  std::vector<SequenceChart> charts;
};

using Block = std::variant<Paragraph, Command, Table, ChartRow, SequenceRow>;

struct Section {
  std::string heading;
  std::vector<Block> blocks;
};

/// The key figures beside the verdict, e.g. {"Delivered before", "5.6 %", "5.2 to 6.0 %", Tone::bad}.
struct KeyFigure {
  std::string name;
  std::string value;
  std::string note;
  Tone tone = Tone::neutral;
};

struct Document {
  std::string title;
  std::string subtitle;
  std::string verdict;  ///< one sentence, set large at the top
  Tone verdict_tone = Tone::neutral;
  std::vector<KeyFigure> key_figures;
  std::vector<Section> sections;
};

/// The document as one HTML page that needs nothing else: no network, no other file. Same document, same bytes.
/// std::invalid_argument when a row of a table is not as wide as its columns, or a chart refers to what is not there.
std::string render_html(const Document& document);

/// The chart's Vega-Lite specification, data included, as JSON text. A series' colour, dash and mark come from the
/// position of its name in `series_names` (names that are not there follow in order of appearance), which is how
/// render_html() makes them the same in every chart. std::invalid_argument when two series have the same name.
std::string vega_lite(const LineChart& chart, const std::vector<std::string>& series_names = {});

/// The chart as an SVG element. std::invalid_argument when an arrow, note or span is on no lifeline.
std::string render_svg(const SequenceChart& chart);

}  // namespace lastseen::plots
