#include "experiments/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace lastseen::experiments {
namespace {

/// Levenshtein's distance.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j + 1] + 1, row[j] + 1});
    }
  }
  return row.back();
}

}  // namespace

InputError::InputError(std::vector<std::string> problems)
    : std::runtime_error(joined(problems, "\n")), problems_(std::move(problems)) {}

std::string suggestion(std::string_view given, const std::vector<std::string>& candidates) {
  given = given.substr(0, 100);
  const std::string* nearest = nullptr;
  std::size_t nearest_distance = std::max<std::size_t>(2, given.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    // The last part of a dotted key alone is near as well: `timeout` for `registry.check_timeout` is not, but
    // `refresh_on` for `registry.refresh_on` is.
    const std::size_t dot = candidate.rfind('.');
    std::size_t distance = edit_distance(given, candidate);
    if (dot != std::string::npos && given.find('.') == std::string_view::npos) {
      distance = std::min(distance, edit_distance(given, std::string_view(candidate).substr(dot + 1)));
    }
    if (distance < nearest_distance) {
      nearest = &candidate;
      nearest_distance = distance;
    }
  }
  return nearest ? fmt::format(" (did you mean `{}`?)", *nearest) : "";
}

std::string quote(std::string_view text) {
  std::string result = "`";
  for (const char character : text.substr(0, 60)) {
    const auto code = static_cast<unsigned char>(character);
    if (code < 0x20 || code == 0x7F) {
      result += fmt::format("\\x{:02x}", code);
    } else {
      result += character;
    }
  }
  return result + (text.size() > 60 ? "...`" : "`");
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (&word != &words.front()) text += separator;
    text += word;
  }
  return text;
}

}  // namespace lastseen::experiments
