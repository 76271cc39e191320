// One world: all components, wired; one run of one scenario with one seed. A value without globals: many run side by
// side.
//
//     view -> outbox -> network -> api -> dispatcher -> worker -> notifier -> gateway -> network -> supervision -> screen
//       `-> supervision <-> network <-> gateway -> registry <- ping handler                                ^
//       `-> polling <-> network <-> api ---------------------------------------------------------------------'
#pragma once

#include <cstdint>
#include <optional>

#include <lastseen/models/api.hpp>
#include <lastseen/models/app_lifecycle.hpp>
#include <lastseen/models/context.hpp>
#include <lastseen/models/dispatcher.hpp>
#include <lastseen/models/fault_script.hpp>
#include <lastseen/models/gateway.hpp>
#include <lastseen/models/heartbeat.hpp>
#include <lastseen/models/network_path.hpp>
#include <lastseen/models/notifier.hpp>
#include <lastseen/models/outbox.hpp>
#include <lastseen/models/ping_handler.hpp>
#include <lastseen/models/polling.hpp>
#include <lastseen/models/proxy.hpp>
#include <lastseen/models/registry.hpp>
#include <lastseen/models/screen.hpp>
#include <lastseen/models/servers.hpp>
#include <lastseen/models/supervision.hpp>
#include <lastseen/models/view_lifecycle.hpp>
#include <lastseen/models/worker.hpp>

namespace lastseen::models {

class World {
 public:
  /// The settings and the chance outlive the world.
  World(const Settings& settings, const sim::Chance& chance);
  /// The same in a simulation of before, which is reset and outlives the world: its storage is used again.
  World(const Settings& settings, const sim::Chance& chance, sim::Simulation& again);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// The observer is told every record; add it before the world runs.
  void add(sim::Observer& observer) { trace_.add(observer); }

  /// Takes no fingerprint; call it before the world runs.
  void stop_fingerprint() { trace_.stop_fingerprint(); }

  /// Runs the session: its duration, in which jobs are submitted; then until all of them are settled, that is, on the screen
  /// and no notification under way or kept, at most `session.drain` more.
  void run();
  /// Runs up to and including an instant, for a look inside.
  void run_until(sim::Instant instant);
  /// Lets the next event happen. False when there is none.
  bool step();

  sim::Instant now() const { return simulation_.now(); }
  const sim::Fingerprint& fingerprint() const { return trace_.fingerprint(); }
  std::uint32_t records() const { return trace_.records(); }
  std::uint64_t events() const { return simulation_.executed(); }
  const Registry& registry() const { return registry_; }

 private:
  void begin();
  void wire_phone();
  void wire_server();
  void wire_between();
  void schedule_users();
  // What more than one component is told.
  void phone_connected(UserId user, sim::RecordId cause);
  void push_shown(UserId user, std::uint32_t job, sim::RecordId cause);
  void socket_taken(UserId user, sim::RecordId cause);
  void instance_stopped(std::uint32_t instance, bool graceful, sim::RecordId cause);
  bool jobs_fetched(UserId user, std::uint32_t told, std::uint32_t done, sim::RecordId cause);
  void notification_shown(UserId user, std::uint32_t job, sim::RecordId cause);
  void job_submitted(UserId user, std::uint32_t job, sim::RecordId cause);

  const Settings& settings_;
  const sim::Chance& chance_;
  std::optional<sim::Simulation> own_simulation_;
  sim::Simulation& simulation_;
  sim::Trace trace_;
  AppStates apps_{settings_};
  Origins connections_{settings_.session.users};
  Origins loops_{settings_.session.users};
  /// Where chance has a source: it chooses the order of events too.
  std::optional<EventNames> names_ =
      chance_.source() ? std::optional<EventNames>(*chance_.source()) : std::nullopt;
  std::optional<FaultOrigins> fault_origins_ =
      settings_.faults.empty() ? std::nullopt : std::optional<FaultOrigins>(settings_.faults.size());
  Context context_{simulation_,
                   trace_,
                   chance_,
                   settings_,
                   apps_,
                   connections_,
                   loops_,
                   names_ ? &*names_ : nullptr,
                   fault_origins_ ? &*fault_origins_ : nullptr};

  NetworkPath network_{context_};
  AppLifecycle app_{context_, apps_};
  ViewLifecycle view_{context_};
  Outbox outbox_{context_};
  Supervision supervision_{context_, connections_};
  Heartbeat heartbeat_{context_};
  Polling polling_{context_, loops_};
  Screen screen_{context_};
  Proxy proxy_{context_};
  FaultScript faults_{context_};
  Servers servers_{context_};
  Api api_{context_};
  Gateway gateway_{context_};
  Registry registry_{context_};
  PingHandler ping_handler_{context_};
  Dispatcher dispatcher_{context_};
  Worker worker_{context_};
  Notifier notifier_{context_};
};

}  // namespace lastseen::models
