// lastseen sweep: all arms at every design point.

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <utility>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/cli/output_file.hpp>
#include <lastseen/experiments/cli/progress_line.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/study/figures_csv.hpp>
#include <lastseen/experiments/study/figures_json.hpp>
#include <lastseen/experiments/study/sweep.hpp>
#include <lastseen/experiments/study/sweep_text.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

class SweepCommand : public Command {
 public:
  std::string_view name() const override { return "sweep"; }
  std::string_view summary() const override {
    return "runs all arms at every combination of varied parameters";
  }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "sweep SCENARIO --vary KEY=LEVELS [OPTION...]",
        "Runs all arms at every combination of the varied parameters (factorial), under common random\n"
        "numbers. LEVELS are values separated by commas, FIRST..LAST:STEP, or FIRST..LAST*FACTOR. A varied\n"
        "value overrides an arm's own. Intervals are per point, not simultaneous.\n\n"
        "Examples:\n"
        "  lastseen sweep fifteen-minutes --vary registry.cleanup_timeout=30s..120s:30s --replications 500\n"
        "  lastseen sweep first-meal --vary worker.processing_time=0.5s,1s,2s --vary "
        "handshake.duration=300ms,1s\n"
        "  lastseen sweep fifteen-minutes --vary worker.processing_time.high=30s..60s:10s --replications "
        "500\n"
        "  lastseen sweep fifteen-minutes --vary ping.interval=10s..60s:10s --format csv -o sweep.csv");
    line.add_scenario_options();
    line.add_execution_options();
    line.add_confidence_option();
    line.add_format_option();
    line.options().add_options()(
        "vary", boost::program_options::value<std::vector<std::string>>()->value_name("KEY=LEVELS"),
        "a parameter and its levels; may be repeated")("zip", "vary in lockstep instead of all combinations")(
        "dry-run", "show the design points and the number of sessions without running them")(
        "output,o", boost::program_options::value<std::string>()->value_name("FILE"),
        "write to this file instead of stdout");
    if (!line.parse(arguments, 1)) return false;
    const std::string& scenario = line.scenario();
    format_ = line.format();
    threads_ = line.threads();
    dry_run_ = line.has("dry-run");
    if (line.texts("vary").empty()) {
      throw InputError("sweep needs a parameter to vary; for example --vary ping.interval=10s..60s:10s");
    }
    read_input(line);
    file_ = OutputFile(line.text("output").value_or("-"), "--output", scenario);
    return true;
  }

  int run() override {
    print_notes(notes_);
    const std::uint64_t sessions =
        std::uint64_t{scenario_.replications} * points_->size() * scenario_.arms.size();
    if (dry_run_) {
      print(fmt::format("{}\n{} x {} x {} = {}\n", points_text(*points_),
                        sim::counted(points_->size(), "point"), sim::counted(scenario_.arms.size(), "arm"),
                        sim::counted(scenario_.replications, "replication"),
                        sim::counted(sessions, "session")));
      return exit_done;
    }
    OutputFile::Pieces pieces(file_);
    const std::unique_ptr<SweepOutput> output = output_to([&](std::string_view piece) { pieces.add(piece); });
    {
      ProgressLine progress("sweep", sessions);
      run_sweep(scenario_, *points_, {.threads = threads_, .progress = &progress},
                [&](const PointFigures& point) { output->add(point); });
    }
    output->finish();
    pieces.finish();
    return exit_done;
  }

 private:
  /// Problems of the scenario and of all --vary options together.
  void read_input(const CommandLine& line) {
    std::vector<std::string> problems;
    const auto collect = [&](auto function) {
      try {
        function();
      } catch (const InputError& error) {
        problems.insert(problems.end(), error.problems().begin(), error.problems().end());
      }
    };
    std::vector<Variation> variations;
    collect([&] { scenario_ = load_scenario(line.scenario(), line.changes()); });
    for (const std::string& text : line.texts("vary")) {
      collect([&] { variations.push_back(parse_variation(text)); });
    }
    if (!problems.empty()) throw InputError(problems);
    std::vector<std::string> keys;
    for (const Variation& variation : variations) keys.push_back(variation.key);
    notes_ = replaced_values(scenario_, keys);
    points_.emplace(scenario_, std::move(variations), line.has("zip") ? Design::lockstep : Design::factorial);
    for (const std::string& doubt : points_->check()) notes_.push_back("note: " + doubt);
  }

  std::unique_ptr<SweepOutput> output_to(Sink sink) const {
    switch (format_) {
      case Format::json: return make_sweep_json(scenario_, std::move(sink));
      case Format::csv: return make_sweep_csv(std::move(sink));
      default: return make_sweep_text(std::move(sink));
    }
  }

  Scenario scenario_;
  std::vector<std::string> notes_;
  std::optional<DesignPoints> points_;
  OutputFile file_;
  unsigned threads_ = 1;
  bool dry_run_ = false;
  Format format_ = Format::table;
};

}  // namespace

std::unique_ptr<Command> make_sweep_command() { return std::make_unique<SweepCommand>(); }

}  // namespace lastseen::cli
