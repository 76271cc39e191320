#include <lastseen/experiments/traces/trace_jsonl.hpp>

#include <fmt/format.h>

#include <lastseen/models/vocabulary.hpp>

namespace lastseen::experiments {

std::string json_line(const sim::Record& record) {
  const auto& [type, user, number, part] = record.subject;
  return fmt::format(R"({{"id":{},"time_ns":{},"role":"{}","index":{},"kind":"{}",)"
                     R"("subject":{{"type":{},"user":{},"number":{},"part":{}}},"cause":{}}})",
                     record.id, record.time.time_since_epoch().count(), models::name(models::role_of(record)),
                     record.actor.index, models::name(models::kind_of(record)), type, user, number, part,
                     record.cause);
}

}  // namespace lastseen::experiments
