// Internal: part of scenario.hpp.
// What toml++ 3.3 does not limit: the depth of dotted keys. a.a.a... of half a megabyte makes a tree that is
// destroyed recursively, which overflows the stack.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace lastseen::experiments {

/// More parts than any key of a scenario has, by far; with toml++'s own limit of 256 nested values the tree
/// stays shallow enough for any stack.
inline constexpr int key_parts_max = 16;

/// The line, from 1, of the first key with more than `key_parts_max` parts; absent when there is none. Reads
/// as much of TOML as it takes to tell keys from strings and comments; what it makes of text that is not TOML
/// does not matter.
std::optional<std::size_t> line_of_deep_key(std::string_view toml);

}  // namespace lastseen::experiments
