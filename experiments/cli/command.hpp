// A command of the program: setup() parses and validates and leaves everything as it is, run() does the work. What a command
// finds is told by the rooms below; it chooses the format and prints.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lastseen::cli {

/// Exit statuses, the same for all commands.
enum ExitStatus : int {
  exit_done = 0,          ///< done, and targets met where there are any
  exit_missed = 1,        ///< a target missed
  exit_usage = 2,         ///< wrong usage or input
  exit_inconclusive = 3,  ///< the interval straddles a target
  exit_defect = 4,        ///< internal error
  exit_interrupted = 130,
};

class Command {
 public:
  virtual ~Command() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view summary() const = 0;
  /// Throws experiments::InputError. False: help was asked for and printed, there is nothing to run.
  virtual bool setup(const std::vector<std::string>& arguments) = 0;
  virtual int run() = 0;
};

std::unique_ptr<Command> make_run_command();
std::unique_ptr<Command> make_compare_command();
std::unique_ptr<Command> make_sweep_command();
std::unique_ptr<Command> make_report_command();
std::unique_ptr<Command> make_explain_command();
std::unique_ptr<Command> make_init_command();
std::unique_ptr<Command> make_list_command();
std::unique_ptr<Command> make_check_command();

}  // namespace lastseen::cli
