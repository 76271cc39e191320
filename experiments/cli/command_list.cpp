// lastseen list: what there is - scenarios, parameters, responses, mechanisms, remedies, distributions, record kinds.

#include <fmt/format.h>

#include <lastseen/experiments/cli/command.hpp>
#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/formats/json.hpp>
#include <lastseen/experiments/formats/rows.hpp>
#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/models/catalogue.hpp>
#include <lastseen/models/parameters.hpp>
#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/distribution_forms.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

Rows list_scenarios() {
  Rows rows = {{"scenario", "title", "arms"}};
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    const Scenario scenario = load_scenario(std::string(shipped.name));
    std::vector<std::string> arms;
    for (const Arm& arm : scenario.arms) arms.push_back(arm.name);
    rows.push_back({scenario.name, scenario.title, sim::joined(arms)});
  }
  return rows;
}

Rows list_parameters() {
  Rows rows = {{"parameter", "default", "allowed", "meaning", "source of the default"}};
  for (const models::Parameter& p : models::parameters()) {
    rows.push_back({std::string(p.key), p.default_text(), p.is_distribution() ? p.type_text() : p.allowed(),
                    std::string(p.meaning), std::string(p.source)});
  }
  return rows;
}

Rows list_responses() {
  Rows rows = {{"response", "definition", "target in the sources"}};
  for (const Response& r : responses())
    rows.push_back({std::string(r.key), std::string(r.definition), std::string(r.target)});
  return rows;
}

/// Mechanisms or remedies.
template <class Entries>
Rows list_catalogue(const char* what, const Entries& entries) {
  Rows rows = {{what, "meaning", "settings"}};
  for (const auto& entry : entries) {
    rows.push_back({std::string(entry.name), std::string(entry.meaning), models::settings_text(entry)});
  }
  return rows;
}

Rows list_mechanisms() { return list_catalogue("mechanism", models::mechanisms); }

Rows list_remedies() { return list_catalogue("remedy", models::remedies); }

Rows list_distributions() {
  Rows rows = {{"distribution", "settable", "meaning"}, {"250ms", "", "always that duration"}};
  for (const sim::DistributionForm& form : sim::distribution_forms()) {
    rows.push_back({std::string(form.example), sim::joined(form.settable()), std::string(form.meaning)});
  }
  return rows;
}

Rows list_kinds() {
  Rows rows = {{"kind", "name in traces and evidence rows"}};
  for (int kind = 0; kind < models::kind_count; ++kind) {
    rows.push_back({std::string(models::name(static_cast<models::Kind>(kind))), ""});
  }
  return rows;
}

struct Topic {
  const char* name;
  Rows (*list)();
};
constexpr Topic topics[] = {{"scenarios", list_scenarios}, {"parameters", list_parameters},
                            {"responses", list_responses}, {"mechanisms", list_mechanisms},
                            {"remedies", list_remedies},   {"distributions", list_distributions},
                            {"kinds", list_kinds}};

class ListCommand : public Command {
 public:
  std::string_view name() const override { return "list"; }
  std::string_view summary() const override {
    return "lists scenarios, parameters, responses, mechanisms, remedies, distributions, kinds";
  }

  bool setup(const std::vector<std::string>& arguments) override {
    CommandLine line(
        "list TOPIC [OPTION...]",
        "Lists what is available. Topics: scenarios, parameters, responses, mechanisms, remedies,\n"
        "distributions, kinds (of trace records and evidence rows).\n\n"
        "Examples:\n"
        "  lastseen list scenarios\n"
        "  lastseen list parameters --format csv");
    line.add_format_option();
    if (!line.parse(arguments, 1)) return false;
    format_ = line.format();
    std::vector<std::string> names;
    for (const Topic& topic : topics) {
      names.emplace_back(topic.name);
      if (!line.words().empty() && line.words()[0] == topic.name) topic_ = &topic;
    }
    if (line.words().empty()) throw InputError("list needs a topic; allowed: " + sim::joined(names));
    if (!topic_) {
      throw InputError(fmt::format("unknown topic {}{}; allowed: {}", sim::quote(line.words()[0]),
                                   sim::suggestion(line.words()[0], names), sim::joined(names)));
    }
    return true;
  }

  int run() override {
    const Rows rows = topic_->list();
    if (format_ == Format::table) {
      print(aligned(rows, true));
    } else if (format_ == Format::csv) {
      print(csv(rows));
    } else {
      Json json = {{"schema", "lastseen.list/1"}, {"topic", topic_->name}, {"rows", Json::array()}};
      for (std::size_t index = 1; index < rows.size(); ++index) {
        Json entry;
        for (std::size_t column = 0; column < rows[0].size(); ++column)
          entry[rows[0][column]] = rows[index][column];
        json["rows"].push_back(entry);
      }
      print(json_text(json));
    }
    return exit_done;
  }

 private:
  const Topic* topic_ = nullptr;
  Format format_ = Format::table;
};

}  // namespace

std::unique_ptr<Command> make_list_command() { return std::make_unique<ListCommand>(); }

}  // namespace lastseen::cli
