# Writes shipped_scenarios.cpp: the scenarios of experiments/scenarios/ as text in the program, found by name wherever
# the program is.
file(GLOB scenario_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/../scenarios/*.toml)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${scenario_files})
set(entries "")
foreach(file IN LISTS scenario_files)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(APPEND entries "      {\"${name}\", R\"toml(${text})toml\"},\n")
endforeach()
set(generated ${CMAKE_CURRENT_BINARY_DIR}/shipped_scenarios.cpp)
file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [=[
#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::experiments {

const std::vector<ShippedScenario>& shipped_scenarios() {
  static const std::vector<ShippedScenario> all = {
@entries@  };
  return all;
}

}  // namespace lastseen::experiments
]=])
target_sources(lastseen_experiments_scenario PRIVATE ${generated})
