#include <lastseen/sim/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace lastseen::sim {
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

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// The bytes of the control character that begins here: 1 for C0 and DEL, 2 for C1 in UTF-8, 0 for anything
/// else.
std::size_t control_character(std::string_view text, std::size_t at) {
  const auto code = static_cast<unsigned char>(text[at]);
  if (code < 0x20 || code == 0x7F) return 1;
  if (code != 0xC2 || at + 1 >= text.size()) return 0;
  const auto next = static_cast<unsigned char>(text[at + 1]);
  return next >= 0x80 && next < 0xA0 ? 2 : 0;
}

}  // namespace

std::string suggestion(std::string_view text, const std::vector<std::string>& candidates) {
  const std::string given = lower_case(text.substr(0, 100));
  const std::string* nearest = nullptr;
  // Two letters or a third may differ, but not more than half.
  std::size_t nearest_distance = std::min(std::max<std::size_t>(2, given.size() / 3), given.size() / 2) + 1;
  for (const std::string& candidate : candidates) {
    // The last part of a dotted key alone is near as well: `timeout` for `registry.check_timeout` is not, but
    // `refresh_on` for `registry.refresh_on` is.
    const std::size_t dot = candidate.rfind('.');
    const std::string name = lower_case(candidate);
    std::size_t distance = edit_distance(given, name);
    if (dot != std::string::npos && given.find('.') == std::string::npos) {
      distance = std::min(distance, edit_distance(given, std::string_view(name).substr(dot + 1)));
    }
    if (distance < nearest_distance) {
      nearest = &candidate;
      nearest_distance = distance;
    }
  }
  return nearest ? fmt::format(" (did you mean `{}`?)", *nearest) : "";
}

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t length = control_character(text, at);
    if (length == 0) result += text[at];
    for (std::size_t byte = 0; byte < length; ++byte) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at + byte]));
    }
    if (length > 1) ++at;
  }
  return result;
}

bool has_control_characters(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char character = text[at];
    const bool is_layout = character == '\n' || character == '\t' ||
                           (character == '\r' && text.substr(at + 1).starts_with('\n'));
    if (!is_layout && control_character(text, at) > 0) return true;
  }
  return false;
}

std::string quote(std::string_view text) {
  constexpr std::size_t shown = 60;
  if (text.size() <= shown) return "`" + printable(text) + "`";
  std::size_t end = shown;
  while (end > shown - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // whole characters
  return "`" + printable(text.substr(0, end)) + "...`";
}

std::string grouped(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t place = text.size(); place > 3; place -= 3) text.insert(place - 3, ",");
  return text;
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (&word != &words.front()) text += separator;
    text += word;
  }
  return text;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t index = 0; index <= text.size(); ++index) {
    const char character = index < text.size() ? text[index] : ',';
    if (character == '(') ++depth;
    if (character == ')') --depth;
    if ((character == ',' && depth <= 0) || index == text.size()) {
      items.emplace_back(trimmed(text.substr(start, index - start)));
      start = index + 1;
    }
  }
  return items;
}

}  // namespace lastseen::sim
