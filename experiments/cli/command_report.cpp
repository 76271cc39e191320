// lastseen report: the design review as one HTML file.

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/cli/output_file.hpp>
#include <lastseen/experiments/cli/progress_line.hpp>
#include <lastseen/experiments/review/review.hpp>
#include <lastseen/experiments/scenario/arm_doubts.hpp>
#include <lastseen/experiments/study/bounds.hpp>
#include <lastseen/plots/document.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

/// The default study, and the one beside it whose factors it shows as well.
constexpr const char* default_study = "fifteen-minutes";
constexpr const char* connect_race_study = "first-meal";

class ReportCommand : public Command {
 public:
  std::string_view name() const override { return "report"; }
  std::string_view summary() const override { return "writes the design review as one HTML file"; }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "report [SCENARIO] [OPTION...]",
        "Runs a scenario and writes its design review as one HTML file that opens offline: verdict, arms\n"
        "side by side, pairs, charts for every factor, one session step by step, definitions, method.\n"
        "Without a scenario: the default study of this project (fifteen-minutes, with first-meal's factors\n"
        "and the field cases). Exit status 0 when the report is written.\n\n"
        "Examples:\n"
        "  lastseen report -o lastseen-report.html\n"
        "  lastseen report first-meal -o first-meal.html --replications 500");
    line.add_scenario_options();
    line.add_execution_options();
    line.add_confidence_option();
    line.options().add_options()("output,o", boost::program_options::value<std::string>()->value_name("FILE"),
                                 "output file (default: lastseen-report.html); - writes to stdout");
    if (!line.parse(arguments, 1)) return false;
    threads_ = line.threads();
    const bool is_default = line.words().empty();
    plan_.scenario = load_scenario(is_default ? default_study : line.words()[0], line.changes());
    if (is_default) plan_.beside = load_scenario(connect_race_study, line.changes());
    plan_.with_field_cases = is_default;
    check_sessions(plan_.scenario, 1);
    check_times(plan_.scenario.arms, plan_.scenario.replications);
    file_ = OutputFile(line.text("output").value_or("lastseen-report.html"), "--output",
                       is_default ? "" : line.words()[0]);
    return true;
  }

  int run() override {
    for (const std::string& doubt : arm_doubts(plan_.scenario.arms)) complain("note: " + doubt);
    plan_.with_story = story_can_be_told(plan_.scenario);
    if (!plan_.with_story) complain(story_left_out());
    const plots::Document document = [&] {
      ProgressLine progress("report", review_sessions(plan_));
      return review(plan_, {.threads = threads_, .progress = &progress});
    }();
    file_.write(plots::render_html(document));
    if (!file_.is_stdout()) print(document.verdict + "\n" + file_.path() + "\n");
    return exit_done;
  }

 private:
  ReviewPlan plan_;
  OutputFile file_;
  unsigned threads_ = 1;
};

}  // namespace

std::unique_ptr<Command> make_report_command() { return std::make_unique<ReportCommand>(); }

}  // namespace lastseen::cli
