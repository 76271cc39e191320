// The one table of parameters: key, type, default, range, meaning and source of everything that a scenario can set.
// Scenario files, --set, --vary, validation, `lastseen list parameters` and the report all read this table; no other
// place knows a key. A parameter is added to the part of its section, parameters_of_*.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/models/settings.hpp>

namespace lastseen::models {

struct Parameter {
  std::string key;      ///< section.name
  std::string type;     ///< duration, distribution, count, probability, yes/no, choice, list of distributions
  std::string allowed;  ///< the range or the choices, in words
  std::string meaning;  ///< one sentence
  std::string source;   ///< where the default comes from

  /// Sets the parameter from text. Throws std::invalid_argument, saying what was given and what is allowed.
  std::function<void(Settings&, std::string_view)> set;
  /// The value as text that `set` takes back.
  std::function<std::string(const Settings&)> get;
  /// The value as a number for the axis of a chart: seconds for times (the median of a distribution), else the number
  /// itself; absent for choices and for values such as "never".
  std::function<std::optional<double>(const Settings&)> axis_value;
  bool is_time = false;          ///< axis_value is in seconds
  bool is_distribution = false;  ///< one or several: a list says the type, where `allowed` tells of all forms

  std::string default_text() const { return get(Settings{}); }
};

/// All parameters, in the order in which they are listed.
const std::vector<Parameter>& parameters();

/// The parameter with this key; null when there is none.
const Parameter* find_parameter(std::string_view key);

std::vector<std::string> parameter_keys();

/// "connection.gives_up_after is now connection.tcp_user_timeout", of a key that an earlier version had; absent of others.
std::optional<std::string> renamed_parameter(std::string_view key);

}  // namespace lastseen::models
