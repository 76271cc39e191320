// lastseen compare: all arms under common random numbers, with intervals, pairs and the verdict on the targets.

#include <fmt/format.h>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/interrupt.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/cli/progress_line.hpp>
#include <lastseen/experiments/runs/version.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/alerts.hpp>
#include <lastseen/experiments/study/comparison.hpp>
#include <lastseen/experiments/study/figure_text.hpp>
#include <lastseen/experiments/study/verdict_sentence.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

Json to_json(const PairedFigures& pair, const std::string& reference) {
  return {{"arm", pair.arm},
          {"reference", reference},
          {"delivered_in_both", pair.table.both},
          {"only_in_arm", pair.table.only_after},
          {"only_in_reference", pair.table.only_before},
          {"in_neither", pair.table.neither},
          {"difference", estimate_json(pair.difference)},
          {"correlation", number(pair.correlation)},
          {"first_replication_only_in_reference",
           pair.first_only_reference ? Json(*pair.first_only_reference) : Json(nullptr)}};
}

Json to_json(const TargetVerdict& verdict) {
  return {{"response", response_of(verdict.target.response).key},
          {to_text(verdict.target.comparison), number(verdict.target.value)},
          {"verdict", to_text(verdict.verdict)},
          {"alert", verdict.alert ? to_text(*verdict.alert) : ""},
          {"reason", reason_text(verdict)},
          {"estimate", estimate_json(verdict.estimate)}};
}

Json to_json(const Scenario& scenario, const ArmComparison& comparison) {
  Json json = {{"schema", "lastseen.compare/1"},
               {"version", version},
               {"scenario", scenario.name},
               {"seed", scenario.seed},
               {"replications", scenario.replications},
               {"verdict", verdict_sentence(scenario, comparison)}};
  json["arms"] = Json::array();
  for (const ArmFigures& arm : comparison.arms) {
    Json entry = {{"name", arm.name},
                  {"description", arm.description},
                  {"sessions", arm.sessions},
                  {"jobs", arm.jobs},
                  {"delivered", arm.delivered},
                  {"events", arm.events},
                  {"fingerprint", fingerprint_text(arm.fingerprint)}};
    for (const Response& response : responses()) {
      entry["responses"][std::string(response.key)] = estimate_json(arm.estimates[response.id]);
    }
    entry["time_to_ui_max"] = number(arm.time_to_ui_max);
    entry["causes"] = Json::object();
    for (const LostJobs& lost : arm.lost) {
      entry["causes"][lost.cause ? std::string(models::name(*lost.cause)) : "unknown"] = lost.jobs;
    }
    entry["alerts"] = alerts(arm);
    json["arms"].push_back(entry);
  }
  json["pairs"] = Json::array();
  for (const PairedFigures& pair : comparison.pairs) {
    json["pairs"].push_back(to_json(pair, comparison.arms.front().name));
  }
  json["targets"] = Json::array();
  for (const TargetVerdict& verdict : comparison.verdicts) json["targets"].push_back(to_json(verdict));
  return json;
}

std::string to_csv(const ArmComparison& comparison) {
  std::string text = csv_line({"arm", "response", "point", "low", "high", "level", "sessions", "observations",
                               "design_effect", "method"});
  for (const ArmFigures& arm : comparison.arms) {
    for (const Response& response : responses()) {
      const Estimate& e = arm.estimates[response.id];
      text += csv_line({arm.name, std::string(response.key), csv_number(e.point), csv_number(e.low),
                        csv_number(e.high), csv_number(e.confidence), fmt::format("{}", e.clusters),
                        fmt::format("{}", e.observations), csv_number(e.design_effect), e.method});
    }
  }
  return text;
}

std::string figures_table(const ArmComparison& comparison) {
  std::vector<std::vector<std::string>> rows = {{"response (95 % interval)"}};
  for (const ArmFigures& arm : comparison.arms) rows[0].push_back(arm.name);
  const auto add = [&](const std::string& title, auto cell) {
    rows.push_back({title});
    for (const ArmFigures& arm : comparison.arms) rows.back().push_back(cell(arm));
  };
  for (const Response& response : responses()) {
    add(std::string(response.title),
        [&](const ArmFigures& arm) { return figure_text(response, arm).figure; });
    add("", [&](const ArmFigures& arm) { return figure_text(response, arm).note; });
    if (response.id == ResponseId::time_to_ui_p99) {
      add("Time to UI update, max",
          [](const ArmFigures& arm) { return value_text(ResponseUnit::seconds, arm.time_to_ui_max); });
    }
  }
  add("Design effect of delivery", [](const ArmFigures& arm) {
    return fmt::format("{:.2f}", arm.estimates[ResponseId::delivery_rate].design_effect);
  });
  add("Sessions, jobs", [](const ArmFigures& arm) { return fmt::format("{}, {}", arm.sessions, arm.jobs); });
  add("Fingerprint", [](const ArmFigures& arm) { return fingerprint_text(arm.fingerprint); });
  return aligned(rows);
}

std::string points_text(const Estimate& e) {
  const auto points = [](std::optional<double> value) {
    return value ? fmt::format("{:+.2f}", *value * 100) : "?";
  };
  return fmt::format("{} points ({} to {}; {})", points(e.point), points(e.low), points(e.high), e.method);
}

void print_pairs(const Scenario& scenario, const ArmComparison& comparison) {
  const std::string& reference = comparison.arms.front().name;
  for (const PairedFigures& pair : comparison.pairs) {
    fmt::print("\nSame jobs, {} and {}:\n", reference, pair.arm);
    fmt::print(
        "{}",
        aligned({{"  delivered in", "both", "only " + pair.arm, "only " + reference, "neither"},
                 {"  jobs", fmt::format("{}", pair.table.both), fmt::format("{}", pair.table.only_after),
                  fmt::format("{}", pair.table.only_before), fmt::format("{}", pair.table.neither)}}));
    fmt::print("  difference of delivery rates: {}\n", points_text(pair.difference));
    fmt::print("  correlation of the paired sessions: {}\n",
               pair.correlation ? fmt::format("{:.3f}", *pair.correlation) : "none, an arm does not vary");
    if (pair.first_only_reference) {
      fmt::print(
          "  a job delivered in {} and lost in {}: lastseen run {} --arm {} --seed {} --replication {}\n",
          reference, pair.arm, scenario.shell_word(), pair.arm, scenario.seed, *pair.first_only_reference);
    }
  }
}

void print_causes(const ArmComparison& comparison) {
  fmt::print("\nWhy notifications were lost (jobs):\n");
  std::vector<std::vector<std::string>> rows;
  for (const ArmFigures& arm : comparison.arms) {
    std::string text;
    for (const LostJobs& lost : arm.lost) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                          lost.cause ? models::name(*lost.cause) : "not completed by the end of the run",
                          lost.jobs);
    }
    rows.push_back({"  " + arm.name, text.empty() ? "none lost" : text});
  }
  fmt::print("{}", aligned(rows, true));
}

void print_alerts(const ArmComparison& comparison) {
  fmt::print("\nAlerts (the levels of the troubleshooting guide):\n");
  std::vector<std::vector<std::string>> rows;
  for (const ArmFigures& arm : comparison.arms) {
    const std::vector<std::string> raised = alerts(arm);
    rows.push_back({"  " + arm.name, raised.empty() ? "none" : raised.front()});
    for (std::size_t index = 1; index < raised.size(); ++index) rows.push_back({"", raised[index]});
  }
  fmt::print("{}", aligned(rows, true));
}

void print_targets(const ArmComparison& comparison) {
  if (comparison.verdicts.empty()) return;
  fmt::print("\nTargets of arm {} (judged together, Holm):\n", comparison.arms.back().name);
  std::vector<std::vector<std::string>> rows;
  for (const TargetVerdict& verdict : comparison.verdicts) {
    const Response& response = response_of(verdict.target.response);
    rows.push_back({"  " + target_text(verdict.target), to_text(verdict.verdict),
                    value_text(response.unit, verdict.estimate.point),
                    interval_text(response.unit, verdict.estimate), note_text(verdict)});
  }
  fmt::print("{}", aligned(rows, true));
}

class CompareCommand : public Command {
 public:
  std::string_view name() const override { return "compare"; }
  std::string_view summary() const override {
    return "sets all arms side by side, with intervals and a verdict";
  }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "compare SCENARIO [OPTION...]",
        "Runs all arms of a scenario under common random numbers and sets them side by side: responses\n"
        "with 95 % intervals (the session is the unit of replication), the paired 2x2 tables against the\n"
        "first arm, causes, and the verdict on the targets, which judge the last arm.\n\n"
        "Examples:\n"
        "  lastseen compare fifteen-minutes\n"
        "  lastseen compare fifteen-minutes --replications 500 --set ping.interval=60s\n"
        "  lastseen compare first-meal --format json");
    line.add_scenario_options();
    line.add_execution_options();
    line.add_format_option();
    if (!line.parse(arguments, 1)) return false;
    if (line.words().empty()) {
      throw InputError("compare needs a scenario; `lastseen list scenarios` names the shipped ones");
    }
    format_ = line.format();
    threads_ = line.threads();
    const Changes changes = line.changes();
    scenario_ = load_scenario(line.words()[0], changes);
    print_notes(replaced_values(scenario_, changes.keys()));
    return true;
  }

  int run() override {
    const ArmComparison comparison = [&] {
      ProgressLine progress("compare", std::uint64_t{scenario_.replications} * scenario_.arms.size());
      return compare(scenario_, {.threads = threads_, .progress = &progress, .stop = &interrupted()});
    }();
    if (format_ == Format::json) {
      print_json(to_json(scenario_, comparison));
    } else if (format_ == Format::csv) {
      fmt::print("{}", to_csv(comparison));
    } else {
      print_tables(comparison);
    }
    return exit_status(comparison);
  }

 private:
  void print_tables(const ArmComparison& comparison) const {
    fmt::print("{}: {} sessions per arm, seed {}\n\n{}", scenario_.title, scenario_.replications,
               scenario_.seed, figures_table(comparison));
    fmt::print("\n> horizon: not on the screen by the end of the run\n\nArms:\n");
    std::vector<std::vector<std::string>> arms;
    for (const ArmFigures& arm : comparison.arms)
      arms.push_back({"  " + arm.name, sim::printable(arm.description)});
    fmt::print("{}", aligned(arms, true));
    print_pairs(scenario_, comparison);
    print_causes(comparison);
    print_alerts(comparison);
    print_targets(comparison);
    fmt::print("\n{}\n", verdict_sentence(scenario_, comparison));
  }

  static int exit_status(const ArmComparison& comparison) {
    if (comparison.verdicts.empty() || comparison.overall() == Verdict::met) return exit_done;
    return comparison.overall() == Verdict::missed ? exit_missed : exit_inconclusive;
  }

  Scenario scenario_;
  Format format_ = Format::table;
  unsigned threads_ = 1;
};

}  // namespace

std::unique_ptr<Command> make_compare_command() { return std::make_unique<CompareCommand>(); }

}  // namespace lastseen::cli
