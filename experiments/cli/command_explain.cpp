// lastseen explain: which mechanisms could have produced what was logged, and which remedies cure which mechanism.

#include <fmt/format.h>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/explain_text.hpp>
#include <lastseen/experiments/cli/interrupt.hpp>
#include <lastseen/experiments/cli/progress_line.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

constexpr std::uint32_t default_replications = 400;

constexpr const char* introduction = R"(# Mechanisms and remedies

This page is what `lastseen explain --format markdown` prints; a test compares them.

Every way to lose a notification has a name, and so has every remedy. A name is shorthand for settings: `--mechanism
NAME` and `--remedy NAME` apply them to all arms of a scenario, `mechanisms = ["..."]` and `remedies = ["..."]` do in a
scenario file. Mechanisms but those of the missing refresh are shown under the fix, so that what is lost is lost by
them. Their values are chosen to show each plainly in a quarter of an hour, and are not those of your system: set those
beside the name (`--mechanism other-instance --set server.routing=random`). Each has a ready scenario of its name,
which tells one instance of it with scripted instants: `lastseen compare restart`.

)";

constexpr const char* about_evidence = R"(## Which mechanisms could have produced what was logged

`lastseen explain evidence`. For each mechanism and each piece of evidence a family of sessions is run on the case's
settings, while what the logs do not tell is scanned in steps of 1 s (the connection's age at the check, the instant of
a restart, a timeout). The mechanism reproduces the evidence when a session of the family agrees with every row of it
that is not doubtful; the table tells for which values of what was scanned. The cleanup's phase, which no log tells, is
tried in steps of 5 s.

)";

constexpr const char* about_remedies = R"(## Which remedies cure which mechanism

`lastseen explain remedies`: every mechanism with every remedy on the default study (fifteen minutes, five jobs), with
the polling of the logged clients, which stops as soon as the socket looks connected. `none` is the system as it
should be. Cured: the whole interval of the delivery rate is at 95 % or above. Helped or harmed: the interval lies above or
below that of no remedy. Mixed: more is delivered, and more jobs are never shown, because the remedy makes the socket look
connected again, polling stops, and the other notifications still do not come. What a remedy cannot cure here it may
cure together with another.

)";

class ExplainCommand : public Command {
 public:
  std::string_view name() const override { return "explain"; }
  std::string_view summary() const override {
    return "sets mechanisms against the evidence, and against remedies";
  }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "explain [evidence|remedies] [OPTION...]",
        "Two tables over all mechanisms (`lastseen list mechanisms`). evidence: which of them reproduces "
        "which\n"
        "of the field logs, for which range of what the logs do not tell, and else which row contradicts "
        "it.\n"
        "remedies: the delivery rate of every mechanism with every remedy on the default study. Without a\n"
        "word: both.\n\n"
        "For one job of one session: lastseen run SCENARIO --why JOB.\n\n"
        "Examples:\n"
        "  lastseen explain evidence\n"
        "  lastseen explain remedies --replications 100 --format csv\n"
        "  lastseen explain evidence --format markdown");
    line.add_execution_options();
    line.add_format_option({Format::table, Format::json, Format::csv, Format::markdown});
    line.options().add_options()("seed", boost::program_options::value<std::string>()->value_name("N"),
                                 "seed of all chance in the table of remedies (default: 1)")(
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
            fmt::format("there is no table of {}{}; allowed: evidence, remedies (of the shipped cases; for a "
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
    const EvidenceCells evidence = with_evidence_ ? run_evidence() : EvidenceCells();
    const RemedyCells remedies = with_remedies_ ? run_remedies() : RemedyCells();
    switch (format_) {
      case Format::json: print_json(to_json(evidence, remedies)); break;
      case Format::csv:
        fmt::print("{}", with_evidence_ ? evidence_csv(evidence) : remedies_csv(remedies));
        break;
      case Format::markdown: print_markdown(evidence, remedies); break;
      case Format::table:
        if (with_evidence_) fmt::print("{}", evidence_text(evidence));
        if (with_evidence_ && with_remedies_) fmt::print("\n");
        if (with_remedies_) fmt::print("{}", remedies_text(remedies));
        break;
    }
    return exit_done;
  }

 private:
  EvidenceCells run_evidence() const {
    ProgressLine progress("explain evidence", evidence_table_members());
    return evidence_table({.threads = threads_, .progress = &progress, .stop = &interrupted()});
  }
  RemedyCells run_remedies() const {
    const std::uint64_t cells = remedy_table_rows().size() * remedy_table_columns().size();
    ProgressLine progress("explain remedies", cells * replications_);
    return remedy_table(seed_, replications_,
                        {.threads = threads_, .progress = &progress, .stop = &interrupted()});
  }

  Json to_json(const EvidenceCells& evidence, const RemedyCells& remedies) const {
    Json json = {{"schema", "lastseen.explain/1"}};
    if (with_evidence_) json["evidence"] = evidence_json(evidence);
    if (with_remedies_) {
      json["seed"] = seed_;
      json["replications"] = replications_;
      json["remedies"] = remedies_json(remedies);
    }
    return json;
  }

  void print_markdown(const EvidenceCells& evidence, const RemedyCells& remedies) const {
    const bool is_page = with_evidence_ && with_remedies_;
    if (is_page) fmt::print("{}{}", introduction, names_markdown());
    if (with_evidence_) fmt::print("{}{}", is_page ? about_evidence : "", evidence_markdown(evidence));
    if (is_page) fmt::print("\n");
    if (with_remedies_) {
      fmt::print("{}{}", is_page ? about_remedies : "", remedies_markdown(remedies, seed_, replications_));
    }
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
