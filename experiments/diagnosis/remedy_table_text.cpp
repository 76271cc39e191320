#include <lastseen/experiments/diagnosis/remedy_table_text.hpp>

#include <fmt/format.h>

#include <optional>
#include <vector>

#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/formats/rows.hpp>
#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

std::string percent(const Estimate& estimate) {
  return estimate.point ? fmt::format("{:.0f}", *estimate.point * 100) : "none";
}

/// "34 (32-36)", in percent.
std::string percent_with_interval(const Estimate& estimate) {
  if (!estimate.low || !estimate.high) return percent(estimate);
  return fmt::format("{} ({:.0f}-{:.0f})", percent(estimate), *estimate.low * 100, *estimate.high * 100);
}

/// The name of a mechanism or remedy.
template <class Value>
std::string name_or_none(const std::optional<Value>& value) {
  return value ? std::string(models::name(*value)) : "none";
}

/// Empty where there is no remedy to have one.
std::string effect_text(const RemedyCell& cell) { return cell.remedy ? to_text(cell.effect) : ""; }

/// The remedies of one effect on a mechanism, "a, b"; "none" when there are none.
std::string with_effect(const RemedyTable& table, std::optional<models::Mechanism> mechanism, Effect effect) {
  std::vector<std::string> names;
  for (const RemedyCell& cell : table.cells) {
    if (cell.mechanism == mechanism && cell.remedy && cell.effect == effect) {
      names.push_back(name_or_none(cell.remedy));
    }
  }
  return names.empty() ? "none" : sim::joined(names);
}

/// A row for each mechanism: what is delivered without a remedy, and the remedies by their effect.
Rows summary(const RemedyTable& table) {
  Rows rows = {{"mechanism", "delivered", "cured by", "helped by", "mixed", "harmed by"}};
  for (const RemedyCell& cell : table.cells) {
    if (cell.remedy) continue;
    rows.push_back({name_or_none(cell.mechanism), percent(cell.delivery) + " %"});
    for (const Effect effect : {Effect::cures, Effect::helps, Effect::mixed, Effect::harms}) {
      rows.back().push_back(with_effect(table, cell.mechanism, effect));
    }
  }
  return rows;
}

/// A row for each remedy and a column for each mechanism: sixteen columns of intervals would be too wide to read.
template <class TextOf>
Rows matrix(const RemedyTable& table, TextOf text_of) {
  const auto remedies = remedy_table_columns();
  Rows rows = {{"remedy"}};
  for (const auto& remedy : remedies) rows.push_back({name_or_none(remedy)});
  std::size_t row = 0;
  for (const RemedyCell& cell : table.cells) {
    if (row == 0) rows[0].push_back(name_or_none(cell.mechanism));
    rows[++row].push_back(text_of(cell));
    row %= remedies.size();
  }
  return rows;
}

}  // namespace

std::string remedies_text(const RemedyTable& table) {
  constexpr ResponseUnit share = ResponseUnit::share;
  Rows rows = {{"mechanism", "remedy", "delivered", "95 % interval", "never updated", "effect"}};
  for (const RemedyCell& cell : table.cells) {
    rows.push_back({name_or_none(cell.mechanism), name_or_none(cell.remedy),
                    value_text(share, cell.delivery.point), interval_text(share, cell.delivery),
                    value_text(share, cell.never_updated.point), effect_text(cell)});
  }
  return aligned(summary(table), true) + "\n" + aligned(rows, true);
}

std::string remedies_csv(const RemedyTable& table) {
  Rows rows = {{"mechanism", "remedy", "delivery_rate", "low", "high", "never_updated", "never_updated_low",
                "never_updated_high", "effect"}};
  for (const RemedyCell& cell : table.cells) {
    rows.push_back({name_or_none(cell.mechanism), name_or_none(cell.remedy), csv_number(cell.delivery.point),
                    csv_number(cell.delivery.low), csv_number(cell.delivery.high),
                    csv_number(cell.never_updated.point), csv_number(cell.never_updated.low),
                    csv_number(cell.never_updated.high), effect_text(cell)});
  }
  return csv(rows);
}

std::string remedies_markdown(const RemedyTable& table) {
  const Rows delivered = matrix(table, [](const RemedyCell& cell) {
    const std::string figure = percent_with_interval(cell.delivery);
    return cell.effect == Effect::cures ? "**" + figure + "**" : figure;
  });
  const Rows never = matrix(table, [](const RemedyCell& cell) { return percent(cell.never_updated); });
  return fmt::format(
      "{}\nDelivered, in percent, with 95 % interval ({} per cell, seed {}; bold: cured):\n\n{}\n"
      "Jobs that the screen had not shown by the end of the run, in percent:\n\n{}",
      markdown(summary(table)), sim::counted(table.replications, "session"), table.seed, markdown(delivered),
      markdown(never));
}

Json remedies_json(const RemedyTable& table) {
  Json json = Json::array();
  for (const RemedyCell& cell : table.cells) {
    json.push_back({{"mechanism", name_or_none(cell.mechanism)},
                    {"remedy", name_or_none(cell.remedy)},
                    {"delivery_rate", estimate_json(cell.delivery)},
                    {"never_updated", estimate_json(cell.never_updated)},
                    {"effect", effect_text(cell)}});
  }
  return json;
}

}  // namespace lastseen::experiments
