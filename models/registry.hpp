// Internal: a component, which world.hpp wires.
// The connection registry: user -> connection, ConnectedAt, LastSeen. One in the memory of each instance of the server; this
// component is all of them.
//
// An entry can be refused in two ways: IsConnected refuses one not seen for `check_timeout`, and a cleanup ticker
// removes one not seen for `cleanup_timeout`. "Not seen" means that nothing set LastSeen: with the bug, only connecting
// does, and a user who pings every 30 s is forgotten. What sets it, what an entry stands for, and whether one exactly as
// old as the timeout still counts, are settings.
#pragma once

#include <boost/container/small_vector.hpp>
#include <unordered_map>
#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Registry {
 public:
  explicit Registry(const Context& context)
      : context_(context),
        users_(context.settings.session.users),
        instances_(context.settings.server.instances) {}

  /// Starts the cleanup tickers.
  void start();

  /// In, from the gateway: the connection is open; its entry is made after the registration delay, or never.
  void connection_opened(SocketId id, sim::RecordId cause);
  /// In, from the gateway: the connection's handler has ended, and removes what registry.key says.
  void connection_closed(SocketId id, sim::RecordId cause);
  /// In, from the gateway or the ping handler: something was heard; sets LastSeen if registry.refresh_on says so.
  void heard(SocketId id, Heard what, sim::RecordId cause);
  /// Asked by the ping handler: does a ping on this connection find an entry?
  bool knows(SocketId id) { return find(id) != nullptr; }
  /// In, from the ping handler: an entry to make again, for a connection whose entry is gone.
  void re_register(SocketId id, sim::RecordId cause) { add(id, cause); }
  /// Asked by the notifier: is the user connected, as this instance knows?
  Presence check(std::uint32_t instance, UserId user) const;
  /// Asked by the API: would any instance say that the user is connected?
  bool is_registered(UserId user) const;
  /// In, from the servers: the instance's memory is gone.
  void stop(std::uint32_t instance, sim::RecordId cause);
  /// In, from the fault script: the server's clock jumps forward [ns], or back when negative.
  void shift_clock(Duration by);

  /// Out, to the notifier: the user has an entry; the cause is its making.
  sim::Port<void(SocketId, sim::RecordId cause)> registered;
  /// Out, to the gateway: the entry was stale; only with registry.close_on_eviction. The cause is its removal.
  sim::Port<void(SocketId, sim::RecordId cause)> evicted;

  /// An entry, as a debug view shows it; times by the server's clock.
  struct Entry {
    std::uint32_t connection = 0;
    std::uint32_t instance = 0;
    sim::Instant connected_at = sim::run_start;
    sim::Instant last_seen = sim::run_start;
    sim::RecordId because = sim::no_record;  ///< what last set LastSeen
  };
  using Entries = boost::container::small_vector<Entry, 1>;
  const Entries& entries(UserId user) const { return users_[user].entries; }

 private:
  struct User {
    Entries entries;
    sim::RecordId removed_by = sim::no_record;  ///< the last removal
    std::uint32_t ended = 0;  ///< the latest connection that ended, so that a late registration does not
                              ///< bring it back
  };

  /// One instance's part.
  struct Instance {
    std::uint32_t incarnation = 0;  ///< a registration under way ends with it
    /// Users with an entry here, and some that had one; some of them twice until they are put in order.
    std::vector<UserId> users;
    bool in_order = true;
    /// The latest connection of each user that has registered here: the fence, which outlives the entry. Only with
    /// RegistryKey::generation.
    std::unordered_map<UserId, std::uint32_t> generations;
  };

  sim::Instant now() const { return context_.simulation.now() + clock_shift_; }
  bool is_stale(const Entry& entry, Duration timeout) const;
  Entry* find(SocketId id);
  /// Whether the connection may register: with RegistryKey::generation, not after a later one of its user.
  bool passes_fence(SocketId id);
  void add(SocketId id, sim::RecordId cause);
  void refresh(SocketId id, sim::RecordId cause);
  void refresh_copy(SocketId id, sim::RecordId cause);
  void miss(SocketId id, sim::RecordId cause) const;
  void tick(std::uint32_t instance);
  void expect_tick(std::uint32_t instance, Duration after);
  void clean_up(std::uint32_t instance, UserId user);
  void note_user(std::uint32_t instance, UserId user);
  void put_in_order(std::uint32_t instance);
  bool has_entry(std::uint32_t instance, UserId user) const;

  const Context& context_;
  std::vector<User> users_;
  std::vector<Instance> instances_;
  Duration clock_shift_{0};
};

}  // namespace lastseen::models
