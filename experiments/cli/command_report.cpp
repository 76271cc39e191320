#include "experiments/cli/command.hpp"
namespace lastseen::cli {
std::unique_ptr<Command> make_report_command() { return make_list_command(); }
}  // namespace lastseen::cli
