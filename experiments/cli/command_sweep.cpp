// lastseen sweep: all arms at every design point.

#include <fmt/format.h>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/interrupt.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/cli/output_file.hpp>
#include <lastseen/experiments/cli/progress_line.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/study/comparison.hpp>
#include <lastseen/experiments/study/figure_text.hpp>
#include <lastseen/experiments/study/sweep.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

/// The responses that a sweep's table shows; CSV and JSON have all.
constexpr ResponseId shown_responses[] = {ResponseId::delivery_rate, ResponseId::time_to_ui_mean,
                                          ResponseId::time_to_ui_p95, ResponseId::never_updated};

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
        "value wins over an arm's own. Intervals are per point, not simultaneous.\n\n"
        "Examples:\n"
        "  lastseen sweep fifteen-minutes --vary registry.cleanup_timeout=30s..120s:30s --replications 500\n"
        "  lastseen sweep first-meal --vary worker.processing_time=0.5s,1s,2s --vary "
        "handshake.duration=300ms,1s\n"
        "  lastseen sweep fifteen-minutes --vary ping.interval=10s..60s:10s --format csv -o sweep.csv");
    line.add_scenario_options();
    line.add_execution_options();
    line.add_format_option();
    line.options().add_options()(
        "vary", boost::program_options::value<std::vector<std::string>>()->value_name("KEY=LEVELS"),
        "a parameter and its levels; may be repeated")("zip", "vary in lockstep instead of all combinations")(
        "dry-run", "show the design points and the sessions, run nothing")(
        "output,o", boost::program_options::value<std::string>()->value_name("FILE"),
        "write there instead of stdout");
    if (!line.parse(arguments, 1)) return false;
    if (line.words().empty()) {
      throw InputError("sweep needs a scenario; `lastseen list scenarios` names the shipped ones");
    }
    format_ = line.format();
    threads_ = line.threads();
    dry_run_ = line.has("dry-run");
    output_ = line.text("output").value_or("-");
    if (line.texts("vary").empty()) {
      throw InputError("sweep needs something to vary; for example --vary ping.interval=10s..60s:10s");
    }
    read_input(line);
    file_ = OutputFile(output_, "--output", line.words()[0]);
    return true;
  }

  int run() override {
    const std::uint64_t sessions =
        std::uint64_t{scenario_.replications} * points_.size() * scenario_.arms.size();
    if (dry_run_) {
      std::vector<std::vector<std::string>> rows = {{"point"}};
      for (const models::Assignment& value : points_.front().values) rows[0].push_back(value.key);
      for (const DesignPoint& point : points_) {
        rows.push_back({fmt::format("{}", rows.size())});
        for (const models::Assignment& value : point.values) rows.back().push_back(value.value);
      }
      fmt::print("{}\n{} points x {} arms x {} replications = {} sessions\n", aligned(rows), points_.size(),
                 scenario_.arms.size(), scenario_.replications, sessions);
      return exit_done;
    }
    std::vector<PointFigures> results;
    {
      ProgressLine progress("sweep", sessions);
      results =
          run_sweep(scenario_, points_, {.threads = threads_, .progress = &progress, .stop = &interrupted()});
    }
    const std::string text = format_ == Format::json  ? json_text(results)
                             : format_ == Format::csv ? csv_text(results)
                                                      : table_text(results);
    file_.write(text);
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
    collect([&] { scenario_ = load_scenario(line.words()[0], line.changes()); });
    for (const std::string& text : line.texts("vary")) {
      collect([&] { variations.push_back(parse_variation(text)); });
    }
    if (!problems.empty()) throw InputError(problems);
    std::vector<std::string> keys;
    for (const Variation& variation : variations) keys.push_back(variation.key);
    print_notes(replaced_values(scenario_, keys));
    points_ = design_points(scenario_, variations, line.has("zip") ? Design::lockstep : Design::factorial);
  }

  std::string table_text(const std::vector<PointFigures>& results) const {
    std::vector<std::vector<std::string>> rows = {{}};
    for (const models::Assignment& value : results.front().point.values) rows[0].push_back(value.key);
    rows[0].emplace_back("arm");
    for (const ResponseId id : shown_responses) {
      rows[0].emplace_back(response_of(id).title);
      rows[0].emplace_back("95 % interval");
    }
    for (const PointFigures& result : results) {
      for (const ArmFigures& arm : result.arms) {
        rows.emplace_back();
        for (const models::Assignment& value : result.point.values) rows.back().push_back(value.value);
        rows.back().push_back(arm.name);
        for (const ResponseId id : shown_responses) {
          FigureText text = figure_text(response_of(id), arm);
          rows.back().push_back(std::move(text.figure));
          rows.back().push_back(std::move(text.note));
        }
      }
    }
    return aligned(rows);
  }

  std::string csv_text(const std::vector<PointFigures>& results) const {
    std::vector<std::string> heading;
    for (const models::Assignment& value : results.front().point.values) heading.push_back(value.key);
    for (const char* name :
         {"arm", "response", "point", "low", "high", "sessions", "observations", "method"}) {
      heading.emplace_back(name);
    }
    std::string text = csv_line(heading);
    for (const PointFigures& result : results) {
      for (const ArmFigures& arm : result.arms) {
        for (const Response& response : responses()) {
          const Estimate& e = arm.estimates[response.id];
          std::vector<std::string> row;
          for (const models::Assignment& value : result.point.values) row.push_back(value.value);
          for (const std::string& cell :
               {arm.name, std::string(response.key), csv_number(e.point), csv_number(e.low),
                csv_number(e.high), fmt::format("{}", e.clusters), fmt::format("{}", e.observations),
                e.method}) {
            row.push_back(cell);
          }
          text += csv_line(row);
        }
      }
    }
    return text;
  }

  std::string json_text(const std::vector<PointFigures>& results) const {
    Json json = {{"schema", "lastseen.sweep/1"},
                 {"scenario", scenario_.name},
                 {"seed", scenario_.seed},
                 {"replications", scenario_.replications},
                 {"points", Json::array()}};
    for (const PointFigures& result : results) {
      Json point = {{"values", Json::object()}, {"arms", Json::array()}};
      for (const models::Assignment& value : result.point.values) point["values"][value.key] = value.value;
      for (const ArmFigures& arm : result.arms) {
        Json entry = {{"name", arm.name}, {"fingerprint", fingerprint_text(arm.fingerprint)}};
        for (const Response& response : responses()) {
          entry["responses"][std::string(response.key)] = estimate_json(arm.estimates[response.id]);
        }
        point["arms"].push_back(entry);
      }
      json["points"].push_back(point);
    }
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  }

  Scenario scenario_;
  std::vector<DesignPoint> points_;
  std::string output_;
  OutputFile file_;
  unsigned threads_ = 1;
  bool dry_run_ = false;
  Format format_ = Format::table;
};

}  // namespace

std::unique_ptr<Command> make_sweep_command() { return std::make_unique<SweepCommand>(); }

}  // namespace lastseen::cli
