// Values of parameters: read from text, written, moved in and out of Settings, and as numbers.
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <stdexcept>

#include <lastseen/models/distribution_part.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::models {
namespace {

constexpr std::string_view distribution_forms_text =
    "a duration, uniform(a, b), exponential(mean=), lognormal(median=, p95=), ... (see `lastseen list "
    "distributions`)";

Duration from_seconds(double seconds) { return Duration(std::llround(seconds * 1e9)); }

std::string seconds_text(double seconds) { return sim::to_text(from_seconds(seconds)); }

[[noreturn]] void refuse(const Parameter& parameter, std::string_view given) {
  throw std::invalid_argument(
      fmt::format("{} is not allowed; allowed: {}", sim::quote(given), parameter.allowed()));
}

/// A number of that type within the range; another one, or other text, is refused.
template <class Number>
Number read_number(const Parameter& parameter, std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  if (!is_number || !(value >= parameter.low && value <= parameter.high)) refuse(parameter, text);
  return value;
}

/// Whether it is a parameter of the distribution of submission times.
bool may_name_session(const Parameter& parameter) {
  const auto* part = std::get_if<DistributionPart>(&parameter.field);
  return part && part->whole->type == ParameterType::distributions;
}

Duration read_duration(const Parameter& parameter, std::string_view text) {
  if (may_name_session(parameter) && text == SubmissionTime::session_word) return SubmissionTime::stand_in;
  const Duration value = sim::parse_duration(text);
  const double seconds = sim::to_seconds(value);
  if (seconds < parameter.low || seconds > parameter.high) refuse(parameter, text);
  return value;
}

Distribution read_distribution(const Parameter& parameter, std::string_view text) {
  Distribution value = Distribution::parse(text);
  if (sim::to_seconds(value.quantile(0.5)) < parameter.low) refuse(parameter, text);
  return value;
}

SharedList<SubmissionTime> read_submission_times(std::string_view text) {
  std::vector<SubmissionTime> list;
  for (const std::string& item : sim::split_list(text)) list.push_back(SubmissionTime::parse(item));
  return list;
}

ChoiceIndex read_choice(const Parameter& parameter, std::string_view text) {
  const std::vector<std::string> names = parameter.choices();
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (names[index] == text) return {index};
  }
  throw std::invalid_argument(fmt::format("{} is not allowed; allowed: {}{}", sim::quote(text),
                                          parameter.allowed(), sim::suggestion(text, names)));
}

std::string list_text(const SharedList<SubmissionTime>& list) {
  std::vector<std::string> items;
  for (const SubmissionTime& item : list) items.push_back(item.to_text());
  return sim::joined(items);
}

/// Moves values into a field of Settings.
struct Store {
  Settings& settings;
  const ParameterValue& value;

  template <class Type>
  void operator()(FieldOf<Type> field) const {
    field(settings) = std::get<Type>(value);
  }
  template <class Type>
  void operator()(FieldOf<std::optional<Type>> field) const {
    if (std::holds_alternative<std::monostate>(value)) {
      field(settings) = std::nullopt;
    } else {
      field(settings) = std::get<Type>(value);
    }
  }
  void operator()(const ChoiceField& field) const { field.set(settings, std::get<ChoiceIndex>(value).index); }
  void operator()(const DistributionPart& part) const {
    assign(*part.whole, std::vector<PartValue>{{part.name, value}}, settings);
  }
};

/// And out of it. Fields are functions of a Settings that may be changed, and do not change it.
struct Load {
  Settings& settings;

  template <class Type>
  ParameterValue operator()(FieldOf<Type> field) const {
    return field(settings);
  }
  template <class Type>
  ParameterValue operator()(FieldOf<std::optional<Type>> field) const {
    if (!field(settings)) return std::monostate{};
    return *field(settings);
  }
  ParameterValue operator()(const ChoiceField& field) const { return ChoiceIndex{field.get(settings)}; }
  ParameterValue operator()(const DistributionPart& part) const { return value(part, settings); }
};

}  // namespace

std::string Parameter::type_text() const {
  const auto name = [&]() -> std::string_view {
    switch (type) {
      case ParameterType::duration: return "duration";
      case ParameterType::distribution: return "distribution";
      case ParameterType::distributions: return "distribution, or one for each job";
      case ParameterType::count: return "count";
      case ParameterType::number: return "number";
      case ParameterType::probability: return "probability";
      case ParameterType::choice: return "choice";
    }
    return "";
  }();
  return word.empty() ? std::string(name) : fmt::format("{} or {}", name, word);
}

std::string Parameter::allowed() const {
  const auto values = [&]() -> std::string {
    switch (type) {
      case ParameterType::duration: return fmt::format("{} to {}", seconds_text(low), seconds_text(high));
      case ParameterType::distribution:
        return fmt::format("{}{}", distribution_forms_text,
                           low > 0 ? fmt::format(", at least {}", seconds_text(low)) : "");
      case ParameterType::distributions:
        return fmt::format("{}; {} may stand for a duration; several separated by commas",
                           distribution_forms_text, SubmissionTime::session_word);
      case ParameterType::count: return fmt::format("a whole number from {:.0f} to {:.0f}", low, high);
      case ParameterType::number:
      case ParameterType::probability: return fmt::format("a number from {} to {}", low, high);
      case ParameterType::choice: return sim::joined(choices());
    }
    return "";
  }();
  if (std::holds_alternative<DistributionPart>(field))
    return values + ", within what its distribution allows";
  return word.empty() ? values : fmt::format("{}, or {}", values, word);
}

std::vector<std::string> Parameter::choices() const {
  std::vector<std::string> names;
  if (const auto* choice = std::get_if<ChoiceField>(&field)) {
    for (const std::string_view name : choice->names) names.emplace_back(name);
  }
  return names;
}

bool Parameter::is_distribution() const {
  return type == ParameterType::distribution || type == ParameterType::distributions;
}

bool Parameter::is_continuous() const {
  return type == ParameterType::duration || type == ParameterType::number ||
         type == ParameterType::probability;
}

ParameterValue Parameter::parse(std::string_view text) const {
  if (!word.empty() && text == word) return std::monostate{};
  switch (type) {
    case ParameterType::duration: return read_duration(*this, text);
    case ParameterType::distribution: return read_distribution(*this, text);
    case ParameterType::distributions: return read_submission_times(text);
    case ParameterType::count: return read_number<std::uint32_t>(*this, text);
    case ParameterType::number:
    case ParameterType::probability: return read_number<double>(*this, text);
    case ParameterType::choice: return read_choice(*this, text);
  }
  return {};
}

std::string Parameter::text(const ParameterValue& value) const {
  if (const auto* duration = std::get_if<Duration>(&value)) {
    const bool is_session = may_name_session(*this) && *duration == SubmissionTime::stand_in;
    return is_session ? std::string(SubmissionTime::session_word) : sim::to_text(*duration);
  }
  if (const auto* count = std::get_if<std::uint32_t>(&value)) return fmt::format("{}", *count);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* choice = std::get_if<ChoiceIndex>(&value)) return choices().at(choice->index);
  if (const auto* distribution = std::get_if<Distribution>(&value)) return distribution->to_text();
  if (const auto* list = std::get_if<SharedList<SubmissionTime>>(&value)) return list_text(*list);
  return std::string(word);
}

void Parameter::assign(Settings& settings, const ParameterValue& value) const {
  std::visit(Store{settings, value}, field);
}

ParameterValue Parameter::value(const Settings& settings) const {
  return std::visit(Load{const_cast<Settings&>(settings)}, field);  // NOLINT: see Load
}

std::optional<double> number_of(const ParameterValue& now) {
  if (const auto* duration = std::get_if<Duration>(&now)) return sim::to_seconds(*duration);
  if (const auto* count = std::get_if<std::uint32_t>(&now)) return *count;
  if (const auto* number = std::get_if<double>(&now)) return *number;
  if (const auto* distribution = std::get_if<Distribution>(&now)) {
    return sim::to_seconds(distribution->quantile(0.5));
  }
  return std::nullopt;
}

std::optional<double> Parameter::number(const Settings& settings) const { return number_of(value(settings)); }

bool Parameter::number_is_time() const {
  return type == ParameterType::duration || type == ParameterType::distribution;
}

void Parameter::set_number(Settings& settings, double number) const {
  if (!is_continuous() && type != ParameterType::count) {
    throw std::invalid_argument(
        fmt::format("{} is not a number but a {}; allowed: {}", key, type_text(), allowed()));
  }
  if (!(number >= low && number <= high)) refuse(*this, fmt::format("{}", number));
  if (type == ParameterType::duration) {
    assign(settings, from_seconds(number));
  } else if (type == ParameterType::count) {
    assign(settings, static_cast<std::uint32_t>(std::llround(number)));
  } else {
    assign(settings, number);
  }
}

}  // namespace lastseen::models
