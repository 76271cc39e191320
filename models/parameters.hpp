// The one table of parameters: key, type, default, range, meaning and source of everything that a scenario can set.
// Scenario files, --set, --vary, validation, `lastseen list parameters` and the report all read this table; no other
// place knows a key. A parameter is added to the part of its section, parameters_of_*.cpp.
//
//     text --parse--> ParameterValue --assign--> Settings --value--> ParameterValue --text--> text
//
// The parameters of a distribution are parameters too, by a third name: worker.processing_time.high of uniform(20s, 30s).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <lastseen/models/settings.hpp>
#include <lastseen/models/tables.hpp>

namespace lastseen::models {

enum class ParameterType : std::uint8_t {
  duration,
  distribution,
  distributions,  ///< of submission times: one, or one for each job
  count,          ///< a whole number
  number,
  probability,
  choice,  ///< one of choices(); yes or no is one
};

/// How values of a parameter are best spread over its range.
enum class ParameterScale : std::uint8_t { linear, logarithmic };

/// Which one of choices().
struct ChoiceIndex {
  std::size_t index = 0;
  bool operator==(const ChoiceIndex&) const = default;
};

/// A value that a parameter can have; std::monostate where a word such as "never" stands for its absence.
using ParameterValue = std::variant<std::monostate, Duration, std::uint32_t, double, ChoiceIndex,
                                    Distribution, SharedList<SubmissionTime>>;

/// Where a value stands in Settings.
template <class Type>
using FieldOf = Type& (*)(Settings&);

/// A field that has one of a few named values, in the order of its enumerators.
struct ChoiceField {
  std::size_t (*get)(const Settings&);
  void (*set)(Settings&, std::size_t);
  FixedList<std::string_view, 8> names = {};
};

struct Parameter;

/// A parameter of the distribution that another parameter has.
struct DistributionPart {
  const Parameter* whole;
  std::string_view name;  ///< "median"
};

using ParameterField =
    std::variant<FieldOf<Duration>, FieldOf<std::optional<Duration>>, FieldOf<Distribution>,
                 FieldOf<std::optional<Distribution>>, FieldOf<SharedList<SubmissionTime>>,
                 FieldOf<std::uint32_t>, FieldOf<std::optional<std::uint32_t>>, FieldOf<double>, ChoiceField,
                 DistributionPart>;

struct Parameter {
  std::string_view key;      ///< section.name
  std::string_view meaning;  ///< one sentence
  std::string_view source;   ///< where the default comes from
  ParameterType type;
  ParameterField field;
  double low =
      0;  ///< the range of a duration (in seconds), count or number; of a distribution the least median
  double high = 0;             ///< likewise; of a distribution without meaning
  std::string_view word = {};  ///< stands for the absence of a value; empty: it is never absent
  ParameterScale scale = ParameterScale::linear;

  std::string type_text() const;  ///< "duration or never"
  std::string allowed() const;    ///< the range or the choices, in words
  std::vector<std::string> choices() const;
  bool is_distribution() const;  ///< one or several
  bool is_continuous() const;    ///< a duration or number, which set_number sets to anything in its range

  /// Throws std::invalid_argument, saying what was given and what is allowed.
  ParameterValue parse(std::string_view text) const;
  /// As text that `parse` takes back.
  std::string text(const ParameterValue& value) const;
  /// The value is one of this parameter's, from `parse` or `value`. Throws std::invalid_argument for the parameter of a
  /// distribution when the settings have one of another form there, or one that the value contradicts.
  void assign(Settings& settings, const ParameterValue& value) const;
  /// Of the parameter of a distribution that the settings do not have: absent.
  ParameterValue value(const Settings& settings) const;

  void set(Settings& settings, std::string_view text) const { assign(settings, parse(text)); }
  std::string get(const Settings& settings) const { return text(value(settings)); }
  std::string default_text() const { return get(Settings{}); }

  std::optional<double> number(const Settings& settings) const;  ///< number_of the value
  bool number_is_time() const;                                   ///< is in seconds
  /// Sets what is_continuous or a count (to the nearest whole number). Throws std::invalid_argument outside of low..high, and
  /// for what has no numbers.
  void set_number(Settings& settings, double number) const;
};

/// The value as a number: seconds for times (the median of a distribution), else the number itself; absent for choices, lists,
/// and values such as "never".
std::optional<double> number_of(const ParameterValue& value);

/// All parameters, in the order in which they are listed, without those of their distributions.
std::span<const Parameter> parameters();

/// The parameter with this key, or the parameter of a distribution; null when there is none.
const Parameter* find_parameter(std::string_view key);

std::vector<std::string> parameter_keys();

/// "unknown parameter `ping.intervall` (did you mean `ping.interval`?); ...", or what it is called now.
std::string unknown_parameter(std::string_view key);

/// "connection.gives_up_after is now connection.tcp_user_timeout", of a key that an earlier version had; absent of others.
std::optional<std::string> renamed_parameter(std::string_view key);

}  // namespace lastseen::models
