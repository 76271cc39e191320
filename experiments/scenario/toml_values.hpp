// Internal: part of scenario.hpp.
// Values of a TOML file as the one table of parameters takes them: text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lastseen/experiments/scenario/toml.hpp>

namespace lastseen::experiments {

/// Keys and values in the order of the file, for messages and because some values need it: toml++ sorts a
/// table by its keys, which puts p100 of { quantiles = ... } before p50.
std::vector<std::pair<std::string_view, const toml::node*>> in_file_order(const toml::table& table);

/// The value as text: tables and arrays become the function form of a distribution,
/// { uniform = ["20s", "30s"] } -> uniform(20s, 30s); true is "yes". What is nested too deeply, and dates, become
/// a text in brackets that no parameter takes.
std::string to_value_text(const toml::node& node, int depth = 0);

}  // namespace lastseen::experiments
