// What is measured, and its denominator.
#include <lastseen/experiments/review/sections.hpp>

#include <string>

#include <lastseen/experiments/statistics/responses.hpp>

namespace lastseen::experiments {

MaybeSection definitions_section(const ReviewedStudy&) {
  plots::Table table{.caption = "What is measured, and its denominator",
                     .columns = {"Response", "Definition", "In the field reports"},
                     .rows = {},
                     .prose = true};
  for (const Response& response : responses()) {
    table.rows.push_back({{.text = std::string(response.title)},
                          {.text = std::string(response.definition)},
                          {.text = std::string(response.target)}});
  }
  return plots::Section{"Definitions", {std::move(table)}};
}

}  // namespace lastseen::experiments
