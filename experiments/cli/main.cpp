// The program: finds the command, lets it set up and run, and turns what is thrown into messages and exit statuses.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <new>
#include <vector>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/interrupt.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/runs/version.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/sim/defect.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

std::vector<std::unique_ptr<Command>> all_commands() {
  std::vector<std::unique_ptr<Command>> commands;
  commands.push_back(make_run_command());
  commands.push_back(make_compare_command());
  commands.push_back(make_sweep_command());
  commands.push_back(make_report_command());
  commands.push_back(make_explain_command());
  commands.push_back(make_init_command());
  commands.push_back(make_list_command());
  commands.push_back(make_check_command());
  return commands;
}

std::string usage() {
  std::string text =
      "usage: lastseen COMMAND [OPTION...]\n\n"
      "Simulates the race that costs mobile apps their real-time updates: a connection registry that\n"
      "forgets a connected user because pings do not refresh LastSeen.\n\n"
      "Commands:\n";
  for (const auto& command : all_commands()) {
    text += fmt::format("  {:<9} {}\n", command->name(), command->summary());
  }
  return text +
         "\nExamples:\n"
         "  lastseen run field-case-3 --arm before\n"
         "  lastseen compare fifteen-minutes\n"
         "  lastseen sweep fifteen-minutes --vary registry.cleanup_timeout=30s..120s:30s --replications 500\n"
         "  lastseen report -o lastseen-report.html\n\n"
         "`lastseen COMMAND --help` describes a command. Exit status: 0 done and targets met, 1 a target\n"
         "missed, 2 wrong usage or input, 3 inconclusive, 4 internal error, 130 interrupted.\n";
}

int dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    std::fputs(usage().c_str(), stderr);
    return exit_usage;
  }
  if (arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help") {
    print(usage());
    return exit_done;
  }
  if (arguments[0] == "--version") {
    print(fmt::format("lastseen {}\n", experiments::version));
    return exit_done;
  }
  std::vector<std::string> names;
  for (const auto& command : all_commands()) {
    if (command->name() == arguments[0]) {
      return command->setup({arguments.begin() + 1, arguments.end()}) ? command->run() : exit_done;
    }
    names.emplace_back(command->name());
  }
  throw experiments::InputError(fmt::format("unknown command {}{}; allowed: {}", sim::quote(arguments[0]),
                                            sim::suggestion(arguments[0], names), sim::joined(names)));
}

int guarded(const std::vector<std::string>& arguments) {
  try {
    const int status = dispatch(arguments);
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
      throw experiments::InputError("stdout: cannot be written (disk full, or reader gone?)");
    }
    return status;
  } catch (const experiments::InputError& error) {
    for (const std::string& problem : error.problems()) {
      complain(sim::printable(problem));
    }
    return exit_usage;
  } catch (const std::bad_alloc&) {
    complain(
        "out of memory; use fewer session.users or jobs.count, a shorter session.duration, or fewer "
        "--replications");
    return exit_usage;
  } catch (const std::exception& error) {
    std::string text = fmt::format("internal error, please report it: {}\n  command: lastseen",
                                   sim::printable(error.what()));
    for (const std::string& argument : arguments) text += " " + sim::printable(argument);
    complain(text);
    return exit_defect;
  }
}

/// A standard stream that was closed would give its number to the next file that is opened. Writing to what stands here
/// instead fails, as it should.
void occupy_standard_streams() {
  for (int stream = open("/dev/null", O_RDONLY); stream >= 0; stream = open("/dev/null", O_RDONLY)) {
    if (stream > STDERR_FILENO) {
      close(stream);
      return;
    }
  }
}

}  // namespace
}  // namespace lastseen::cli

int main(int argc, char** argv) {
  lastseen::cli::occupy_standard_streams();
  lastseen::cli::catch_interrupts();
  return lastseen::cli::guarded(std::vector<std::string>(argv + 1, argv + argc));
}
