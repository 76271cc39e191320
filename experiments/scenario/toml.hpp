// Internal: part of scenario.hpp.
// toml++ 3.3, fit for strangers' files. It asserts on some malformed text, such as [.a]: to abort is no answer
// to that, and to go on without assertions, as NDEBUG asks, is undefined. Here they throw, in every build.
#pragma once

#include <exception>

namespace lastseen::experiments {

/// Thrown where toml++ would assert. The text is not TOML; where is not known.
struct MalformedToml : std::exception {
  const char* what() const noexcept override { return "not TOML"; }
};

}  // namespace lastseen::experiments

#define TOML_HEADER_ONLY 0  // compiled once, in toml.cpp
#define TOML_ASSERT(condition) ((condition) ? void() : throw ::lastseen::experiments::MalformedToml())
#pragma push_macro("NDEBUG")
#undef NDEBUG  // under which toml++ undefines TOML_ASSERT
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wterminate"
#endif
#include <toml++/toml.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
#pragma pop_macro("NDEBUG")
