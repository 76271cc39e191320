#include "sim/trace.hpp"

#include <fmt/format.h>

namespace lastseen::sim {

std::string Fingerprint::to_text() const { return fmt::format("{:016x}", state_); }

void add_to(Fingerprint& fingerprint, const Record& record) {
  const auto pair = [](std::uint32_t high, std::uint32_t low) { return (std::uint64_t{high} << 32) | low; };
  fingerprint.add(static_cast<std::uint64_t>(record.time.time_since_epoch().count()));
  fingerprint.add(pair(record.cause, record.actor.index));
  fingerprint.add((std::uint64_t{record.actor.role} << 32) | (std::uint64_t{record.kind} << 16) |
                  record.subject.type);
  fingerprint.add(pair(record.subject.owner, record.subject.number));
  fingerprint.add(record.subject.part);
}

}  // namespace lastseen::sim
