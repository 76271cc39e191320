// Internal: for trace_perfetto.cpp.
// What lasts, in a trace: the spans that records open and close (models/record_kinds.hpp).
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/models/record_kinds.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// One of a kind at a time: what it is, where, whose, and its number.
struct SpanKey {
  std::string_view what;  ///< "connection", "entry", "job"...: the category
  models::Side side = models::Side::client;
  std::uint32_t index = 0;  ///< of the process: user or instance
  models::UserId user = 0;
  std::uint32_t number = 0;
  friend auto operator<=>(const SpanKey&, const SpanKey&) = default;
};

struct OpenSpan {
  std::uint32_t id = 0;  ///< starting at 1, unique in a trace
  std::string name;
  models::Role role = models::Role::view;  ///< whose thread
};

/// Follows the records of a run.
class Spans {
 public:
  explicit Spans(models::RegistryKey registry_key) : registry_key_(registry_key) {}

  struct Change {
    bool begins = false;
    SpanKey key;
    OpenSpan span;
  };
  /// What ends and what begins with this record, in this order.
  std::vector<Change> follow(const sim::Record& record);
  /// Ends all that is still open.
  std::vector<Change> end_all();

 private:
  void begin(const SpanKey& key, models::Role role, std::string name);
  void end(const SpanKey& key);
  void end_instance(std::uint32_t instance);
  /// The span that the record opens or closes; `began` is the record that opens it.
  SpanKey key_of(models::Span span, const sim::Record& record, sim::RecordId began) const;

  models::RegistryKey registry_key_;
  std::map<SpanKey, OpenSpan> open_;
  std::vector<Change> changes_;
  std::uint32_t last_id_ = 0;
};

}  // namespace lastseen::experiments
