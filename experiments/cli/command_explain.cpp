// lastseen explain: which mechanisms could have produced what was logged, and which remedies cure which mechanism.

#include <fmt/format.h>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/cli/progress_line.hpp>
#include <lastseen/experiments/diagnosis/mechanism_tables.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

constexpr std::uint32_t default_replications = 400;

class ExplainCommand : public Command {
 public:
  std::string_view name() const override { return "explain"; }
  std::string_view summary() const override {
    return "tests mechanisms against the evidence and against remedies";
  }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "explain [evidence|remedies] [OPTION...]",
        "Two tables over all mechanisms (`lastseen list mechanisms`). evidence: which of them reproduces\n"
        "which of the field logs, over which range of the unknowns, or else which row contradicts it.\n"
        "remedies: the delivery rate of every mechanism with every remedy on the default study. Without an\n"
        "argument: both.\n\n"
        "For one job of one session: lastseen run SCENARIO --why JOB.\n\n"
        "Examples:\n"
        "  lastseen explain evidence\n"
        "  lastseen explain remedies --replications 100 --format csv\n"
        "  lastseen explain evidence --format markdown");
    line.add_execution_options();
    line.add_format_option({Format::table, Format::json, Format::csv, Format::markdown});
    line.options().add_options()("seed", boost::program_options::value<std::string>()->value_name("N"),
                                 "random seed for the table of remedies (default: 1)")(
        "replications", boost::program_options::value<std::string>()->value_name("N"),
        "sessions per cell of the table of remedies (default: 400)");
    if (!line.parse(arguments, 1)) return false;
    format_ = line.format();
    threads_ = line.threads();
    seed_ = line.whole_number("seed", 0, UINT64_MAX).value_or(1);
    replications_ = static_cast<std::uint32_t>(
        line.whole_number("replications", 2, replications_max).value_or(default_replications));
    if (!line.words().empty()) {
      const std::string& topic = line.words()[0];
      if (topic != "evidence" && topic != "remedies") {
        throw InputError(
            fmt::format("unknown table {}{}; allowed: evidence, remedies (of the shipped cases; for a "
                        "scenario of your own: run SCENARIO --mechanism NAME)",
                        sim::quote(topic), sim::suggestion(topic, {"evidence", "remedies"})));
      }
      with_evidence_ = topic == "evidence";
      with_remedies_ = topic == "remedies";
    }
    if (format_ == Format::csv && with_evidence_ && with_remedies_) {
      throw InputError("--format csv: needs one table; allowed: explain evidence, explain remedies");
    }
    return true;
  }

  int run() override {
    MechanismTables tables;
    if (with_evidence_) tables.evidence = run_evidence();
    if (with_remedies_) tables.remedies = run_remedies();
    switch (format_) {
      case Format::table: print(tables_text(tables)); break;
      case Format::json: print(tables_json(tables)); break;
      case Format::csv: print(tables_csv(tables)); break;
      case Format::markdown: print(tables_markdown(tables)); break;
    }
    return exit_done;
  }

 private:
  std::vector<EvidenceCell> run_evidence() const {
    ProgressLine progress("explain evidence", evidence_table_members());
    return evidence_table({.threads = threads_, .progress = &progress});
  }
  RemedyTable run_remedies() const {
    const std::uint64_t cells = remedy_table_rows().size() * remedy_table_columns().size();
    ProgressLine progress("explain remedies", cells * replications_);
    return remedy_table(seed_, replications_, {.threads = threads_, .progress = &progress});
  }

  Format format_ = Format::table;
  unsigned threads_ = 1;
  std::uint64_t seed_ = 1;
  std::uint32_t replications_ = default_replications;
  bool with_evidence_ = true;
  bool with_remedies_ = true;
};

}  // namespace

std::unique_ptr<Command> make_explain_command() { return std::make_unique<ExplainCommand>(); }

}  // namespace lastseen::cli
