#include <lastseen/experiments/diagnosis/evidence_table_text.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/formats/rows.hpp>

namespace lastseen::experiments {
namespace {

std::string mechanism_name(const EvidenceCell& cell) { return std::string(models::name(cell.mechanism)); }

/// "yes, connection age at the check: from 61s".
std::string reproduced_text(const EvidenceCell& cell) {
  if (!cell.reproduced()) return "no";
  return cell.range.empty() ? "yes" : fmt::format("yes, {}: {}", cell.scanned, cell.range);
}

}  // namespace

std::string evidence_text(const EvidenceCells& cells) {
  Rows rows = {{"mechanism", "evidence", "reproduced", "contradicted by"}};
  for (const EvidenceCell& cell : cells) {
    rows.push_back({mechanism_name(cell), cell.piece, reproduced_text(cell), cell.contradiction});
  }
  return aligned(rows, true);
}

std::string evidence_csv(const EvidenceCells& cells) {
  Rows rows = {{"mechanism", "evidence", "reproduced", "scanned", "range", "sessions", "reproducing",
                "contradiction"}};
  for (const EvidenceCell& cell : cells) {
    rows.push_back({mechanism_name(cell), cell.piece, cell.reproduced() ? "yes" : "no", cell.scanned,
                    cell.range, fmt::format("{}", cell.members), fmt::format("{}", cell.reproducing),
                    cell.contradiction});
  }
  return csv(rows);
}

std::string evidence_markdown(const EvidenceCells& cells) {
  Rows matrix = {{"mechanism"}};
  Rows reasons = {{"mechanism", "evidence", "contradicted by"}};
  for (const EvidencePiece& piece : evidence_pieces()) matrix[0].push_back(piece.name);
  for (const EvidenceCell& cell : cells) {
    const std::string name = mechanism_name(cell);
    if (matrix.back().front() != name) matrix.push_back({name});
    matrix.back().push_back(cell.reproduced() ? reproduced_text(cell) : "-");
    if (!cell.reproduced()) reasons.push_back({name, cell.piece, cell.contradiction});
  }
  return markdown(matrix) + "\nFor each of the others, what contradicts its best session:\n\n" +
         markdown(reasons);
}

Json evidence_json(const EvidenceCells& cells) {
  Json json = Json::array();
  for (const EvidenceCell& cell : cells) {
    json.push_back({{"mechanism", mechanism_name(cell)},
                    {"evidence", cell.piece},
                    {"reproduced", cell.reproduced()},
                    {"scanned", cell.scanned},
                    {"range", cell.range},
                    {"members", cell.members},
                    {"reproducing", cell.reproducing},
                    {"contradiction", cell.contradiction}});
  }
  return json;
}

}  // namespace lastseen::experiments
