#include <lastseen/models/parameters.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include <lastseen/models/distribution_part.hpp>
#include <lastseen/models/parameter_types.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::models {
namespace {

struct RenamedKey {
  std::string_view before;
  std::string_view now;
};
constexpr RenamedKey renamed_keys[] = {
    {"connection.gives_up_after", "connection.tcp_user_timeout"},
    {"gateway.gives_up_after", "gateway.tcp_user_timeout"},
    {"network.drop_down", "network.loss_down"},
    {"network.drop_up", "network.loss_up"},
    {"proxy.tells_ends", "proxy.graceful_close"},
    {"registry.remove_by", "registry.key"},
    {"server.restart_tells_clients", "server.graceful_restart"},
};

}  // namespace

std::span<const Parameter> parameters() {
  static const std::vector<Parameter> table = [] {
    std::vector<Parameter> all;
    for (const auto section :
         {session_parameters, client_parameters, network_parameters, server_parameters}) {
      std::ranges::copy(section(), std::back_inserter(all));
    }
    return all;
  }();
  return table;
}

const Parameter* find_parameter(std::string_view key) {
  const auto all = parameters();
  const auto found = std::ranges::find(all, key, &Parameter::key);
  return found == all.end() ? find_distribution_part(key) : &*found;
}

std::vector<std::string> parameter_keys() {
  std::vector<std::string> keys;
  for (const Parameter& parameter : parameters()) keys.emplace_back(parameter.key);
  return keys;
}

std::string unknown_parameter(std::string_view key) {
  if (auto renamed = renamed_parameter(key)) return *renamed;
  const std::size_t dot = key.rfind('.');
  if (dot != std::string_view::npos) {
    const std::string_view whole = key.substr(0, dot);
    const Parameter* parameter = find_parameter(whole);
    if (parameter && parameter->is_distribution())
      return unknown_distribution_part(whole, key.substr(dot + 1));
  }
  return fmt::format("unknown parameter {}{}; `lastseen list parameters` lists all", sim::quote(key),
                     sim::suggestion(key, parameter_keys()));
}

std::optional<std::string> renamed_parameter(std::string_view key) {
  const auto* const renamed = std::ranges::find(renamed_keys, key, &RenamedKey::before);
  if (renamed == std::end(renamed_keys)) return std::nullopt;
  return fmt::format("{} is now {}", renamed->before, renamed->now);
}

}  // namespace lastseen::models
