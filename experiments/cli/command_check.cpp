// lastseen check: validates scenarios without running them.

#include <fmt/format.h>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/formats/column_widths.hpp>
#include <lastseen/experiments/formats/json.hpp>
#include <lastseen/experiments/formats/json_list.hpp>
#include <lastseen/experiments/formats/rows.hpp>
#include <lastseen/experiments/scenario/arm_doubts.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/models/fault_text.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

class CheckCommand : public Command {
 public:
  std::string_view name() const override { return "check"; }
  std::string_view summary() const override { return "validates a scenario and shows what each arm sets"; }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "check SCENARIO [OPTION...]",
        "Validates a scenario without running it. All problems are reported at once, with exit status 2;\n"
        "for a valid scenario, the parameters of each arm that differ from the defaults are shown.\n\n"
        "Examples:\n"
        "  lastseen check my-scenario.toml\n"
        "  lastseen check fifteen-minutes --set ping.interval=10s");
    line.add_scenario_options();
    line.add_format_option();
    if (!line.parse(arguments, 1)) return false;
    const std::string& scenario = line.scenario();
    format_ = line.format();
    scenario_ = load_scenario(scenario, line.changes());
    return true;
  }

  int run() override {
    for (const std::string& doubt : arm_doubts(scenario_.arms)) complain("note: " + doubt);
    switch (format_) {
      case Format::json: print_json(); break;
      case Format::csv: print_csv(); break;
      default: print_table();
    }
    return exit_done;
  }

 private:
  void print_table() const {
    ColumnWidths widths;
    each_part([&](const Rows& rows) {
      for (const auto& row : rows) widths.see(row);
    });
    print(fmt::format(
        "{}: valid; {}, {} of evidence, {}, {}, seed {}, {}\n\n", scenario_.name,
        sim::counted(scenario_.arms.size(), "arm"), sim::counted(scenario_.evidence.size(), "row"),
        sim::counted(scenario_.targets.size(), "target"), sim::counted(scenario_.factors.size(), "factor"),
        scenario_.seed, sim::counted(scenario_.replications, "replication")));
    each_part([&](const Rows& rows) {
      for (const auto& row : rows) print(widths.line(row, true));
    });
  }

  void print_csv() const {
    each_part([](const Rows& rows) { print(csv(rows)); });
  }

  void print_json() const {
    JsonList arms(print, {{"schema", "lastseen.check/1"}, {"scenario", scenario_.name}}, "arms");
    for (const Arm& arm : scenario_.arms) {
      Json settings;
      for (const models::Parameter& parameter : models::parameters()) {
        settings[parameter.key] = parameter.get(arm.settings);
      }
      Json faults = Json::array();
      for (const models::Fault& fault : arm.settings.faults) faults.push_back(models::fault_text(fault));
      arms.add({{"name", arm.name}, {"parameters", settings}, {"faults", faults}});
    }
    arms.finish();
  }

  /// The rows in parts, the heading, then arm by arm: 1,000 arms may have 10,000 faults each.
  template <class Take>
  void each_part(Take take) const {
    take(Rows{{"arm", "parameter", "value", "default"}});
    for (const Arm& arm : scenario_.arms) {
      Rows rows;
      for (const models::Parameter& parameter : models::parameters()) {
        const std::string value = parameter.get(arm.settings);
        if (value != parameter.default_text()) {
          rows.push_back({arm.name, std::string(parameter.key), value, parameter.default_text()});
        }
      }
      for (const models::Fault& fault : arm.settings.faults) {
        rows.push_back({arm.name, "fault", models::fault_text(fault), ""});
      }
      take(rows);
    }
  }

  Scenario scenario_;
  Format format_ = Format::table;
};

}  // namespace

std::unique_ptr<Command> make_check_command() { return std::make_unique<CheckCommand>(); }

}  // namespace lastseen::cli
