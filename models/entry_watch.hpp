// Internal: part of monitor.hpp.
// What the records say about one user's connection and registry entry, and so whom to blame when the registry has no fresh
// entry: the last thing that made it so.
#pragma once

#include <array>
#include <optional>

#include <lastseen/models/mechanisms.hpp>
#include <lastseen/models/vocabulary.hpp>

namespace lastseen::models {

/// A mechanism, and the record that shows it at work.
struct Blame {
  Mechanism mechanism = Mechanism::connect_race;
  sim::RecordId record = sim::no_record;
};

class EntryWatch {
 public:
  /// Any record of this user, and each `restarted`.
  void observe(const sim::Record& record);

  /// Why a notifier at this instance finds no fresh entry; without one: at any.
  Blame missing(std::optional<std::uint32_t> instance) const;
  /// Why a frame did not arrive; `lost` is the record of its loss.
  Blame lost(const sim::Record& lost) const;

  /// The record of the app's going to the background, where it is; no_record: it is in the foreground.
  sim::RecordId asleep() const { return in_background_ ? background_ : sim::no_record; }
  /// When the latest entry was made; never: there was none.
  sim::Instant registered() const { return registered_; }

 private:
  // What follows from a record: of the entry,
  void entry_made(const sim::Record& registered);
  void entry_stale(const sim::Record& stale);
  void entry_removed(const sim::Record& unregistered);
  void instance_restarted(const sim::Record& restarted);
  void saw(const sim::Record& record);
  // of pings,
  static void keep_first(sim::RecordId& first, const sim::Record& record);
  // of a connection at the server, and of its ends.
  void connection_opened(const sim::Record& connected);
  void handler_returned(const sim::Record& returned);
  void connection_died(const sim::Record& died);
  void client_ended(const sim::Record& ended);
  void server_ended(const sim::Record& ended);

  void explain_absence(Blame why);
  void ended_before_registration(Blame why);
  void gone(Blame why);
  Blame out_of_sight() const;
  Blame why_closed(const sim::Record& disconnected) const;
  bool is_of_entry(const sim::Record& record) const {
    return present_ && record.subject.number == connection_;
  }
  /// The latest entry is of the connection that died last.
  bool is_dead_entry() const { return died_.record != sim::no_record && died_connection_ == connection_; }

  // The latest entry.
  sim::Instant registered_ = sim::never;
  sim::RecordId seen_ = sim::no_record;  ///< what last set LastSeen
  std::uint32_t connection_ = 0;
  std::uint32_t instance_ = 0;
  bool present_ = false;

  // Since LastSeen was set, the first record of each: a ping message, one that refreshed a copy, a control ping.
  sim::RecordId ping_ = sim::no_record;
  sim::RecordId copy_ = sim::no_record;
  sim::RecordId control_ping_ = sim::no_record;
  sim::RecordId background_ = sim::no_record;
  bool in_background_ = false;

  Blame absent_because_;  ///< while there is no entry
  Blame died_;            ///< the connection that died last; record: of its death
  std::uint32_t died_connection_ = 0;
  sim::RecordId awaits_registration_ = sim::no_record;  ///< the last `connected` of the server
  sim::RecordId restarted_ = sim::no_record;

  // The last ends of connections at either side, for what follows from them.
  struct End {
    sim::RecordId record = sim::no_record;
    std::uint32_t connection = 0;
    Blame why;
  };
  End server_end_;
  std::array<End, 3> client_ends_;  ///< a ring: news of several closes may be under way
  std::uint8_t next_client_end_ = 0;
  sim::RecordId deadline_ = sim::no_record;  ///< the last one that passed
  sim::RecordId handler_returned_ = sim::no_record;
  sim::RecordId view_opened_ = sim::no_record;
};

}  // namespace lastseen::models
