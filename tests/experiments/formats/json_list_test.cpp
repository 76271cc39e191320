// A long list written item by item is the text of the whole.
#include <lastseen/experiments/formats/json_list.hpp>

#include <gtest/gtest.h>

namespace lastseen::experiments {
namespace {

std::string text_of(const Json& head, const std::vector<Json>& items) {
  std::string text;
  JsonList list([&](std::string_view piece) { text += piece; }, head, "items");
  for (const Json& item : items) list.add(item);
  list.finish();
  return text;
}

TEST(JsonList, IsTheTextOfTheWholeDocument) {
  const Json head = {{"schema", "x/1"}, {"note", "brackets ] } and \n ends"}};
  const std::vector<Json> items = {
      {{"a", 1}, {"b", Json::array({1, Json::object()})}}, "line\nend", Json::array(), 3};
  for (std::size_t count = 0; count <= items.size(); ++count) {
    Json whole = head;
    whole["items"] = Json::array();
    for (std::size_t index = 0; index < count; ++index) whole["items"].push_back(items[index]);
    EXPECT_EQ(text_of(head, {items.begin(), items.begin() + static_cast<std::ptrdiff_t>(count)}),
              json_text(whole))
        << count;
  }
}

}  // namespace
}  // namespace lastseen::experiments
