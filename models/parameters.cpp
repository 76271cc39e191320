#include <lastseen/models/parameters.hpp>

#include <algorithm>
#include <iterator>

#include <lastseen/models/parameter_types.hpp>

namespace lastseen::models {

const std::vector<Parameter>& parameters() {
  static const std::vector<Parameter> table = [] {
    std::vector<Parameter> all;
    for (const auto section :
         {session_parameters, client_parameters, network_parameters, server_parameters}) {
      std::ranges::move(section(), std::back_inserter(all));
    }
    return all;
  }();
  return table;
}

const Parameter* find_parameter(std::string_view key) {
  const auto& all = parameters();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Parameter& p) { return p.key == key; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> parameter_keys() {
  std::vector<std::string> keys;
  for (const Parameter& parameter : parameters()) keys.push_back(parameter.key);
  return keys;
}

}  // namespace lastseen::models
