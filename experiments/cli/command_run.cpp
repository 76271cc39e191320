// lastseen run: one replication of one arm, told as a timeline and held against the evidence; written as a trace; looked
// into at an instant.

#include <fmt/format.h>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/cli/output_file.hpp>
#include <lastseen/experiments/diagnosis/explanation_json.hpp>
#include <lastseen/experiments/diagnosis/explanation_text.hpp>
#include <lastseen/experiments/diagnosis/why.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/story/inspection.hpp>
#include <lastseen/experiments/story/inspection_json.hpp>
#include <lastseen/experiments/story/replay.hpp>
#include <lastseen/experiments/story/story_text.hpp>
#include <lastseen/experiments/traces/run_csv.hpp>
#include <lastseen/experiments/traces/run_json.hpp>
#include <lastseen/experiments/traces/trace_format.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;
namespace po = boost::program_options;

/// "jsonl (.jsonl), perfetto (.perfetto.json, .json), ...".
std::string formats_text() {
  std::string text;
  for (const TraceFormatText& format : trace_formats()) {
    const std::vector<std::string> suffixes(format.suffixes.begin(), format.suffixes.end());
    text += fmt::format("  {:<11} {:<22} {}\n", format.name, sim::joined(suffixes), format.meaning);
  }
  return text;
}

/// Whose job is asked about.
struct WhyQuestion {
  models::UserId user = 0;
  std::uint32_t job = 1;
};

class RunCommand : public Command {
 public:
  std::string_view name() const override { return "run"; }
  std::string_view summary() const override {
    return "shows one session as a timeline, with the cause of each loss";
  }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "run SCENARIO [OPTION...]",
        "Runs one session of one arm and shows it as a timeline: what happened, what became of each job\n"
        "and why, and whether the run agrees with what the logs say (the scenario's evidence).\n\n"
        "Formats of --trace, by the file's suffix or with --trace-format:\n" +
            formats_text() +
            "\nExamples:\n"
            "  lastseen run field-case-3 --arm before\n"
            "  lastseen run timeline\n"
            "  lastseen run fifteen-minutes --arm before --replication 7 --all\n"
            "  lastseen run field-case-3 --set registry.cleanup_timeout=5min --trace trace.jsonl\n"
            "  lastseen run fifteen-minutes --arm before --why 1\n"
            "  lastseen run field-case-3 --trace - --trace-format server-log\n"
            "  lastseen run field-case-3 --trace - --trace-format mermaid\n"
            "  lastseen run field-case-3 --inspect-at 60s --inspect-at +22s");
    add_options(line);
    if (!line.parse(arguments, 1)) return false;
    const std::string& scenario = line.scenario();
    format_ = line.format();
    choice_.all = line.has("all");
    if (line.has("trace")) file_.emplace(*line.text("trace"), "--trace", scenario);
    trace_format_ = trace_format(line);
    scenario_ = load_scenario(scenario, line.changes());
    replication_ =
        static_cast<std::uint32_t>(line.whole_number("replication", 0, replications_max).value_or(0));
    arm_ = line.text("arm").value_or(scenario_.arms.front().name);
    const models::Settings& settings = scenario_.arm(arm_).settings;
    read_choice(line, settings);
    read_instants(line, settings);
    if (line.has("why")) why_ = read_why(line, scenario_.arm(arm_));
    return true;
  }

  int run() override {
    const Arm& arm = scenario_.arm(arm_);
    // Other ways to look at a run than to tell it go here.
    if (!instants_.empty()) {
      print(inspections_json(scenario_, arm, replication_, inspect(scenario_, arm, replication_, instants_)));
    } else if (why_) {
      explain_job(arm, *why_);
    } else {
      tell(arm);
    }
    return exit_done;
  }

 private:
  static void add_options(CommandLine& line) {
    const auto text = [](const char* value) { return po::value<std::string>()->value_name(value); };
    line.add_scenario_options();
    line.add_format_option();
    line.options().add_options()("arm", text("NAME"), "the arm (default: the first)")(
        "replication", text("N"), "which replication (default: 0)")(
        "all", "show routine pings and polls too; in a Mermaid trace, all jobs instead of one")(
        "trace", text("FILE"), "write a trace to this file; - writes it, and nothing else, to stdout")(
        "trace-format", text("FORMAT"), "format of the trace (default: by the suffix; on stdout jsonl)")(
        "job", text("N"), "job shown in a Mermaid trace (default: the first one lost)")(
        "why", text("JOB"), "explain instead why this job was not delivered, with proof by replays")(
        "user", text("N"), "user shown in the timeline, --why, a Mermaid trace or a client log")(
        "inspect-at", po::value<std::vector<std::string>>()->value_name("TIME"),
        "show instead the registry and the clients' metrics at this time, as JSON; may be repeated");
  }

  void tell(const Arm& arm) const {
    const Replay told = replay(scenario_, arm, replication_);
    if (file_) {
      file_->write(trace_text(trace_format_, scenario_, arm, told, choice_));
      if (file_->is_stdout()) return;
    }
    switch (format_) {
      case Format::json: print(run_json(scenario_, arm, told)); break;
      case Format::csv: print(run_csv(told)); break;
      default: print(story_text(scenario_, arm, told, {.all = choice_.all, .user = story_user(arm)}));
    }
  }

  void explain_job(const Arm& arm, const WhyQuestion& question) const {
    const Explanation explanation = explain(arm, scenario_.seed, replication_, question.user, question.job);
    print(format_ == Format::json ? explanation_json(scenario_, arm, replication_, explanation)
                                  : explanation_text(scenario_, arm, explanation));
  }

  static TraceFormat trace_format(const CommandLine& line) {
    const auto named = line.text("trace-format");
    if (named && !line.has("trace")) throw InputError("--trace-format needs --trace");
    if (named) return trace_format_named(*named, "--trace-format");
    const std::string file = line.text("trace").value_or("-");
    return file == "-" ? TraceFormat::jsonl : trace_format_of(file, "--trace");
  }

  /// Whose story is told: everybody's, unless they are too many for a terminal.
  std::optional<models::UserId> story_user(const Arm& arm) const {
    constexpr std::uint32_t many = 20;
    if (choice_.user || arm.settings.session.users <= many) return choice_.user;
    print_notes(
        {fmt::format("note: this is user 0 of {}; --user N shows another", arm.settings.session.users)});
    return 0;
  }

  void read_choice(const CommandLine& line, const models::Settings& settings) {
    constexpr std::uint64_t any = UINT32_MAX;
    if (const auto job = line.whole_number("job", 1, any)) choice_.job = static_cast<std::uint32_t>(*job);
    if (const auto user = line.whole_number("user", 0, any)) choice_.user = static_cast<std::uint32_t>(*user);
    const bool is_diagram = file_ && trace_format_ == TraceFormat::mermaid;
    if (choice_.job && !is_diagram) throw InputError("--job needs a Mermaid trace (--trace FILE.mmd)");
    check_choice(choice_, settings);
  }

  void read_instants(const CommandLine& line, const models::Settings& settings) {
    const sim::Instant latest = sim::run_start + settings.session.duration + settings.session.drain;
    for (const std::string& text : line.texts("inspect-at")) {
      instants_.push_back(parse_instant(text, scenario_.story, latest, "--inspect-at"));
    }
    if (instants_.empty()) return;
    if (file_) throw InputError("--inspect-at and --trace cannot be combined; run them one after the other");
    if (format_ == Format::csv)
      throw InputError("--inspect-at prints JSON; it cannot be combined with --format csv");
  }

  static WhyQuestion read_why(const CommandLine& line, const Arm& arm) {
    for (const char* other : {"trace", "inspect-at"}) {
      if (line.has(other))
        throw InputError(
            fmt::format("--why and --{} cannot be combined; run them one after the other", other));
    }
    if (line.format() == Format::csv)
      throw InputError("--format csv: not allowed with --why; allowed: table, json");
    if (arm.settings.jobs.count == 0) throw InputError("--why: there are no jobs; jobs.count = 0");
    WhyQuestion question;
    question.job =
        static_cast<std::uint32_t>(line.whole_number("why", 1, arm.settings.jobs.count).value_or(1));
    question.user =
        static_cast<models::UserId>(line.whole_number("user", 0, arm.settings.session.users - 1).value_or(0));
    return question;
  }

  Scenario scenario_;
  std::string arm_;
  std::uint32_t replication_ = 0;
  Format format_ = Format::table;
  std::optional<OutputFile> file_;
  TraceFormat trace_format_ = TraceFormat::jsonl;
  TraceChoice choice_;
  std::vector<sim::Instant> instants_;
  std::optional<WhyQuestion> why_;
};

}  // namespace

std::unique_ptr<Command> make_run_command() { return std::make_unique<RunCommand>(); }

}  // namespace lastseen::cli
