// lastseen compare: all arms under common random numbers, with intervals, pairs and the verdict on the targets.

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/cli/progress_line.hpp>
#include <lastseen/experiments/scenario/arm_doubts.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/study/bounds.hpp>
#include <lastseen/experiments/study/comparison.hpp>
#include <lastseen/experiments/study/comparison_text.hpp>
#include <lastseen/experiments/study/figures_csv.hpp>
#include <lastseen/experiments/study/figures_json.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

class CompareCommand : public Command {
 public:
  std::string_view name() const override { return "compare"; }
  std::string_view summary() const override {
    return "compares all arms side by side, with intervals and a verdict";
  }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "compare SCENARIO [OPTION...]",
        "Runs all arms of a scenario under common random numbers and shows them side by side: responses\n"
        "with intervals (the session is the unit of replication), the paired 2x2 tables against the\n"
        "first arm, causes, and the verdict on the targets, which judge the last arm.\n\n"
        "Examples:\n"
        "  lastseen compare fifteen-minutes\n"
        "  lastseen compare fifteen-minutes --replications 500 --set ping.interval=60s\n"
        "  lastseen compare first-meal --format json");
    line.add_scenario_options();
    line.add_execution_options();
    line.add_confidence_option();
    line.add_format_option();
    if (!line.parse(arguments, 1)) return false;
    const std::string& scenario = line.scenario();
    format_ = line.format();
    threads_ = line.threads();
    const Changes changes = line.changes();
    scenario_ = load_scenario(scenario, changes);
    notes_ = replaced_values(scenario_, changes.keys());
    for (const std::string& doubt : arm_doubts(scenario_.arms)) notes_.push_back("note: " + doubt);
    check_sessions(scenario_, 1);
    check_times(scenario_.arms, scenario_.replications);
    return true;
  }

  int run() override {
    print_notes(notes_);
    const ArmComparison comparison = [&] {
      ProgressLine progress("compare", std::uint64_t{scenario_.replications} * scenario_.arms.size());
      return compare(scenario_, {.threads = threads_, .progress = &progress});
    }();
    switch (format_) {
      case Format::json: print(comparison_json(scenario_, comparison)); break;
      case Format::csv: print(comparison_csv(comparison)); break;
      default: print(comparison_text(scenario_, comparison));
    }
    return exit_status(comparison);
  }

 private:
  static int exit_status(const ArmComparison& comparison) {
    if (comparison.verdicts.empty() || comparison.overall() == Verdict::met) return exit_done;
    return comparison.overall() == Verdict::missed ? exit_missed : exit_inconclusive;
  }

  Scenario scenario_;
  std::vector<std::string> notes_;
  Format format_ = Format::table;
  unsigned threads_ = 1;
};

}  // namespace

std::unique_ptr<Command> make_compare_command() { return std::make_unique<CompareCommand>(); }

}  // namespace lastseen::cli
