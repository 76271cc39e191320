#include <lastseen/experiments/formats/json_list.hpp>

#include <utility>

namespace lastseen::experiments {

JsonList::JsonList(Sink sink, const Json& head, const std::string& key) : sink_(std::move(sink)) {
  std::string text = json_text(head);
  text.erase(text.rfind("\n}"));
  sink_(text + ",\n  " + Json(key).dump() + ": [");
}

void JsonList::add(const Json& item) {
  const std::string indent = "\n    ";
  std::string text = is_empty_ ? indent : "," + indent;
  for (const char character : json_text(item)) {
    if (character == '\n') {
      text += indent;
    } else {
      text += character;
    }
  }
  text.erase(text.size() - indent.size());  // of the line's end behind the item
  sink_(text);
  is_empty_ = false;
}

void JsonList::finish() { sink_(is_empty_ ? "]\n}\n" : "\n  ]\n}\n"); }

}  // namespace lastseen::experiments
