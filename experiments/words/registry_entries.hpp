// The registry's entries as its records tell them, for who looks at a run from outside: at most one of each key at a time.
#pragma once

#include <compare>
#include <cstdint>

#include <lastseen/models/settings.hpp>
#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// What a new entry takes the place of: the user's at this instance, or only the same connection's.
struct EntryKey {
  std::uint32_t instance = 0;
  models::UserId user = 0;
  std::uint32_t connection = 0;  ///< 0: whichever
  friend auto operator<=>(const EntryKey&, const EntryKey&) = default;
};

/// The entry that a record of the registry is about.
inline EntryKey entry_key(const sim::Record& record, models::RegistryKey key) {
  return {record.actor.index, record.subject.owner,
          key == models::RegistryKey::connection ? record.subject.number : 0};
}

}  // namespace lastseen::experiments
