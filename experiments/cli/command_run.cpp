// lastseen run: one replication of one arm, told as a timeline and held against the evidence.

#include <fmt/format.h>

#include <set>

#include "experiments/cli/command.hpp"
#include "experiments/cli/command_line.hpp"
#include "experiments/cli/interrupt.hpp"
#include "experiments/cli/output.hpp"
#include "experiments/cli/output_file.hpp"
#include "experiments/problems.hpp"
#include "experiments/story.hpp"

namespace lastseen::cli {
namespace {

using namespace experiments;

Json to_json(const sim::Record& record) {
  return {{"id", record.id},
          {"time_ns", record.time.time_since_epoch().count()},
          {"role", models::name(models::role_of(record))},
          {"index", record.actor.index},
          {"kind", models::name(models::kind_of(record))},
          {"subject",
           {{"type", record.subject.type},
            {"user", record.subject.owner},
            {"number", record.subject.number},
            {"part", record.subject.part}}},
          {"cause", record.cause}};
}

Json instant(sim::Instant value) {
  if (value == sim::never) return nullptr;
  return value.time_since_epoch().count();
}

Json to_json(const models::JobResult& job) {
  return {{"user", job.user},
          {"job", job.job},
          {"submitted_ns", instant(job.submitted)},
          {"accepted_ns", instant(job.accepted)},
          {"completed_ns", instant(job.completed)},
          {"skipped_ns", instant(job.skipped)},
          {"sent_ns", instant(job.sent)},
          {"received_ns", instant(job.received)},
          {"shown_ns", instant(job.shown)},
          {"delivered", job.was_delivered()},
          {"cause", job.cause ? Json(models::text(*job.cause).name) : Json(nullptr)}};
}

class RunCommand : public Command {
 public:
  std::string_view name() const override { return "run"; }
  std::string_view summary() const override {
    return "tells one session as a timeline, with the cause of each loss";
  }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "run SCENARIO [OPTION...]",
        "Runs one session of one arm and tells it as a timeline: what happened, what became of each job\n"
        "and why, and whether the run agrees with what the logs say (the scenario's evidence).\n\n"
        "Examples:\n"
        "  lastseen run field-case-3 --arm before\n"
        "  lastseen run timeline\n"
        "  lastseen run fifteen-minutes --arm before --replication 7 --all\n"
        "  lastseen run field-case-3 --set registry.cleanup_timeout=5min --trace trace.jsonl");
    line.add_scenario_options();
    line.add_format_option();
    line.options().add_options()("arm", boost::program_options::value<std::string>()->value_name("NAME"),
                                 "the arm (default: the first)")(
        "replication", boost::program_options::value<std::string>()->value_name("N"),
        "which session of the scenario (default: 0)")("all", "tell routine pings and polls too")(
        "trace", boost::program_options::value<std::string>()->value_name("FILE"),
        "write all records as JSON lines; - for stdout");
    if (!line.parse(arguments, 1)) return false;
    if (line.words().empty())
      throw InputError("run needs a scenario; `lastseen list scenarios` names the shipped ones");
    format_ = line.format();
    all_ = line.has("all");
    trace_ = line.text("trace").value_or("");
    if (line.has("trace")) file_ = OutputFile(trace_, "--trace", line.words()[0]);
    scenario_ = load_scenario(line.words()[0], line.changes());
    replication_ =
        static_cast<std::uint32_t>(line.whole_number("replication", 0, replications_max).value_or(0));
    arm_ = line.text("arm").value_or(scenario_.arms.front().name);
    scenario_.arm(arm_);
    return true;
  }

  int run() override {
    const Arm& arm = scenario_.arm(arm_);
    const ToldRun told = tell(scenario_, arm, replication_, &interrupted());
    if (!trace_.empty()) {
      std::string lines;
      for (const sim::Record& record : told.records) lines += to_json(record).dump() + "\n";
      file_.write(lines);
      if (trace_ == "-") return exit_done;
    }
    if (format_ == Format::json) {
      print_json(document(arm, told));
    } else if (format_ == Format::csv) {
      print_csv(told);
    } else {
      print_story(arm, told);
    }
    return exit_done;
  }

 private:
  Json document(const Arm& arm, const ToldRun& told) const {
    Json json = {{"schema", "lastseen.run/1"},
                 {"scenario", scenario_.name},
                 {"arm", arm.name},
                 {"seed", told.seed},
                 {"replication", told.replication},
                 {"fingerprint", fingerprint_text(told.fingerprint)}};
    json["jobs"] = Json::array();
    for (const models::JobResult& job : told.result.jobs) json["jobs"].push_back(to_json(job));
    json["evidence"] = Json::array();
    for (std::size_t row = 0; row < scenario_.evidence.size(); ++row) {
      json["evidence"].push_back({{"row", row_text(scenario_.story, scenario_.evidence[row])},
                                  {"doubtful", scenario_.evidence[row].doubtful},
                                  {"agrees", told.agreement.rows[row].agrees},
                                  {"finding", told.agreement.rows[row].finding}});
    }
    json["agrees"] = scenario_.evidence.empty() ? Json(nullptr) : Json(told.agreement.agrees);
    json["records"] = Json::array();
    for (const sim::Record& record : told.records) json["records"].push_back(to_json(record));
    return json;
  }

  static void print_csv(const ToldRun& told) {
    fmt::print("id,time_ns,role,index,kind,user,number,part,cause\n");
    for (const sim::Record& r : told.records) {
      fmt::print("{},{},{},{},{},{},{},{},{}\n", r.id, r.time.time_since_epoch().count(),
                 models::name(models::role_of(r)), r.actor.index, models::name(models::kind_of(r)),
                 r.subject.owner, r.subject.number, r.subject.part, r.cause);
    }
  }

  void print_story(const Arm& arm, const ToldRun& told) const {
    fmt::print("{}\narm {}{}{}, seed {}, replication {}, fingerprint {}\n\n", scenario_.title, arm.name,
               arm.description.empty() ? "" : ": ", arm.description, told.seed, told.replication,
               fingerprint_text(told.fingerprint));
    print_timeline(told);
    fmt::print("\n");
    for (const models::JobResult& job : told.result.jobs) {
      const std::string user = arm.settings.session.users > 1 ? fmt::format("User {}: ", job.user) : "";
      fmt::print("{}{}\n", user, outcome_text(job, told.records, scenario_.story, arm.settings));
    }
    if (!scenario_.evidence.empty()) print_evidence(arm, told);
  }

  void print_timeline(const ToldRun& told) const {
    std::set<sim::RecordId> wanted;  // routine, but evidence asks for it
    for (const RowVerdict& row : told.agreement.rows) {
      if (row.record) wanted.insert(row.record->id);
    }
    std::vector<std::vector<std::string>> rows;
    std::size_t left_out = 0;
    const auto tell_left_out = [&] {
      if (left_out > 0)
        rows.push_back({"", "", "", fmt::format("... {} routine records (--all tells them)", left_out)});
      left_out = 0;
    };
    for (const sim::Record& record : told.records) {
      if (!all_ && is_routine(record) && wanted.count(record.id) == 0) {
        ++left_out;
        continue;
      }
      tell_left_out();
      rows.push_back({story_time(scenario_.story, record.time), clock_time(scenario_.story, record.time),
                      actor_text(record), sentence(record, told.records)});
    }
    tell_left_out();
    if (!scenario_.story.clock) {
      for (auto& row : rows) row.erase(row.begin() + 1);
    }
    fmt::print("{}", aligned(rows, true));
  }

  void print_evidence(const Arm& arm, const ToldRun& told) const {
    fmt::print("\nEvidence:\n");
    std::vector<std::vector<std::string>> rows;
    for (std::size_t index = 0; index < scenario_.evidence.size(); ++index) {
      const EvidenceRow& row = scenario_.evidence[index];
      const RowVerdict& verdict = told.agreement.rows[index];
      std::string doubt = row.doubtful ? " (doubtful, does not count)" : "";
      rows.push_back({verdict.agrees ? "  agrees" : "  CONTRADICTS", row_text(scenario_.story, row) + doubt,
                      verdict.finding});
    }
    fmt::print("{}\n", aligned(rows, true));
    for (const Arm& each : scenario_.arms) {
      const Agreement agreement = each.name == arm.name
                                      ? told.agreement
                                      : tell(scenario_, each, replication_, &interrupted()).agreement;
      fmt::print("Arm {} {} with the evidence", each.name, agreement.agrees ? "agrees" : "does not agree");
      const char* separator = ": ";
      for (std::size_t index = 0; index < scenario_.evidence.size(); ++index) {
        if (agreement.rows[index].agrees || scenario_.evidence[index].doubtful) continue;
        fmt::print("{}{} is logged, {}", separator, row_text(scenario_.story, scenario_.evidence[index]),
                   agreement.rows[index].finding);
        separator = "; ";
      }
      fmt::print(".\n");
    }
  }

  Scenario scenario_;
  std::string arm_;
  std::uint32_t replication_ = 0;
  Format format_ = Format::table;
  bool all_ = false;
  std::string trace_;
  OutputFile file_;
};

}  // namespace

std::unique_ptr<Command> make_run_command() { return std::make_unique<RunCommand>(); }

}  // namespace lastseen::cli
