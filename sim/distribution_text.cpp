// Reads the text of a distribution: one pass, one function for each notation of parameters (distribution_forms.hpp).
//
// The text comes from scenarios and command lines, so it is bounded before it is read: its length, and the
// depth of nesting, which bounds the recursion. What the parameters must satisfy is checked by the factories.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/distribution_forms.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::sim {
namespace {

using Form = DistributionForm;
using Kind = Form::Kind;
using Notation = Form::Notation;
using Value = Form::Value;

[[noreturn]] void fail(const std::string& message) { throw std::invalid_argument(message); }

[[noreturn]] void fail_unknown(std::string_view name) {
  std::vector<std::string> names;
  for (const Form& form : distribution_forms()) names.emplace_back(form.name);
  fail(fmt::format("unknown distribution {}{}; allowed: {}, and a bare duration such as \"250ms\"",
                   quote(name), suggestion(name, names), joined(names)));
}

double parse_number(std::string_view text, std::string_view what) {
  const std::string_view digits = trimmed(text);
  double value = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool plain =
      !digits.empty() && digits.front() >= '0' && digits.front() <= '9';  // not "nan", not "-1"
  if (!plain || error != std::errc{} || end != digits.data() + digits.size()) {
    fail(fmt::format("{} is {}; it must be a non-negative decimal number such as 0.9", what, quote(digits)));
  }
  return value;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_{text} {}

  Distribution whole() {
    Distribution result = distribution(1);
    skip_white();
    if (!rest_.empty()) fail(fmt::format("{} follows the end of the distribution", quote(rest_)));
    return result;
  }

  /// Of a canonical text.
  DistributionParts parts() {
    const auto end = rest_.find('(');
    if (end == std::string_view::npos) return {};
    const Form* form = find_distribution_form(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    return {form, values(*form, 1)};
  }

 private:
  using Named = std::vector<std::pair<std::string_view, std::string_view>>;

  Distribution distribution(int depth) {
    if (depth > Distribution::deepest) {
      fail(fmt::format("it is nested deeper than {} levels", Distribution::deepest));
    }
    skip_white();
    if (rest_.empty() || rest_.front() == ',' || rest_.front() == ')') {
      fail(fmt::format("a duration or a distribution is missing before {}",
                       rest_.empty() ? std::string{"the end"} : quote(rest_)));
    }
    const auto end = std::min(rest_.find_first_of("(),:="), rest_.size());
    const std::string_view word = trimmed(rest_.substr(0, end));
    if (end == rest_.size() || rest_[end] != '(') return bare(word);
    const Form* form = find_distribution_form(word);
    if (!form) fail_unknown(word);
    rest_.remove_prefix(end + 1);
    return form->make(values(*form, depth));
  }

  /// A duration; or a name whose parameters are missing.
  Distribution bare(std::string_view word) {
    if (const Form* form = find_distribution_form(word)) {
      fail(fmt::format("the parameters of {} are missing, as in \"{}\"", word, form->example));
    }
    const bool name = !word.empty() && ((word.front() >= 'a' && word.front() <= 'z') ||
                                        (word.front() >= 'A' && word.front() <= 'Z'));
    if (name) fail_unknown(word);
    return Distribution{duration()};
  }

  /// The parameters, up to and including the closing parenthesis.
  std::vector<Value> values(const Form& form, int depth) {
    switch (form.notation) {
      case Notation::by_place: return by_place(form, depth);
      case Notation::by_name: return by_name(form);
      case Notation::percentiles: return percentiles(form);
      case Notation::weights: return weights(form, depth);
    }
    return {};
  }

  std::vector<Value> by_place(const Form& form, int depth) {
    std::vector<Value> result;
    bool is_more = true;
    for (const Form::Parameter& parameter : form.parameters) {
      if (!is_more) fail(fmt::format("{} has too few parameters; write \"{}\"", form.name, form.example));
      if (parameter.kind == Kind::distribution) {
        result.emplace_back(distribution(depth + 1));
      } else {
        result.emplace_back(duration());
      }
      is_more = more(form);
    }
    if (is_more) fail(fmt::format("{} has too many parameters; write \"{}\"", form.name, form.example));
    return result;
  }

  std::vector<Value> by_name(const Form& form) {
    const Named given = named(form);
    std::vector<Value> result;
    for (const Form::Parameter& parameter : form.parameters) {
      const std::string_view text = value_of(form, given, parameter.name);
      if (parameter.kind == Kind::number) {
        result.emplace_back(parse_number(text, fmt::format("the {} of {}", parameter.name, form.name)));
      } else {
        result.emplace_back(parse_duration(text));
      }
    }
    return result;
  }

  /// The value of a parameter, which must be given once, among parameters of the form.
  static std::string_view value_of(const Form& form, const Named& given, std::string_view key) {
    std::string_view found;
    int count = 0;
    for (const auto& [name, value] : given) {
      if (name == key) {
        found = value;
        ++count;
      } else if (std::ranges::find(form.parameters, name, &Form::Parameter::name) == form.parameters.end()) {
        fail(fmt::format("{} has no parameter {}; write \"{}\"", form.name, quote(name), form.example));
      }
    }
    if (count == 1) return found;
    fail(fmt::format("{} has {} \"{}\"; write \"{}\"", form.name, count == 0 ? "no" : "more than one", key,
                     form.example));
  }

  std::vector<Value> percentiles(const Form& form) {
    std::vector<Value> result;
    for (const auto& [key, value] : named(form)) {
      if (!key.starts_with('p')) {
        fail(fmt::format("{} has no parameter {}; write \"{}\"", form.name, quote(key), form.example));
      }
      result.emplace_back(parse_number(key.substr(1), "the percentile"));
      result.emplace_back(parse_duration(value));
    }
    return result;
  }

  std::vector<Value> weights(const Form& form, int depth) {
    std::vector<Value> result;
    do {
      const auto colon = rest_.find_first_of(":,()");
      if (colon == std::string_view::npos || rest_[colon] != ':') {
        fail(fmt::format("a weight and \":\" are missing before {}; write \"{}\"", quote(trimmed(rest_)),
                         form.example));
      }
      result.emplace_back(parse_number(rest_.substr(0, colon), "the weight"));
      rest_.remove_prefix(colon + 1);
      result.emplace_back(distribution(depth + 1));
    } while (more(form));
    return result;
  }

  /// key=value, ... up to and including the closing parenthesis.
  Named named(const Form& form) {
    Named result;
    do {
      const std::string_view argument = trimmed(take_token());
      const auto equals = argument.find('=');
      if (equals == std::string_view::npos) {
        fail(fmt::format("{} is not name=value; write \"{}\"", quote(argument), form.example));
      }
      result.emplace_back(trimmed(argument.substr(0, equals)), trimmed(argument.substr(equals + 1)));
    } while (more(form));
    return result;
  }

  Duration duration() { return parse_duration(trimmed(take_token())); }

  /// The text up to the next comma or parenthesis.
  std::string_view take_token() {
    const std::string_view token = rest_.substr(0, rest_.find_first_of(",()"));
    rest_.remove_prefix(token.size());
    return token;
  }

  /// Takes the comma (true) or the closing parenthesis (false) after a parameter.
  bool more(const Form& form) {
    skip_white();
    if (!rest_.empty() && (rest_.front() == ',' || rest_.front() == ')')) {
      const bool comma = rest_.front() == ',';
      rest_.remove_prefix(1);
      return comma;
    }
    fail(fmt::format("\",\" or \")\" is missing before {} in {}; write \"{}\"",
                     rest_.empty() ? std::string{"the end"} : quote(rest_), form.name, form.example));
  }

  void skip_white() { rest_ = trimmed(rest_); }

  std::string_view rest_;
};

}  // namespace

Distribution Distribution::parse(std::string_view text) {
  try {
    if (text.size() > longest_text) {
      fail(fmt::format("it has {} characters; at most {} are allowed", text.size(), longest_text));
    }
    Distribution result = Parser{text}.whole();
    if (result.to_text().size() > longest_text) {  // it would not be read back
      fail(fmt::format("its canonical text has more than {} characters", longest_text));
    }
    return result;
  } catch (const std::invalid_argument& problem) {
    throw std::invalid_argument(fmt::format("distribution {}: {}", quote(text), problem.what()));
  }
}

DistributionParts parts_of(const Distribution& distribution) {
  const std::string text = distribution.to_text();
  return Parser(text).parts();
}

}  // namespace lastseen::sim
