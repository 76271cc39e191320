// Internal: the table of mechanisms against remedies, written.
#pragma once

#include <string>

#include <lastseen/experiments/diagnosis/remedy_table.hpp>
#include <lastseen/experiments/formats/json.hpp>

namespace lastseen::experiments {

std::string remedies_text(const RemedyTable& table);
std::string remedies_csv(const RemedyTable& table);
std::string remedies_markdown(const RemedyTable& table);
Json remedies_json(const RemedyTable& table);

}  // namespace lastseen::experiments
