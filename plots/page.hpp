// The parts of a report's page as HTML. page.cpp puts the frame around them, blocks.cpp draws what is in a section.
#pragma once

#include <string>
#include <vector>

#include <lastseen/plots/assets.hpp>
#include <lastseen/plots/document.hpp>

namespace lastseen::plots {

/// The page, with charts if `assets` has the scripts that draw them and with their tables if not.
std::string render_page(const Document& document, const Assets& assets);

/// What the blocks of a page share: the numbers of its figures and tables, and the names of its series.
struct PageState {
  std::vector<std::string> series_names;
  bool charts = false;  ///< line charts can be drawn
  int figures = 0;
  int tables = 0;
};

std::string render_block(const Block& block, PageState& state);

/// A text with a button to copy it (which the page's script adds).
std::string render_command(const std::string& text);

/// What the lines of a chart mean; `series_names` are those of the document.
std::string render_legend(const LineChart& chart, const std::vector<std::string>& series_names);

/// Every value of a chart, as a table: a column for each series where all have the same x, else a row for each point.
std::string render_data_table(const LineChart& chart);

/// Everything that a sequence chart shows, in order, as a table.
std::string render_data_table(const SequenceChart& chart);

}  // namespace lastseen::plots
