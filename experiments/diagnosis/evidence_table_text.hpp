// Internal: the table of mechanisms against evidence, written.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/diagnosis/evidence_table.hpp>
#include <lastseen/experiments/formats/json.hpp>

namespace lastseen::experiments {

using EvidenceCells = std::vector<EvidenceCell>;

std::string evidence_text(const EvidenceCells& cells);
std::string evidence_csv(const EvidenceCells& cells);
std::string evidence_markdown(const EvidenceCells& cells);
Json evidence_json(const EvidenceCells& cells);

}  // namespace lastseen::experiments
