// Internal: a component, which world.hpp wires.
// The instances of the server: which are up, which one takes a connection or a job, and when they restart.
//
// Accepted jobs wait in a queue that survives a restart, and are finished all the same; an instance's sockets and its
// registry are gone.
#pragma once

#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Servers {
 public:
  explicit Servers(const Context& context)
      : context_(context), instances_(context.settings.server.instances) {}

  /// Draws the instances of the users, and schedules the restarts of chance.
  void start();

  /// In, from the fault script: the instance goes down, for this long [ns]; one already down stays down at least this long.
  void restart(std::uint32_t instance, Duration lasts, bool graceful);
  /// In, from the fault script: all instances restart, each when the one before is back.
  void rolling_restart(Duration lasts, bool graceful);
  /// Asked by the gateway: is the instance up?
  bool is_up(std::uint32_t instance) const { return instances_[instance].down_by == sim::no_record; }
  /// Asked by the API and the network: is any instance up?
  bool available() const;
  /// Asked by the gateway: the instance for a connection, by server.routing, or the next one that is up, if any is.
  std::uint32_t for_connection(UserId user, std::uint32_t connection) const;
  /// Asked by the notifier: the instance for a job, by the same rule.
  std::uint32_t for_job(UserId user, std::uint32_t job) const;

  /// Out, to the gateway and the registry: the instance is gone; graceful: it closes its sockets.
  sim::Port<void(std::uint32_t instance, bool graceful, sim::RecordId cause)> stopped;

 private:
  struct Instance {
    sim::RecordId down_by = sim::no_record;
    sim::Instant back = sim::run_start;
  };

  void draw_homes();
  /// The user's instance, of sticky routing and of routing apart.
  std::uint32_t home(UserId user) const { return homes_.empty() ? 0 : homes_[user]; }
  void expect_restart(std::uint32_t instance, std::uint32_t number);
  void expect_start(std::uint32_t instance);
  void roll(std::uint32_t instance, Duration lasts, bool graceful);
  std::uint32_t up_from(std::uint32_t wanted) const;

  const Context& context_;
  std::vector<Instance> instances_;
  std::vector<std::uint32_t> homes_;  ///< by user; empty: all users have the first one, or none
};

}  // namespace lastseen::models
