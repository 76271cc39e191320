// Internal: part of monitor.hpp.
// The lives of all registry entries, of every user and instance, as the records tell them: how long each stood, and for how
// much of that its connection was dead. (Whom to blame for a missing entry is a question for entry_watch.hpp.)
//
// An entry begins with `registered`. It ends with `stale`, `unregistered` or `replaced`, or with the `restarted` of its
// instance. Its connection is dead from the record that says that it died, or that its client ended it; an entry that is
// made later than that is dead from the start.
#pragma once

#include <boost/container/small_vector.hpp>
#include <vector>

#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {

/// Registration -> the entry is gone.
struct EntryLifetime {
  sim::Duration length{0};
  bool is_censored = false;  ///< it was still there when the session ended: it lives at least so long

  friend bool operator==(const EntryLifetime&, const EntryLifetime&) = default;
};

class EntryLives {
 public:
  /// Of the users 0..users-1; what comes after the instant does not count.
  EntryLives(std::uint32_t users, sim::Instant session_end) : users_(users), session_end_(session_end) {}

  /// Any record.
  void observe(const sim::Record& record);

  /// The entries that ended, in the order of their ends, and then by user those that were there at the instant or at the end
  /// of the session, whichever is earlier.
  std::vector<EntryLifetime> lifetimes(sim::Instant at) const;
  /// For how long up to then entries stood for dead connections; two at a time count twice.
  sim::Duration ghost_time(sim::Instant at) const;

 private:
  struct Entry {
    std::uint32_t connection = 0;
    std::uint32_t instance = 0;
    sim::Instant made = sim::run_start;
    sim::Instant dead_since = sim::never;  ///< its connection; never: it is alive

    sim::Duration ghost_time(sim::Instant until) const {
      return dead_since < until ? until - dead_since : sim::Duration::zero();
    }
  };
  struct User {
    boost::container::small_vector<Entry, 1> entries;
    std::uint32_t connection = 0;  ///< the client's latest; those before it are dead
    bool is_dead = false;          ///< the latest
  };

  void made(const sim::Record& registered);
  void removed(const sim::Record& record);
  void instance_restarted(const sim::Record& restarted);
  void connection_died(const sim::Record& record);
  void end(const Entry& entry, sim::Instant at);

  std::vector<User> users_;
  sim::Instant session_end_;
  std::vector<EntryLifetime> ended_;
  sim::Duration ghost_time_{0};  ///< of the entries that ended
};

}  // namespace lastseen::models
