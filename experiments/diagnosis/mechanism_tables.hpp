// The two tables over all mechanisms, against evidence and against remedies, one or both, in all formats.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lastseen/experiments/diagnosis/evidence_table.hpp>
#include <lastseen/experiments/diagnosis/remedy_table.hpp>

namespace lastseen::experiments {

struct MechanismTables {
  std::optional<std::vector<EvidenceCell>> evidence;
  std::optional<RemedyTable> remedies;
};

/// For a terminal.
std::string tables_text(const MechanismTables& tables);

/// Of one table; two do not go into one file.
std::string tables_csv(const MechanismTables& tables);

/// Schema lastseen.explain/1.
std::string tables_json(const MechanismTables& tables);

/// Markdown. With both tables it is the page docs/mechanisms.md, with what each mechanism and remedy is.
std::string tables_markdown(const MechanismTables& tables);

}  // namespace lastseen::experiments
