// What every chart form gives, so that a page, its colours and its data tables need to know none of them. A form is a
// struct with the members below and three functions beside it:
//
//     std::string title, description, command;      the command reproduces the data and may be empty
//
//     series_names(form)         whose colours it shows
//     draw(form, series_names)   how it is seen: a specification in Vega-Lite, or SVG
//     data_table(form)           how it is read where nothing is seen: every value as text
//
// Each form has files of its own, and chart.hpp lists them.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lastseen::plots {

/// Drawn in the page by a script, as wide as its column. In place of a drawing without data, or without the script,
/// the page says so and opens the data table.
struct VegaLite {
  std::string specification;             ///< JSON text, data included
  std::vector<std::string> legend = {};  ///< the series that the legend above the drawing explains
  std::string remark = {};               ///< a sentence below the drawing, e.g. what could not be drawn
  std::string no_data = {};              ///< a sentence in place of the drawing when it has no value to show
};

/// Stands in the page as it is, and can be scrolled where the page is narrower.
struct Svg {
  std::string element;         ///< complete by itself, text escaped
  std::string_view label;      ///< what it is called for those who do not see it, e.g. "Sequence chart"
  std::string_view css_class;  ///< of the figure around it
};

using Drawing = std::variant<VegaLite, Svg>;

struct DataCell {
  std::string text;
  std::vector<std::string> notes = {};  ///< small print below the text; empty ones are left out
  bool absent = false;                  ///< there is no value here: a gap, not a zero
};

/// The values behind a drawing. Every row has as many cells as there are columns; its first cell names it.
struct DataTable {
  std::vector<std::string> columns;
  std::vector<std::vector<DataCell>> rows = {};
  bool prose = false;  ///< the cells hold text rather than figures: flush left
};

template <class T>
concept ChartForm = requires(const T& form, const std::vector<std::string>& names) {
  { form.title } -> std::same_as<const std::string&>;
  {
    form.description
    } -> std::same_as<const std::string&>;  // one sentence: what to see; also the text alternative
  { form.command } -> std::same_as<const std::string&>;
  // The names of its series in their order. A name has the same colour in every chart of a document.
  { series_names(form) } -> std::same_as<std::vector<std::string>>;
  // `names` are those of the document; names of the form that it lacks follow in their order.
  // std::invalid_argument when the form refers to what is not there.
  { draw(form, names) } -> std::convertible_to<Drawing>;
  // Of a form that can be drawn.
  { data_table(form) } -> std::same_as<DataTable>;
};

}  // namespace lastseen::plots
