// A JSON document whose last member is a long list, written item by item: the same text as json_text of the whole.
#pragma once

#include <string>

#include <lastseen/experiments/formats/json.hpp>
#include <lastseen/experiments/formats/sink.hpp>

namespace lastseen::experiments {

class JsonList {
 public:
  /// Writes the members of `head`, an object with some, and begins the list `key` behind them.
  JsonList(Sink sink, const Json& head, const std::string& key);

  void add(const Json& item);
  /// Ends list and document.
  void finish();

 private:
  Sink sink_;
  bool is_empty_ = true;
};

}  // namespace lastseen::experiments
