// lastseen init: writes a commented scenario to start from.

#include <fmt/format.h>

#include <filesystem>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/cli/output_file.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

constexpr std::string_view starting_point = R"(# A scenario of lastseen. Run it:   lastseen compare THIS-FILE
# All parameters and their defaults: lastseen list parameters
title = "My app: will the notification reach the user?"
seed = 1
replications = 1000            # sessions per arm
# Ways to lose a notification, and remedies, by name: lastseen list mechanisms, lastseen list remedies
# mechanisms = ["restart"]
# remedies = ["health-check"]

[session]
duration = "15min"             # the run then goes on until every job is on the screen, for at most `drain`

[jobs]
count = 5
at = { uniform = ["0s", "session.duration"] }

[network]
latency = { lognormal = { median = "38ms", p95 = "120ms" } }   # one way

[connection]
owner = "app"                  # "view" with opens_at = "on-submission": opened by each submission
opens_at = "0s"

[ping]
interval = "30s"

[registry]
refresh_on = "connect"         # the bug: pings do not refresh LastSeen
cleanup_timeout = "60s"
cleanup_interval = "30s"
check_timeout = "5min"

[worker]
processing_time = { uniform = ["20s", "30s"] }

[polling]
interval = "5s"
stops_when = "done"            # "connected": stops as soon as the socket looks connected

# Scripted faults: what goes wrong, and when; without `user`, for every user.
# [[faults]]
# kind = "network-switch"      # background, outage, restart, drop, ... (docs/scenarios.md)
# at = "5min"

# What to compare, in this order; the first is the reference, the last is judged. Keys after [[arms]] belong to that arm.
[[arms]]
name = "before"

[[arms]]
name = "after"
registry.refresh_on = "ping"   # the fix

# Thresholds that judge the last arm; `lastseen compare` exits with 1 if one is missed, 3 if inconclusive.
[targets]
delivery_rate = { at_least = 0.95 }
time_to_ui_mean = { at_most = "2s" }
never_updated = { at_most = 0.01 }

# What `lastseen report` varies, one at a time.
[[factors]]
key = "registry.cleanup_timeout"
title = "Registry cleanup timeout"
levels = ["30s", "60s", "2min", "5min", "15min"]
)";

class InitCommand : public Command {
 public:
  std::string_view name() const override { return "init"; }
  std::string_view summary() const override { return "writes a commented scenario to start from"; }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "init FILE [OPTION...]",
        "Writes a commented scenario to start from: a bug, its fix, targets, and a factor to vary.\n"
        "An existing file is left alone unless --force is given; - writes to stdout.\n\n"
        "Examples:\n"
        "  lastseen init my-scenario.toml\n"
        "  lastseen init - | less");
    line.options().add_options()("force", "overwrite an existing file");
    if (!line.parse(arguments, 1)) return false;
    if (line.words().empty())
      throw InputError("init needs a file name; for example lastseen init my-scenario.toml");
    file_ = OutputFile(line.words()[0], "init");
    std::error_code error;
    if (!file_.is_stdout() && !line.has("force") && std::filesystem::exists(file_.path(), error)) {
      throw InputError(
          fmt::format("init {}: already exists; --force overwrites it", sim::quote(file_.path())));
    }
    return true;
  }

  int run() override {
    file_.write(std::string(starting_point));
    if (!file_.is_stdout()) {
      const std::string& path = file_.path();
      const bool found_by_name = path.find('/') != std::string::npos || path.ends_with(".toml");
      print(fmt::format("{}\nnext: lastseen compare {}{}\n", path, found_by_name ? "" : "./", path));
    }
    return exit_done;
  }

 private:
  OutputFile file_;
};

}  // namespace

std::unique_ptr<Command> make_init_command() { return std::make_unique<InitCommand>(); }

}  // namespace lastseen::cli
