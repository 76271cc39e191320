// The connection registry: user -> connection, ConnectedAt, LastSeen. In one process's memory.
//
// An entry can be refused in two ways: IsConnected refuses one not seen for `check_timeout`, and a cleanup ticker
// removes one not seen for `cleanup_timeout`. "Not seen" means that nothing set LastSeen: with the bug, only connecting
// does, and a user who pings every 30 s is forgotten. Both compare with `>`: an entry exactly as old as the timeout
// still counts.
#pragma once

#include <vector>

#include "models/context.hpp"
#include "sim/port.hpp"

namespace lastseen::models {

class Registry {
 public:
  explicit Registry(const Context& context);

  /// Starts the cleanup ticker.
  void start();

  /// The connection is open: its entry is made after the registration delay, or never.
  void connection_opened(UserId user, std::uint32_t connection, sim::RecordId cause);
  /// The connection has ended: its handler removes the user's entry, or only its own.
  void connection_closed(UserId user, std::uint32_t connection, sim::RecordId cause);
  /// Sets the user's LastSeen.
  void refresh(UserId user, sim::RecordId cause);

  /// What IsConnected answers, for which connection, and the record that is the reason: what last set LastSeen, or
  /// what removed the entry (no_record: there never was one).
  struct Answer {
    bool connected = false;
    std::uint32_t connection = 0;
    sim::RecordId because = sim::no_record;
  };
  Answer check(UserId user) const;

  /// An entry, as a debug view shows it.
  struct Entry {
    std::uint32_t connection = 0;  ///< 0: there is none
    sim::Instant connected_at = sim::run_start;
    sim::Instant last_seen = sim::run_start;
    sim::RecordId because = sim::no_record;  ///< what last set LastSeen, or removed the entry
  };
  const Entry& entry(UserId user) const { return entries_[user]; }

  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> evicted;

 private:
  void add(UserId user, std::uint32_t connection, sim::RecordId cause);
  void clean_up();

  Context context_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> ended_;  ///< by user: the latest connection that ended, so that a late
                                      ///< registration does not bring it back
};

}  // namespace lastseen::models
