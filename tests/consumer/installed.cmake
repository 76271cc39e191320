# Installs a build into an empty prefix; public headers must compile there, and consumers be built against it and run.
#
# The consumers are given CMAKE_PREFIX_PATH and nothing else that leads to this project.
include(${CMAKE_CURRENT_LIST_DIR}/common.cmake)
set(prefix ${SCRATCH}/prefix)
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})

# compile(INCLUDES): the directives compile as they stand.
function(compile includes)
  file(WRITE ${SCRATCH}/includes.cpp "${includes}")
  run(${COMPILER} -std=c++20 -fsyntax-only -I${prefix}/include ${SCRATCH}/includes.cpp)
endfunction()

# Every public header compiles alone. Those that have a source do so in our own build, because it includes them first
# (tests/include_directions_test); the others are tried here one by one, and then whether all that they include is there.
set(all "")
file(GLOB_RECURSE headers RELATIVE ${prefix}/include ${prefix}/include/*.hpp)
foreach(header IN LISTS headers)
  file(STRINGS ${prefix}/include/${header} first_line LIMIT_COUNT 1)
  if(NOT first_line MATCHES "^// Internal")
    string(APPEND all "#include <${header}>\n")
    string(REGEX REPLACE "^lastseen/(.*)\\.hpp$" "${SOURCE}/\\1.cpp" source ${header})
    if(NOT EXISTS ${source})
      compile("#include <${header}>\n")
    endif()
  endif()
endforeach()
compile("${all}")

try_consumer_of_models(-DCMAKE_PREFIX_PATH=${prefix})

file(WRITE ${SCRATCH}/unknown/CMakeLists.txt
  "cmake_minimum_required(VERSION 3.25)\nproject(unknown LANGUAGES NONE)\nfind_package(lastseen REQUIRED COMPONENTS model)\n")
expect_refusal("lastseen has no component 'model' here; installed: sim, models, plots, experiments"
  ${CMAKE_COMMAND} -S ${SCRATCH}/unknown -B ${SCRATCH}/unknown/build -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${prefix})

run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/experiments -B ${SCRATCH}/experiments -G ${GENERATOR}
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${prefix})
run(${CMAKE_COMMAND} --build ${SCRATCH}/experiments)
run(${SCRATCH}/experiments/consumer)
