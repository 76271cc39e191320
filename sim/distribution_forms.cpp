#include <lastseen/sim/distribution_forms.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <lastseen/sim/text.hpp>

namespace lastseen::sim {
namespace {

using Form = DistributionForm;
using Kind = Form::Kind;
using Notation = Form::Notation;
using Value = Form::Value;

template <class Type>
constexpr Kind kind_of = std::is_same_v<Type, Duration> ? Kind::duration
                         : std::is_same_v<Type, double> ? Kind::number
                                                        : Kind::distribution;

/// What a factory of Distribution takes, and how it is called with values.
template <auto factory>
struct Factory;

template <class... Type, Distribution (*factory)(Type...)>
struct Factory<factory> {
  static constexpr std::array kinds = {kind_of<Type>...};

  static Distribution make(const std::vector<Value>& values) {
    return call(values, std::index_sequence_for<Type...>());
  }

 private:
  template <std::size_t... index>
  static Distribution call(const std::vector<Value>& values, std::index_sequence<index...>) {
    return factory(std::get<Type>(values.at(index))...);
  }
};

/// The same of a factory that takes any number of pairs.
template <auto factory>
struct PairFactory;

template <class Type, Distribution (*factory)(std::vector<std::pair<double, Type>>)>
struct PairFactory<factory> {
  static Distribution make(const std::vector<Value>& values) {
    std::vector<std::pair<double, Type>> pairs;
    for (std::size_t at = 0; at + 1 < values.size(); at += 2) {
      pairs.emplace_back(std::get<double>(values[at]), std::get<Type>(values[at + 1]));
    }
    return factory(std::move(pairs));
  }
};

std::string_view name_in(std::string_view example) { return example.substr(0, example.find('(')); }

template <auto factory, class... Names>
Form with_parameters(Notation notation, std::string_view example, std::string_view meaning, Names... names) {
  static_assert(sizeof...(Names) == Factory<factory>::kinds.size(), "a name for each parameter");
  Form form = {name_in(example), example, meaning, notation, {}, Factory<factory>::make};
  for (const std::string_view name : {std::string_view(names)...}) {
    form.parameters.push_back({name, Factory<factory>::kinds.at(form.parameters.size())});
  }
  return form;
}

template <auto factory>
constexpr bool takes(Kind kind) {
  return std::ranges::find(Factory<factory>::kinds, kind) != Factory<factory>::kinds.end();
}

template <auto factory, class... Names>
Form by_place(std::string_view example, std::string_view meaning, Names... names) {
  static_assert(!takes<factory>(Kind::number), "by place are durations and distributions");
  return with_parameters<factory>(Notation::by_place, example, meaning, names...);
}

template <auto factory, class... Names>
Form by_name(std::string_view example, std::string_view meaning, Names... names) {
  static_assert(!takes<factory>(Kind::distribution), "by name are durations and numbers");
  return with_parameters<factory>(Notation::by_name, example, meaning, names...);
}

template <auto factory>
Form of_pairs(Notation notation, std::string_view example, std::string_view meaning) {
  return {name_in(example), example, meaning, notation, {}, PairFactory<factory>::make};
}

std::string value_text(const Value& value) {
  if (const auto* duration = std::get_if<Duration>(&value)) return to_text(*duration);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  return std::get<Distribution>(value).to_text();
}

}  // namespace

std::vector<std::string> DistributionForm::settable() const {
  std::vector<std::string> names;
  for (const Parameter& parameter : parameters) {
    if (parameter.kind != Kind::distribution) names.emplace_back(parameter.name);
  }
  return names;
}

const std::vector<DistributionForm>& distribution_forms() {
  using D = Distribution;
  static const std::vector<DistributionForm> table = {
      by_place<&D::uniform>("uniform(20s, 30s)", "between low and high", "low", "high"),
      by_name<&D::exponential>("exponential(mean=5s)", "memoryless", "mean"),
      by_name<&D::lognormal>("lognormal(median=38ms, p95=120ms)", "given by its median and 95th percentile",
                             "median", "p95"),
      by_name<&D::normal>("normal(mean=5s, sd=1s)", "conditioned on not being negative", "mean", "sd"),
      by_name<&D::weibull>("weibull(shape=1.5, scale=2s)", "", "shape", "scale"),
      by_place<&D::triangular>("triangular(1s, 2s, 5s)", "low, mode, high", "low", "mode", "high"),
      by_name<&D::pareto>("pareto(minimum=1s, shape=2.5)", "heavy tail", "minimum", "shape"),
      by_name<&D::gamma>("gamma(shape=2, mean=5s)", "a sum of exponential waits, for a whole shape", "shape",
                         "mean"),
      by_name<&D::loglogistic>("loglogistic(median=2s, shape=3)", "like lognormal, with a heavier tail",
                               "median", "shape"),
      of_pairs<&D::quantiles>(Notation::percentiles, "quantiles(p0=10ms, p50=40ms, p100=2s)",
                              "measured percentiles, interpolated linearly"),
      by_place<&D::shifted>("shifted(20ms, D)", "20 ms plus a draw from D", "by", "of"),
      by_place<&D::truncated>("truncated(1s, 9s, D)", "D, conditioned on lying between", "low", "high", "of"),
      of_pairs<&D::mixture>(Notation::weights, "mixture(0.9: D, 0.1: E)", "D with probability 0.9, else E"),
  };
  return table;
}

const DistributionForm* find_distribution_form(std::string_view name) {
  const auto& forms = distribution_forms();
  const auto found = std::ranges::find(forms, name, &DistributionForm::name);
  return found == forms.end() ? nullptr : &*found;
}

std::string form_text(std::string_view name, const std::vector<Value>& values) {
  const DistributionForm* form = find_distribution_form(name);
  if (!form) throw std::logic_error(fmt::format("unknown form {}", name));
  std::vector<std::string> items;
  for (std::size_t at = 0; at < values.size(); ++at) {
    std::string item = value_text(values[at]);
    switch (form->notation) {
      case Notation::by_place: break;
      case Notation::by_name: item = fmt::format("{}={}", form->parameters.at(at).name, item); break;
      case Notation::percentiles: item = fmt::format("p{}={}", item, value_text(values.at(++at))); break;
      case Notation::weights: item = fmt::format("{}: {}", item, value_text(values.at(++at))); break;
    }
    items.push_back(std::move(item));
  }
  return fmt::format("{}({})", name, joined(items));
}

}  // namespace lastseen::sim
