// Internal: the parts of a report's page as HTML. page.cpp puts the frame around them, blocks.cpp renders what is in a
// section, figure.cpp its charts.
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
  bool charts = false;  ///< there are scripts that draw charts
  int figures = 0;
  int tables = 0;
};

std::string render_block(const Block& block, PageState& state);

/// Charts side by side, each a figure with its data table and command.
std::string render_row(const ChartRow& row, PageState& state);

/// A text with a button to copy it (which the page's script adds).
std::string render_command(const std::string& text);

/// Line and mark of each of `series`, which are among `names`, those of the document.
std::string render_legend(const std::vector<std::string>& series, const std::vector<std::string>& names);

std::string render_data_table(const DataTable& table);

}  // namespace lastseen::plots
