# What the tests of consumers have in common. They are given:
#
#     SOURCE, BUILD        our tree, and a build of it
#     SCRATCH              a folder to work in, emptied first
#     GENERATOR, COMPILER  what consumers are built with
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${SCRATCH})

# run(COMMAND...): fails, with its output, when the command fails.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${status}:\n${output}")
  endif()
endfunction()

# expect_refusal(MESSAGE COMMAND...): fails unless the command fails and says so.
function(expect_refusal message)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " text "${output}")
  string(FIND "${text}" "${message}" at)
  if(status EQUAL 0 OR at EQUAL -1)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${status}, and should have said '${message}':\n${output}")
  endif()
endfunction()

# The consumer of lastseen::models is built where all is hidden that models needs not: packages are not found, their
# headers are errors, and npm leaves a trace of having been called.
set(hidden ${SCRATCH}/hidden)
foreach(header Eigen/Core Eigen/Dense nlohmann/json.hpp toml++/toml.h toml++/toml.hpp)
  file(WRITE ${hidden}/${header} "#error \"${header} is hidden\"\n")
endforeach()
file(WRITE ${hidden}/npm "#!/bin/sh\n: >${hidden}/npm-was-called\nexit 1\n")
file(CHMOD ${hidden}/npm PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

set(configure_consumer_of_models
  ${CMAKE_COMMAND} -E env "PATH=${hidden}:$ENV{PATH}" ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/models
  -B ${SCRATCH}/models -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=-I${hidden}
  -DCMAKE_DISABLE_FIND_PACKAGE_Eigen3=ON -DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON
  -DCMAKE_DISABLE_FIND_PACKAGE_tomlplusplus=ON)

# try_consumer_of_models(OPTION...): configures it with the options, builds it, and runs both its programs.
function(try_consumer_of_models)
  run(${configure_consumer_of_models} ${ARGN})
  run(${CMAKE_COMMAND} -E env "PATH=${hidden}:$ENV{PATH}" ${CMAKE_COMMAND} --build ${SCRATCH}/models)
  run(${SCRATCH}/models/own_before)
  run(${SCRATCH}/models/own_behind)
  file(STRINGS ${SCRATCH}/models/CMakeCache.txt languages REGEX "^CMAKE_[A-Z]+_COMPILER:")
  if(EXISTS ${hidden}/npm-was-called OR NOT languages MATCHES "^CMAKE_CXX_COMPILER:[^;]*$")
    message(FATAL_ERROR "a consumer of models called npm, or needed more than C++: ${languages}")
  endif()
endfunction()
