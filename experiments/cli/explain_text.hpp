// The tables of `lastseen explain` in all formats.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lastseen/experiments/cli/output.hpp>
#include <lastseen/experiments/diagnosis/evidence_table.hpp>
#include <lastseen/experiments/diagnosis/remedy_table.hpp>

namespace lastseen::cli {

using EvidenceCells = std::vector<experiments::EvidenceCell>;
using RemedyCells = std::vector<experiments::RemedyCell>;

std::string evidence_text(const EvidenceCells& cells);
std::string evidence_csv(const EvidenceCells& cells);
Json evidence_json(const EvidenceCells& cells);
std::string evidence_markdown(const EvidenceCells& cells);

std::string remedies_text(const RemedyCells& cells);
std::string remedies_csv(const RemedyCells& cells);
Json remedies_json(const RemedyCells& cells);
std::string remedies_markdown(const RemedyCells& cells, std::uint64_t seed, std::uint32_t replications);

/// What each mechanism and remedy is: name, meaning, settings.
std::string names_markdown();

}  // namespace lastseen::cli
