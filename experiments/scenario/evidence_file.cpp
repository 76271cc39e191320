#include <lastseen/experiments/scenario/evidence_file.hpp>
#include <lastseen/sim/text.hpp>

#include <chrono>
#include <cstdio>
#include <limits>

namespace lastseen::experiments {
namespace {

void read_clock(TomlReader& reader, const toml::node& node, StoryClock& story) {
  const std::string text = to_value_text(node);
  int hours = 0, minutes = 0, seconds = 0;
  char end = 0;
  if (text.size() == 8 && text.find_first_not_of("0123456789:") == std::string::npos &&
      std::sscanf(text.c_str(), "%2d:%2d:%2d%c", &hours, &minutes, &seconds, &end) == 3 && hours >= 0 &&
      hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60) {
    story.clock = std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
  } else {
    reader.problem(node, "story.clock = {} is not allowed; allowed: a time of day such as \"10:07:29\"",
                   sim::quote(text));
  }
}

void read_actor(TomlReader& reader, const toml::node& node, EvidenceRow& row) {
  std::vector<std::string> names = {"client", "server"};
  for (int role = 0; role < models::role_count; ++role) {
    names.emplace_back(models::name(static_cast<models::Role>(role)));
  }
  if (const auto index = reader.read_word(node, "actor", names)) row.actor = names[*index];
}

bool read_kind(TomlReader& reader, const toml::node& node, EvidenceRow& row) {
  std::vector<std::string> names;
  for (int kind = 0; kind < models::kind_count; ++kind) {
    names.emplace_back(models::name(static_cast<models::Kind>(kind)));
  }
  const auto index = reader.read_word(node, "kind", names);
  if (index) row.kind = static_cast<models::Kind>(*index);
  return index.has_value();
}

void read_row(TomlReader& reader, const toml::table& table, std::vector<EvidenceRow>& rows) {
  EvidenceRow row;
  row.tolerance = std::chrono::seconds(1);
  bool has_kind = false;
  for (const auto& [name, at] : in_file_order(table)) {
    const toml::node& node = *at;
    if (name == "at") {
      reader.read_offset(node, "at", row.at);
    } else if (name == "tolerance") {
      reader.read_duration(node, "tolerance", row.tolerance);
    } else if (name == "never") {
      reader.read_flag(node, "never", row.never);
    } else if (name == "doubtful") {
      reader.read_flag(node, "doubtful", row.doubtful);
    } else if (name == "note") {
      reader.read_text(node, "note", row.note);
    } else if (name == "actor") {
      read_actor(reader, node, row);
    } else if (name == "kind") {
      has_kind = read_kind(reader, node, row);
    } else {
      reader.problem(
          node, "unknown key {} in [[evidence]]; allowed: at, actor, kind, tolerance, never, doubtful, note",
          sim::quote(name));
    }
  }
  if (!table.contains("kind")) {
    reader.problem(table, "an evidence row needs a kind, such as kind = \"skipped\"");
  }
  if (!table.contains("at") && !row.never) {
    reader.problem(table, "an evidence row needs a time (at = \"+22s\"), or never = true");
  }
  if (has_kind) rows.push_back(std::move(row));
}

}  // namespace

void read_story(TomlReader& reader, const toml::node& node, StoryClock& story) {
  const toml::table* table = node.as_table();
  if (!table) {
    reader.problem(node, "story must be a table, written [story]");
    return;
  }
  for (const auto& [key, at] : in_file_order(*table)) {
    const toml::node& value = *at;
    if (key == "zero") {
      reader.read_duration(value, "story.zero", story.zero);
    } else if (key == "clock") {
      read_clock(reader, value, story);
    } else {
      reader.problem(value, "unknown key {} in [story]; allowed: zero, clock", sim::quote(key));
    }
  }
}

void read_evidence(TomlReader& reader, const toml::node& node, std::vector<EvidenceRow>& rows) {
  reader.each_table(node, "evidence", std::numeric_limits<std::size_t>::max(),
                    [&](const toml::table& row) { read_row(reader, row, rows); });
}

}  // namespace lastseen::experiments
