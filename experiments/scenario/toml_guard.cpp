#include <lastseen/experiments/scenario/toml_guard.hpp>

#include <algorithm>

namespace lastseen::experiments {
namespace {

/// The end of the string that begins at `start` with a quotation mark: after its last mark, or at the line
/// end of one that is not closed.
std::size_t end_of_string(std::string_view toml, std::size_t start) {
  const char mark = toml[start];
  const bool escapes = mark == '"';
  const char three[] = {mark, mark, mark};
  const std::string_view triple(three, 3);
  const bool is_long = toml.substr(start, 3) == triple;
  std::size_t at = start + (is_long ? 3 : 1);
  for (; at < toml.size(); ++at) {
    if (toml[at] == '\\' && escapes) {
      ++at;
    } else if (!is_long && (toml[at] == mark || toml[at] == '\n')) {
      return toml[at] == mark ? at + 1 : at;
    } else if (is_long && toml.substr(at, 3) == triple) {
      at += 3;
      // Up to two marks directly before the closing three belong to the text.
      for (int more = 0; more < 2 && at < toml.size() && toml[at] == mark; ++more) ++at;
      return at;
    }
  }
  return toml.size();
}

}  // namespace

std::optional<std::size_t> line_of_deep_key(std::string_view toml) {
  int parts = 1;
  for (std::size_t at = 0; at < toml.size();) {
    const char character = toml[at];
    if (character == '"' || character == '\'') {
      at = end_of_string(toml, at);
      continue;
    }
    if (character == '#') {
      at = std::min(toml.find('\n', at), toml.size());
      continue;
    }
    if (character == '.' && ++parts > key_parts_max) {
      return 1 + static_cast<std::size_t>(
                     std::count(toml.begin(), toml.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    }
    if (std::string_view("=,[]{}\n").find(character) != std::string_view::npos) parts = 1;
    ++at;
  }
  return std::nullopt;
}

}  // namespace lastseen::experiments
