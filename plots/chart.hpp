// The chart forms that there are. A new one is a file pair of its own and a line here.
#pragma once

#include <variant>

#include <lastseen/plots/chart_form.hpp>
#include <lastseen/plots/line_chart.hpp>
#include <lastseen/plots/sequence_chart.hpp>

namespace lastseen::plots {

/// A form that lacks a part of chart_form.hpp does not compile here.
template <ChartForm... Forms>
using OneOf = std::variant<Forms...>;

using Chart = OneOf<LineChart, SequenceChart>;

}  // namespace lastseen::plots
