# Builds a consumer that has our sources as a sub-project: only what it asks for, which is sim and models when it does not
# say. A unity build, because that takes a sixth of the time.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)
expect_refusal("LASTSEEN_COMPONENTS: unknown component 'model'; allowed: sim, models, plots, experiments"
  ${configure_consumer_of_models} -DLASTSEEN_SOURCES=${SOURCE} -DLASTSEEN_COMPONENTS=model)
file(REMOVE_RECURSE ${SCRATCH}/models)

try_consumer_of_models(-DLASTSEEN_SOURCES=${SOURCE} -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0)
file(GLOB built RELATIVE ${SCRATCH}/models/_deps/lastseen-build ${SCRATCH}/models/_deps/lastseen-build/*/CMakeFiles)
if(NOT built STREQUAL "models/CMakeFiles;sim/CMakeFiles")
  message(FATAL_ERROR "built besides sim and models: ${built}")
endif()
