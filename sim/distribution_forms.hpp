// The forms in which distributions are written, a row each: text is read and printed from this table, files of scenarios are
// read with it, and a list of what there is is made of it.
//
// A new form is a factory in distribution.hpp, its class in one of the files of shapes, and a row here.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <lastseen/sim/distribution.hpp>

namespace lastseen::sim {

struct DistributionForm {
  using Value = std::variant<Duration, double, Distribution>;
  enum class Kind { duration, number, distribution };  // of a Value, in the order of its alternatives

  /// How the parameters are written.
  enum class Notation {
    by_place,     ///< uniform(20s, 30s): all of them in order
    by_name,      ///< lognormal(median=38ms, p95=120ms): all of them in any order
    percentiles,  ///< quantiles(p0=10ms, p100=2s): any number of percents, each with a duration
    weights,      ///< mixture(0.9: D, 0.1: E): any number of weights, each with a distribution
  };

  struct Parameter {
    std::string_view name;  ///< by place: in a table of a file only
    Kind kind;
  };

  std::string_view name;     ///< "uniform"
  std::string_view example;  ///< "uniform(20s, 30s)"; D and E stand for any distribution
  std::string_view meaning;  ///< a few words; may be empty
  Notation notation;
  std::vector<Parameter> parameters;  ///< of percentiles and weights none

  /// The names of those that can be set one by one, as a duration or number.
  std::vector<std::string> settable() const;

  /// The distribution with these values, in the order of the parameters; of percentiles and weights a number and a value for
  /// each pair. Throws std::invalid_argument, saying what is wrong and what is allowed.
  Distribution (*make)(const std::vector<Value>& values);
};

/// All forms but the bare duration, in the order in which they are listed.
const std::vector<DistributionForm>& distribution_forms();

/// The form with this name; null when there is none.
const DistributionForm* find_distribution_form(std::string_view name);

/// The canonical text of the form with this name and these values, as `make` takes them: "uniform(20s, 30s)".
std::string form_text(std::string_view name, const std::vector<DistributionForm::Value>& values);

/// What a distribution is made of: its form and the values, as `make` takes them; a constant has no form and no values.
struct DistributionParts {
  const DistributionForm* form = nullptr;
  std::vector<DistributionForm::Value> values = {};
};
DistributionParts parts_of(const Distribution& distribution);

}  // namespace lastseen::sim
