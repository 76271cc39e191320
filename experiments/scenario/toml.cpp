// The one place where toml++ is compiled. Its test for blanks beyond ASCII has a default that is marked
// unreachable and is reached by any e-acute; the answer is right all the same, so that one check of the
// undefined-behaviour sanitizer is off here (see CMakeLists.txt).
#define TOML_IMPLEMENTATION
#include <lastseen/experiments/scenario/toml.hpp>
