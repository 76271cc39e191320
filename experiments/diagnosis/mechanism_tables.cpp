#include <lastseen/experiments/diagnosis/mechanism_tables.hpp>

#include <lastseen/experiments/diagnosis/evidence_table_text.hpp>
#include <lastseen/experiments/diagnosis/mechanisms_page.hpp>
#include <lastseen/experiments/diagnosis/remedy_table_text.hpp>

namespace lastseen::experiments {

std::string tables_text(const MechanismTables& tables) {
  std::string text;
  if (tables.evidence) text += evidence_text(*tables.evidence);
  if (tables.evidence && tables.remedies) text += "\n";
  if (tables.remedies) text += remedies_text(*tables.remedies);
  return text;
}

std::string tables_csv(const MechanismTables& tables) {
  return tables.evidence ? evidence_csv(*tables.evidence) : remedies_csv(tables.remedies.value());
}

std::string tables_json(const MechanismTables& tables) {
  Json json = {{"schema", "lastseen.explain/1"}};
  if (tables.evidence) json["evidence"] = evidence_json(*tables.evidence);
  if (tables.remedies) {
    json["seed"] = tables.remedies->seed;
    json["replications"] = tables.remedies->replications;
    json["remedies"] = remedies_json(*tables.remedies);
  }
  return json_text(json);
}

std::string tables_markdown(const MechanismTables& tables) {
  if (tables.evidence && tables.remedies) return mechanisms_page(*tables.evidence, *tables.remedies);
  return tables.evidence ? evidence_markdown(*tables.evidence) : remedies_markdown(tables.remedies.value());
}

}  // namespace lastseen::experiments
