#include <lastseen/experiments/scenario/text_list.hpp>

namespace lastseen::experiments {

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

}  // namespace lastseen::experiments
