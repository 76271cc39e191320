// Parsing a command's arguments: GNU habits, options never guessed from a prefix, every wrong value named with what is
// allowed. The options that mean the same everywhere are defined here once.
#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::cli {

enum class Format { table, json, csv, markdown };

class CommandLine {
 public:
  /// `usage` follows the program's name; `text` is the description with examples.
  CommandLine(std::string usage, std::string text);

  /// The command's own options, to be added to before parsing.
  boost::program_options::options_description& options() { return options_; }

  // The common options, by group.
  void add_scenario_options();   ///< SCENARIO, --set, --mechanism, --remedy, --seed, --replications
  void add_execution_options();  ///< -j
  void add_confidence_option();  ///< --confidence
  /// --format, the first being the default.
  void add_format_option(std::vector<Format> allowed = {Format::table, Format::json, Format::csv});

  /// Parses. False when --help was given, which is printed. At most `positional_max` words without a dash are taken.
  /// Throws InputError.
  bool parse(const std::vector<std::string>& arguments, std::size_t positional_max);

  bool has(const std::string& option) const { return values_.count(option) > 0; }
  std::optional<std::string> text(const std::string& option) const;
  std::vector<std::string> texts(const std::string& option) const;
  /// A whole number within the range. Throws InputError naming the option, the value and the range.
  std::optional<std::uint64_t> whole_number(const std::string& option, std::uint64_t low,
                                            std::uint64_t high) const;
  const std::vector<std::string>& words() const { return words_; }
  /// The first word, which names the scenario. Throws InputError when there is none.
  const std::string& scenario() const;

  Format format() const;
  unsigned threads() const;
  experiments::Changes changes() const;

 private:
  std::optional<double> confidence() const;
  std::string command() const { return usage_.substr(0, usage_.find(' ')); }

  std::string usage_;
  std::string text_;
  boost::program_options::options_description options_{"Options"};
  boost::program_options::variables_map values_;
  std::vector<Format> formats_;
  std::vector<std::string> words_;
};

}  // namespace lastseen::cli
