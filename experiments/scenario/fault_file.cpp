#include <lastseen/experiments/scenario/fault_file.hpp>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <lastseen/models/fault_text.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

using models::Fault;
using models::FaultKind;

/// Which keys a kind of fault takes besides `kind`.
struct Keys {
  std::vector<std::string> needed;
  std::vector<std::string> optional;
};

Keys keys_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::background: return {{"at", "for"}, {"user"}};
    case FaultKind::network_switch: return {{"at"}, {"for", "user"}};
    case FaultKind::outage: return {{"at", "for"}, {"direction", "user"}};
    case FaultKind::restart: return {{"at", "for"}, {"instance", "graceful"}};
    case FaultKind::rolling_restart: return {{"at", "for"}, {"graceful"}};
    case FaultKind::drop: return {{"message"}, {"nth", "user"}};
    case FaultKind::delay:
    case FaultKind::duplicate: return {{"message", "by"}, {"nth", "user"}};
    case FaultKind::clock_skew: return {{"at", "side", "by"}, {"user"}};
  }
  return {};
}

/// What keys of earlier versions are called now.
struct RenamedKey {
  std::string_view before;
  std::string_view now;
};
constexpr RenamedKey renamed_keys[] = {{"tells_clients", "graceful"}};

std::vector<std::string> direction_names() {
  std::vector<std::string> names;
  for (const auto direction : {models::Direction::both, models::Direction::up, models::Direction::down}) {
    names.emplace_back(models::name(direction));
  }
  return names;
}

/// A duration, signed or not, of at most a day.
void read_time(TomlReader& reader, const toml::node& node, std::string_view key, bool has_sign,
               sim::Duration& out) {
  const std::size_t before = reader.problems().size();
  sim::Duration value = out;
  if (has_sign) {
    reader.read_offset(node, key, value);
  } else {
    reader.read_duration(node, key, value);
  }
  if (reader.problems().size() != before) return;
  if (std::chrono::abs(value) > fault_time_max) {
    reader.problem(node, "{} = {} is not allowed; allowed: {} to {}", key, sim::quote(to_value_text(node)),
                   has_sign ? "-" + sim::to_text(fault_time_max) : "0s", sim::to_text(fault_time_max));
  } else {
    out = value;
  }
}

/// A duration or a distribution, whose median is at most a day.
void read_distribution(TomlReader& reader, const toml::node& node, std::string_view key,
                       sim::Distribution& out) {
  const std::string text = to_value_text(node);
  try {
    const sim::Distribution value = sim::Distribution::parse(text);
    if (value.quantile(0.5) > fault_time_max) {
      reader.problem(node, "{} = {} is not allowed; allowed: 0s to {}, or a distribution with such a median",
                     key, sim::quote(text), sim::to_text(fault_time_max));
      return;
    }
    out = value;
  } catch (const std::invalid_argument& error) {
    reader.problem(node, "{} = {}: {}", key, sim::quote(text), error.what());
  }
}

std::vector<std::string> message_names() {
  std::vector<std::string> names;
  for (std::size_t kind = 0; kind < models::packet_kind_count; ++kind) {
    names.emplace_back(models::name(static_cast<models::PacketKind>(kind)));
  }
  return names;
}

void read_value(TomlReader& reader, std::string_view key, const toml::node& node, Fault& fault) {
  if (key == "at") {
    read_distribution(reader, node, key, fault.at);
  } else if (key == "for") {
    read_distribution(reader, node, key, fault.lasts);
  } else if (key == "by") {
    read_time(reader, node, key, fault.kind == FaultKind::clock_skew, fault.by);
  } else if (key == "user") {
    std::uint32_t user = 0;
    reader.read_whole_number(node, key, 0, 999'999, user);
    fault.user = user;
  } else if (key == "instance") {
    reader.read_whole_number(node, key, 0, 999, fault.instance);
  } else if (key == "nth") {
    reader.read_whole_number(node, key, 1, std::numeric_limits<std::uint32_t>::max(), fault.nth);
  } else if (key == "graceful") {
    bool graceful = false;
    reader.read_flag(node, key, graceful);
    fault.graceful = graceful;
  } else if (key == "direction") {
    if (const auto index = reader.read_word(node, key, direction_names())) {
      fault.direction = static_cast<models::Direction>(*index);
    }
  } else if (key == "side") {
    if (const auto index = reader.read_word(node, key, {"client", "server"})) fault.server_side = *index == 1;
  } else if (key == "message") {
    if (const auto index = reader.read_word(node, key, message_names())) {
      fault.packet = static_cast<models::PacketKind>(*index);
    }
  }
}

std::optional<FaultKind> read_kind(TomlReader& reader, const toml::table& table) {
  const toml::node* node = table.get("kind");
  if (!node) {
    reader.problem(table, "a fault needs a kind; allowed: {}", sim::joined(models::fault_kind_names()));
    return std::nullopt;
  }
  const auto index = reader.read_word(*node, "kind", models::fault_kind_names());
  return index ? std::optional(static_cast<FaultKind>(*index)) : std::nullopt;
}

void read_fault(TomlReader& reader, const toml::table& table, std::vector<PlacedFault>& faults) {
  const std::size_t before = reader.problems().size();
  const auto kind = read_kind(reader, table);
  if (!kind) return;
  Fault fault{.kind = *kind};
  const Keys keys = keys_of(*kind);
  std::vector<std::string> allowed = keys.needed;
  allowed.insert(allowed.end(), keys.optional.begin(), keys.optional.end());
  for (const auto& [name, at] : in_file_order(table)) {
    if (name == "kind") continue;
    const auto* const renamed = std::ranges::find(renamed_keys, name, &RenamedKey::before);
    if (renamed != std::end(renamed_keys)) {
      reader.problem(*at, "{} is now {}", renamed->before, renamed->now);
    } else if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
      reader.problem(*at, "unknown key {} of a fault of kind {}{}; allowed: kind, {}", sim::quote(name),
                     models::name(*kind), sim::suggestion(name, allowed), sim::joined(allowed));
    } else {
      read_value(reader, name, *at, fault);
    }
  }
  for (const std::string& key : keys.needed) {
    if (!table.contains(key)) {
      reader.problem(table, "a fault of kind {} needs {}; needed: {}", models::name(*kind), key,
                     sim::joined(keys.needed));
    }
  }
  if (*kind == FaultKind::clock_skew && fault.server_side && fault.user) {
    reader.problem(table,
                   "a fault of kind clock-skew on the server cannot have a user; allowed: side = \"client\"");
  }
  if (reader.problems().size() == before) faults.push_back({fault, reader.where(table)});
}

}  // namespace

void read_faults(TomlReader& reader, const toml::node& node, std::vector<PlacedFault>& faults) {
  reader.each_table(node, "faults", faults_max,
                    [&](const toml::table& fault) { read_fault(reader, fault, faults); });
}

}  // namespace lastseen::experiments
