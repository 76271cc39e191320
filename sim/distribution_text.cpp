// Reads the text of a distribution: one pass, one function for each kind of parameter list.
//
// The text comes from scenarios and command lines, so it is bounded before it is read: its length, and the
// depth of nesting, which bounds the recursion. What the parameters must satisfy is checked by the factories.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include <lastseen/sim/distribution.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::sim {
namespace {

struct Form {
  std::string_view name;
  std::string_view usage;
};

constexpr std::array forms{Form{"uniform", "uniform(20s, 30s)"},
                           Form{"exponential", "exponential(mean=5s)"},
                           Form{"lognormal", "lognormal(median=38ms, p95=120ms)"},
                           Form{"normal", "normal(mean=5s, sd=1s)"},
                           Form{"weibull", "weibull(shape=1.5, scale=2s)"},
                           Form{"gamma", "gamma(shape=2, mean=5s)"},
                           Form{"loglogistic", "loglogistic(median=2s, shape=3)"},
                           Form{"triangular", "triangular(1s, 2s, 5s)"},
                           Form{"pareto", "pareto(minimum=1s, shape=2.5)"},
                           Form{"quantiles", "quantiles(p0=10ms, p50=40ms, p100=2s)"},
                           Form{"shifted", "shifted(20ms, D)"},
                           Form{"truncated", "truncated(1s, 9s, D)"},
                           Form{"mixture", "mixture(0.9: D, 0.1: D)"}};

[[noreturn]] void fail(const std::string& message) { throw std::invalid_argument(message); }

[[noreturn]] void fail_unknown(std::string_view name) {
  std::vector<std::string> names;
  for (const Form& form : forms) names.emplace_back(form.name);
  fail(fmt::format("there is no distribution {}{}; there are {}, and a bare duration such as \"250ms\"",
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
    const auto* const form =
        std::find_if(forms.begin(), forms.end(), [word](const Form& f) { return f.name == word; });
    if (form == forms.end()) fail_unknown(word);
    rest_.remove_prefix(end + 1);
    return applied_form(*form, depth);
  }

  /// A duration; or a name whose parameters are missing.
  Distribution bare(std::string_view word) {
    for (const Form& form : forms) {
      if (form.name == word)
        fail(fmt::format("the parameters of {} are missing, as in \"{}\"", word, form.usage));
    }
    const bool name = !word.empty() && ((word.front() >= 'a' && word.front() <= 'z') ||
                                        (word.front() >= 'A' && word.front() <= 'Z'));
    if (name) fail_unknown(word);
    return Distribution{duration()};
  }

  Distribution applied_form(const Form& form, int depth) {
    const std::string_view name = form.name;
    if (name == "uniform") {
      const Duration low = leading_duration(form);
      return Distribution::uniform(low, last_duration(form));
    }
    if (name == "triangular") {
      const Duration low = leading_duration(form);
      const Duration mode = leading_duration(form);
      return Distribution::triangular(low, mode, last_duration(form));
    }
    if (name == "quantiles") return quantiles(form);
    if (name == "shifted") {
      const Duration offset = leading_duration(form);
      return Distribution::shifted(offset, last_distribution(form, depth));
    }
    if (name == "truncated") {
      const Duration low = leading_duration(form);
      const Duration high = leading_duration(form);
      return Distribution::truncated(low, high, last_distribution(form, depth));
    }
    if (name == "mixture") return mixture(form, depth);
    return with_named(form, named(form));
  }

  static Distribution with_named(const Form& form, const Named& given) {
    const auto value = [&](std::string_view key, std::string_view other) {
      return value_of(form, given, key, other);
    };
    const auto length = [&](std::string_view key, std::string_view other) {
      return parse_duration(value(key, other));
    };
    const auto number = [&](std::string_view key, std::string_view other) {
      return parse_number(value(key, other), fmt::format("the {} of {}", key, form.name));
    };
    if (form.name == "exponential") return Distribution::exponential(length("mean", "mean"));
    if (form.name == "lognormal")
      return Distribution::lognormal(length("median", "p95"), length("p95", "median"));
    if (form.name == "normal") return Distribution::normal(length("mean", "sd"), length("sd", "mean"));
    if (form.name == "weibull")
      return Distribution::weibull(number("shape", "scale"), length("scale", "shape"));
    if (form.name == "gamma") return Distribution::gamma(number("shape", "mean"), length("mean", "shape"));
    if (form.name == "loglogistic")
      return Distribution::loglogistic(length("median", "shape"), number("shape", "median"));
    return Distribution::pareto(length("minimum", "shape"), number("shape", "minimum"));
  }

  /// The value of one of the two parameters that the form has, each of which must be given once.
  static std::string_view value_of(const Form& form, const Named& given, std::string_view key,
                                   std::string_view other) {
    std::string_view found;
    int count = 0;
    for (const auto& [name, value] : given) {
      if (name == key) {
        found = value;
        ++count;
      } else if (name != other) {
        fail(fmt::format("{} has no parameter {}; write \"{}\"", form.name, quote(name), form.usage));
      }
    }
    if (count == 1) return found;
    fail(fmt::format("{} has {} \"{}\"; write \"{}\"", form.name, count == 0 ? "no" : "more than one", key,
                     form.usage));
  }

  static Distribution quantiles_of(const Form& form, const Named& given) {
    std::vector<std::pair<double, Duration>> points;
    for (const auto& [key, value] : given) {
      if (!key.starts_with('p')) {
        fail(fmt::format("quantiles has no parameter {}; write \"{}\"", quote(key), form.usage));
      }
      points.emplace_back(parse_number(key.substr(1), "the percentile"), parse_duration(value));
    }
    return Distribution::quantiles(std::move(points));
  }

  Distribution quantiles(const Form& form) { return quantiles_of(form, named(form)); }

  Distribution mixture(const Form& form, int depth) {
    std::vector<std::pair<double, Distribution>> parts;
    do {
      const auto colon = rest_.find_first_of(":,()");
      if (colon == std::string_view::npos || rest_[colon] != ':') {
        fail(fmt::format("a weight and \":\" are missing before {}; write \"{}\"", quote(trimmed(rest_)),
                         form.usage));
      }
      const double weight = parse_number(rest_.substr(0, colon), "the weight");
      rest_.remove_prefix(colon + 1);
      parts.emplace_back(weight, distribution(depth + 1));
    } while (more(form));
    return Distribution::mixture(std::move(parts));
  }

  /// key=value, ... up to and including the closing parenthesis.
  Named named(const Form& form) {
    Named result;
    do {
      const std::string_view argument = trimmed(take_token());
      const auto equals = argument.find('=');
      if (equals == std::string_view::npos) {
        fail(fmt::format("{} is not name=value; write \"{}\"", quote(argument), form.usage));
      }
      result.emplace_back(trimmed(argument.substr(0, equals)), trimmed(argument.substr(equals + 1)));
    } while (more(form));
    return result;
  }

  Duration leading_duration(const Form& form) {
    const Duration value = duration();
    if (!more(form)) fail(fmt::format("{} has too few parameters; write \"{}\"", form.name, form.usage));
    return value;
  }

  Duration last_duration(const Form& form) {
    const Duration value = duration();
    if (more(form)) fail(fmt::format("{} has too many parameters; write \"{}\"", form.name, form.usage));
    return value;
  }

  Distribution last_distribution(const Form& form, int depth) {
    Distribution value = distribution(depth + 1);
    if (more(form)) fail(fmt::format("{} has too many parameters; write \"{}\"", form.name, form.usage));
    return value;
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
                     rest_.empty() ? std::string{"the end"} : quote(rest_), form.name, form.usage));
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

}  // namespace lastseen::sim
