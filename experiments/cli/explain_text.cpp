#include <lastseen/experiments/cli/explain_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/models/catalogue.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::cli {
namespace {

using namespace experiments;

std::string mechanism_name(const EvidenceCell& cell) { return std::string(models::name(cell.mechanism)); }

/// "yes, connection age at the check from 61s".
std::string verdict_text(const EvidenceCell& cell) {
  if (!cell.reproduced()) return "no";
  return cell.range.empty() ? "yes" : fmt::format("yes, {}: {}", cell.scanned, cell.range);
}

std::string percent(const Estimate& estimate) {
  return estimate.point ? fmt::format("{:.0f}", *estimate.point * 100) : "none";
}

/// "34 (32-36)", in percent.
std::string percent_with_interval(const Estimate& estimate) {
  if (!estimate.low || !estimate.high) return percent(estimate);
  return fmt::format("{} ({:.0f}-{:.0f})", percent(estimate), *estimate.low * 100, *estimate.high * 100);
}

using Rows = std::vector<std::vector<std::string>>;

std::string markdown(const Rows& rows) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& row) {
    text += "|";
    for (const std::string& cell : row) text += " " + cell + " |";
    text += "\n";
  };
  add(rows.front());
  text += "|";
  for (std::size_t column = 0; column < rows.front().size(); ++column) text += "---|";
  text += "\n";
  std::for_each(rows.begin() + 1, rows.end(), add);
  return text;
}

template <class Entries>
std::string catalogue_markdown(const char* what, const Entries& entries) {
  Rows rows = {{what, "meaning", "settings"}};
  for (const auto& entry : entries) {
    rows.push_back({std::string(entry.name), std::string(entry.meaning),
                    fmt::format("`{}`", models::settings_text(entry))});
  }
  return markdown(rows);
}

/// The name of a mechanism or remedy.
template <class Value>
std::string name_or_none(const std::optional<Value>& value) {
  return value ? std::string(models::name(*value)) : "none";
}

/// The remedies of one effect on a row's mechanism, "a, b"; "none" when there are none.
std::string with_effect(const RemedyCells& cells, std::optional<models::Mechanism> mechanism, Effect effect) {
  std::vector<std::string> names;
  for (const RemedyCell& cell : cells) {
    if (cell.mechanism == mechanism && cell.remedy && cell.effect == effect) {
      names.push_back(name_or_none(cell.remedy));
    }
  }
  return names.empty() ? "none" : sim::joined(names);
}

}  // namespace

std::string evidence_text(const EvidenceCells& cells) {
  Rows rows = {{"mechanism", "evidence", "reproduced", "contradicted by"}};
  for (const EvidenceCell& cell : cells) {
    rows.push_back({mechanism_name(cell), cell.piece, verdict_text(cell), cell.contradiction});
  }
  return aligned(rows, true);
}

std::string evidence_csv(const EvidenceCells& cells) {
  std::string text = csv_line({"mechanism", "evidence", "reproduced", "scanned", "range", "sessions",
                               "reproducing", "contradiction"});
  for (const EvidenceCell& cell : cells) {
    text += csv_line({mechanism_name(cell), cell.piece, cell.reproduced() ? "yes" : "no", cell.scanned,
                      cell.range, fmt::format("{}", cell.members), fmt::format("{}", cell.reproducing),
                      cell.contradiction});
  }
  return text;
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

std::string evidence_markdown(const EvidenceCells& cells) {
  Rows matrix = {{"mechanism"}};
  Rows reasons = {{"mechanism", "evidence", "contradicted by"}};
  for (const EvidencePiece& piece : evidence_pieces()) matrix[0].push_back(piece.name);
  for (const EvidenceCell& cell : cells) {
    const std::string name = mechanism_name(cell);
    if (matrix.back().front() != name) matrix.push_back({name});
    matrix.back().push_back(cell.reproduced() ? verdict_text(cell) : "-");
    if (!cell.reproduced()) reasons.push_back({name, cell.piece, cell.contradiction});
  }
  return markdown(matrix) + "\nWhat contradicts the best session of each of the others:\n\n" +
         markdown(reasons);
}

std::string remedies_text(const RemedyCells& cells) {
  const ResponseUnit share = ResponseUnit::share;
  Rows summary = {{"mechanism", "delivered", "cured by", "helped by", "mixed", "harmed by"}};
  Rows rows = {{"mechanism", "remedy", "delivered", "95 % interval", "never updated", "effect"}};
  for (const RemedyCell& cell : cells) {
    if (!cell.remedy) {
      summary.push_back({name_or_none(cell.mechanism), percent(cell.delivery) + " %",
                         with_effect(cells, cell.mechanism, Effect::cures),
                         with_effect(cells, cell.mechanism, Effect::helps),
                         with_effect(cells, cell.mechanism, Effect::mixed),
                         with_effect(cells, cell.mechanism, Effect::harms)});
    }
    rows.push_back({name_or_none(cell.mechanism), name_or_none(cell.remedy),
                    value_text(share, cell.delivery.point), interval_text(share, cell.delivery),
                    value_text(share, cell.never_updated.point), !cell.remedy ? "" : to_text(cell.effect)});
  }
  return aligned(summary, true) + "\n" + aligned(rows, true);
}

std::string remedies_csv(const RemedyCells& cells) {
  std::string text = csv_line({"mechanism", "remedy", "delivery_rate", "low", "high", "never_updated",
                               "never_updated_low", "never_updated_high", "effect"});
  for (const RemedyCell& cell : cells) {
    text +=
        csv_line({name_or_none(cell.mechanism), name_or_none(cell.remedy), csv_number(cell.delivery.point),
                  csv_number(cell.delivery.low), csv_number(cell.delivery.high),
                  csv_number(cell.never_updated.point), csv_number(cell.never_updated.low),
                  csv_number(cell.never_updated.high), !cell.remedy ? "" : to_text(cell.effect)});
  }
  return text;
}

Json remedies_json(const RemedyCells& cells) {
  Json json = Json::array();
  for (const RemedyCell& cell : cells) {
    json.push_back({{"mechanism", name_or_none(cell.mechanism)},
                    {"remedy", name_or_none(cell.remedy)},
                    {"delivery_rate", estimate_json(cell.delivery)},
                    {"never_updated", estimate_json(cell.never_updated)},
                    {"effect", !cell.remedy ? "" : to_text(cell.effect)}});
  }
  return json;
}

std::string remedies_markdown(const RemedyCells& cells, std::uint64_t seed, std::uint32_t replications) {
  const auto columns = remedy_table_columns();
  Rows summary = {{"mechanism", "delivered", "cured by", "helped by", "mixed", "harmed by"}};
  // One row for each remedy: sixteen columns of intervals would be too wide to read.
  Rows delivered = {{"remedy"}};
  Rows never = {{"remedy"}};
  for (const auto& remedy : columns) {
    delivered.push_back({name_or_none(remedy)});
    never.push_back({name_or_none(remedy)});
  }
  std::size_t column = 0;
  for (const RemedyCell& cell : cells) {
    if (column == 0) {
      delivered[0].push_back(name_or_none(cell.mechanism));
      never[0].push_back(name_or_none(cell.mechanism));
      summary.push_back({name_or_none(cell.mechanism), percent(cell.delivery) + " %",
                         with_effect(cells, cell.mechanism, Effect::cures),
                         with_effect(cells, cell.mechanism, Effect::helps),
                         with_effect(cells, cell.mechanism, Effect::mixed),
                         with_effect(cells, cell.mechanism, Effect::harms)});
    }
    const bool stands_out = cell.effect == Effect::cures;
    const std::string figure = percent_with_interval(cell.delivery);
    delivered[column + 1].push_back(stands_out ? "**" + figure + "**" : figure);
    never[column + 1].push_back(percent(cell.never_updated));
    column = (column + 1) % columns.size();
  }
  return fmt::format(
      "{}\nDelivered, in percent, with 95 % interval ({} sessions a cell, seed {}; bold: cured):\n\n{}\n"
      "Jobs whose screen had not updated at the end of the run, in percent:\n\n{}",
      markdown(summary), replications, seed, markdown(delivered), markdown(never));
}

std::string names_markdown() {
  return catalogue_markdown("mechanism", models::mechanisms) + "\n" +
         catalogue_markdown("remedy", models::remedies) + "\n";
}

}  // namespace lastseen::cli
