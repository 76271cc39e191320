#include <lastseen/models/distribution_part.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <stdexcept>

#include <lastseen/sim/distribution_forms.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::models {
namespace {

using Form = sim::DistributionForm;

/// Every parameter that a form has, once: the same name is a duration in all forms that have it, or a number in all.
std::vector<Form::Parameter> named_parts() {
  std::vector<Form::Parameter> parts;
  for (const Form& form : sim::distribution_forms()) {
    for (const Form::Parameter& part : form.parameters) {
      const bool is_known = std::ranges::find(parts, part.name, &Form::Parameter::name) != parts.end();
      if (part.kind != Form::Kind::distribution && !is_known) parts.push_back(part);
    }
  }
  return parts;
}

/// The rows, and the texts that they refer to.
struct Part {
  std::string key;
  std::string meaning;
  Parameter row;
};

// Ranges are those that some form allows (the numbers are shapes); which one the form itself allows, its factory says.
Parameter row_of(const Part& part, const Parameter& whole, const Form::Parameter& named) {
  const bool is_time = named.kind == Form::Kind::duration;
  return {.key = part.key,
          .meaning = part.meaning,
          .source = whole.source,
          .type = is_time ? ParameterType::duration : ParameterType::number,
          .field = DistributionPart{&whole, named.name},
          .low = is_time ? 0 : 0.05,
          .high = is_time ? sim::to_seconds(sim::longest_duration) : 1000};
}

std::deque<Part> all_parts() {
  std::deque<Part> all;
  for (const Parameter& whole : parameters()) {
    if (!whole.is_distribution()) continue;
    for (const Form::Parameter& named : named_parts()) {
      Part& part = all.emplace_back(Part{.key = fmt::format("{}.{}", whole.key, named.name),
                                         .meaning = fmt::format("{} of {}", named.name, whole.key),
                                         .row = whole});
      part.row = row_of(part, whole, named);
    }
  }
  return all;
}

/// Absent: it is never, or there are several.
std::optional<Distribution> distribution_of(const Parameter& whole, const Settings& settings) {
  const ParameterValue value = whole.value(settings);
  if (const auto* distribution = std::get_if<Distribution>(&value)) return *distribution;
  const auto* list = std::get_if<SharedList<SubmissionTime>>(&value);
  if (list && list->size() == 1) return (*list)[0].written();
  return std::nullopt;
}

/// The place of the part among the form's parameters; absent: the form has no such parameter.
std::optional<std::size_t> place(const Form* form, std::string_view name) {
  if (!form) return std::nullopt;
  const auto found = std::ranges::find(form->parameters, name, &Form::Parameter::name);
  if (found == form->parameters.end()) return std::nullopt;
  return static_cast<std::size_t>(found - form->parameters.begin());
}

[[noreturn]] void refuse(const Parameter& whole, std::string_view name, const Settings& settings,
                         const Form* form) {
  const std::vector<std::string> names = form ? form->settable() : std::vector<std::string>();
  throw std::invalid_argument(
      fmt::format("{} is {}{}, which has no {}; its parameters: {}", whole.key, whole.get(settings),
                  distribution_of(whole, settings) && !form ? ", a constant" : "", name,
                  names.empty() ? fmt::format("none; set {} as a whole", whole.key) : sim::joined(names)));
}

}  // namespace

const Parameter* find_distribution_part(std::string_view key) {
  static const std::deque<Part> parts = all_parts();
  const auto found = std::ranges::find(parts, key, &Part::key);
  return found == parts.end() ? nullptr : &found->row;
}

std::string unknown_distribution_part(std::string_view whole, std::string_view name) {
  std::vector<std::string> names;
  std::vector<std::string> keys;
  for (const Form::Parameter& named : named_parts()) {
    names.emplace_back(named.name);
    keys.push_back(fmt::format("{}.{}", whole, named.name));
  }
  return fmt::format(
      "unknown parameter {}{}; {} is a distribution, whose form has some of {}, or none; `lastseen list "
      "distributions` shows which",
      sim::quote(fmt::format("{}.{}", whole, name)), sim::suggestion(name, keys), whole, sim::joined(names));
}

void assign(const Parameter& whole, std::span<const PartValue> values, Settings& settings) {
  const auto distribution = distribution_of(whole, settings);
  auto parts = distribution ? sim::parts_of(*distribution) : sim::DistributionParts{};
  for (const auto& [name, value] : values) {
    const auto at = place(parts.form, name);
    if (!at) refuse(whole, name, settings, parts.form);
    if (const auto* duration = std::get_if<Duration>(&value)) {
      parts.values[*at] = *duration;
    } else {
      parts.values[*at] = std::get<double>(value);
    }
  }
  // By its text, so that what the whole parameter does not allow is refused.
  whole.set(settings, parts.form->make(parts.values).to_text());
}

ParameterValue value(const DistributionPart& part, const Settings& settings) {
  const auto distribution = distribution_of(*part.whole, settings);
  if (!distribution) return std::monostate{};
  const auto parts = sim::parts_of(*distribution);
  const auto at = place(parts.form, part.name);
  if (!at) return std::monostate{};
  if (const auto* duration = std::get_if<Duration>(&parts.values[*at])) return *duration;
  return std::get<double>(parts.values[*at]);
}

}  // namespace lastseen::models
