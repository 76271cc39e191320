// A report as data: sections of text, tables and charts, and one call that turns it into a single HTML file which opens
// offline. Nothing here knows what the numbers mean; whoever fills a Document formats its own table cells, and gives
// chart values as numbers.
//
//     Document -> render_html() -> one file: text and tables as HTML, charts by Vega-Lite (inlined) or as inline SVG
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <lastseen/plots/chart.hpp>
#include <lastseen/plots/tone.hpp>

namespace lastseen::plots {

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

/// Charts that belong together, of one form or several, set side by side where the page is wide enough.
struct ChartRow {
  std::vector<Chart> charts;
};

using Block = std::variant<Paragraph, Command, Table, ChartRow>;

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

}  // namespace lastseen::plots
