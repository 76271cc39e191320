// Internal: the page docs/mechanisms.md: what each mechanism and remedy is, and both tables, introduced.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/diagnosis/evidence_table.hpp>
#include <lastseen/experiments/diagnosis/remedy_table.hpp>

namespace lastseen::experiments {

std::string mechanisms_page(const std::vector<EvidenceCell>& evidence, const RemedyTable& remedies);

}  // namespace lastseen::experiments
