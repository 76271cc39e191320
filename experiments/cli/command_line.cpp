#include <lastseen/experiments/cli/command_line.hpp>

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <thread>

#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {

namespace po = boost::program_options;
using experiments::InputError;

namespace {

std::vector<std::string> format_names(const std::vector<Format>& formats) {
  std::vector<std::string> names;
  for (const Format format : formats) {
    names.emplace_back(format == Format::table  ? "table"
                       : format == Format::json ? "json"
                       : format == Format::csv  ? "csv"
                                                : "markdown");
  }
  return names;
}

/// "table (default), json or csv".
std::string listed(const std::vector<std::string>& names) {
  const std::vector<std::string> first(names.begin(), names.end() - 1);
  return sim::joined(first) + " or " + names.back();
}

}  // namespace

CommandLine::CommandLine(std::string usage, std::string text)
    : usage_(std::move(usage)), text_(std::move(text)) {
  options_.add_options()("help,h", "print this help");
}

void CommandLine::add_scenario_options() {
  options_.add_options()("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"),
                         "change a parameter for all arms; may be repeated")(
      "mechanism", po::value<std::vector<std::string>>()->value_name("NAME"),
      "add a mechanism, a way to lose notifications, to all arms (`lastseen list mechanisms`); may be "
      "repeated")(
      "remedy", po::value<std::vector<std::string>>()->value_name("NAME"),
      "apply a remedy to all arms (`lastseen list remedies`), after the mechanisms; may be repeated")(
      "seed", po::value<std::string>()->value_name("N"), "random seed (default: the scenario's)")(
      "replications", po::value<std::string>()->value_name("N"),
      "sessions per arm (default: the scenario's)");
}

void CommandLine::add_execution_options() {
  options_.add_options()("jobs,j", po::value<std::string>()->value_name("N"),
                         "threads (default: one per core); results do not depend on it");
}

void CommandLine::add_confidence_option() {
  options_.add_options()("confidence", po::value<std::string>()->value_name("SHARE"),
                         "confidence of intervals and verdicts (default: 0.95)");
}

void CommandLine::add_format_option(std::vector<Format> allowed) {
  formats_ = std::move(allowed);
  std::vector<std::string> names = format_names(formats_);
  names.front() += " (default)";
  options_.add_options()("format", po::value<std::string>()->value_name("FORMAT"),
                         (listed(names) + ", on stdout").c_str());
}

bool CommandLine::parse(const std::vector<std::string>& arguments, std::size_t positional_max) {
  po::options_description all;
  all.add(options_);
  all.add_options()("word", po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add("word", -1);
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  try {
    const po::parsed_options parsed =
        po::command_line_parser(arguments).options(all).positional(positional).style(style).run();
    for (const auto& option : parsed.options) {  // words have a place, and no name to be called by
      if (option.string_key == "word" && option.position_key < 0) throw po::unknown_option("--word");
    }
    po::store(parsed, values_);
    po::notify(values_);
  } catch (const po::unknown_option& error) {
    std::vector<std::string> names;
    for (const auto& option : options_.options()) names.push_back("--" + option->long_name());
    throw InputError(fmt::format("unknown option {}{}; allowed: {}", sim::quote(error.get_option_name()),
                                 sim::suggestion(error.get_option_name(), names), sim::joined(names)));
  } catch (const po::error& error) {
    throw InputError(fmt::format("{}; see `lastseen {} --help`", error.what(), command()));
  }
  if (has("help")) {
    std::string options = (std::ostringstream() << options_).str();
    print(fmt::format("usage: lastseen {}\n\n{}\n\n{}", usage_, text_, options));
    return false;
  }
  if (has("word")) words_ = values_["word"].as<std::vector<std::string>>();
  if (words_.size() > positional_max) {
    throw InputError(fmt::format("unexpected argument {}; usage: lastseen {}",
                                 sim::quote(words_[positional_max]), usage_));
  }
  return true;
}

std::optional<std::string> CommandLine::text(const std::string& option) const {
  if (!has(option)) return std::nullopt;
  return values_[option].as<std::string>();
}

std::vector<std::string> CommandLine::texts(const std::string& option) const {
  if (!has(option)) return {};
  return values_[option].as<std::vector<std::string>>();
}

std::optional<std::uint64_t> CommandLine::whole_number(const std::string& option, std::uint64_t low,
                                                       std::uint64_t high) const {
  const auto given = text(option);
  if (!given) return std::nullopt;
  std::uint64_t value = 0;
  const char* end = given->data() + given->size();
  const auto [rest, error] = std::from_chars(given->data(), end, value);
  if (error != std::errc{} || rest != end || value < low || value > high) {
    throw InputError(fmt::format("--{} {}: not allowed; allowed: a whole number from {} to {}", option,
                                 sim::quote(*given), low, high));
  }
  return value;
}

const std::string& CommandLine::scenario() const {
  if (!words_.empty()) return words_.front();
  throw InputError(
      fmt::format("{} needs a scenario; `lastseen list scenarios` lists the shipped ones", command()));
}

Format CommandLine::format() const {
  const std::vector<std::string> names = format_names(formats_);
  const std::string given = text("format").value_or(names.front());
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (names[index] == given) return formats_[index];
  }
  throw InputError(fmt::format("--format {}: not allowed; allowed: {}{}", sim::quote(given),
                               sim::joined(names), sim::suggestion(given, names)));
}

std::optional<double> CommandLine::confidence() const {
  const auto given = text("confidence");
  if (!given) return std::nullopt;
  constexpr double low = 0.5, high = 0.9999;
  double value = 0;
  const char* end = given->data() + given->size();
  const auto [rest, error] = std::from_chars(given->data(), end, value);
  if (error != std::errc{} || rest != end || !(value >= low && value <= high)) {
    throw InputError(
        fmt::format("--confidence {}: not allowed; allowed: a number from {} to {}, such as 0.99",
                    sim::quote(*given), low, high));
  }
  return value;
}

unsigned CommandLine::threads() const {
  const auto given = whole_number("jobs", 1, 1024);
  if (given) return static_cast<unsigned>(*given);
  return std::max(1U, std::thread::hardware_concurrency());
}

experiments::Changes CommandLine::changes() const {
  experiments::Changes changes;
  for (const std::string& assignment : texts("set")) {
    changes.set.push_back(experiments::parse_assignment(assignment, "--set"));
  }
  changes.mechanisms = texts("mechanism");
  changes.remedies = texts("remedy");
  changes.seed = whole_number("seed", 0, std::numeric_limits<std::uint64_t>::max());
  if (const auto given = whole_number("replications", 1, experiments::replications_max)) {
    changes.replications = static_cast<std::uint32_t>(*given);
  }
  changes.confidence = confidence();
  return changes;
}

}  // namespace lastseen::cli
