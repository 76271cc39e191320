// A look into a running session at any instant: the registry's debug view and the clients' connection metrics, computed
// from the records up to then, as a debug endpoint and an app would.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/words/registry_entries.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// An entry of the registry. Times are by the clock of its instance, which a fault may have moved.
struct EntryView {
  models::UserId user = 0;
  std::uint32_t instance = 0;
  std::uint32_t connection = 0;
  sim::Instant connected_at = sim::run_start;
  sim::Instant last_seen = sim::run_start;
  sim::Duration age{0};     ///< since it was registered
  sim::Duration unseen{0};  ///< since LastSeen
  bool stale = false;       ///< IsConnected refuses it (registry.check_timeout)
};

/// The "connection quality metrics" of one app.
struct ClientMetrics {
  models::UserId user = 0;
  std::uint64_t attempts = 0;
  std::uint64_t successes = 0;
  std::uint64_t failures = 0;
  std::uint64_t messages = 0;  ///< received on the connection: notifications, and pongs that are messages
  std::uint64_t round_trips = 0;
  sim::Duration round_trip_time{0};  ///< of all pings that were answered, from sending to the pong
};

struct Inspection {
  sim::Instant at = sim::run_start;
  std::vector<EntryView> entries;      ///< by user, then instance, then connection
  std::vector<ClientMetrics> clients;  ///< one for each user
};

/// Reads the records of a session, in order.
class Inspector : public sim::Observer {
 public:
  explicit Inspector(const models::Settings& settings);

  void observe(const sim::Record& record) override;

  /// What there is now, when all events of the instant have happened.
  Inspection look(sim::Instant at) const;

 private:
  void observe_registry(const sim::Record& record);
  void observe_supervision(const sim::Record& record);
  sim::Instant clock_of(std::uint32_t instance, sim::Instant at) const {
    return at + clock_shifts_[instance];
  }

  struct Entry {
    std::uint32_t connection = 0;
    sim::Instant connected_at = sim::run_start;
    sim::Instant last_seen = sim::run_start;
  };
  struct Client {
    ClientMetrics metrics;
    std::map<std::pair<std::uint32_t, std::uint32_t>, sim::Instant> pings;  ///< sent, by connection and ping
  };

  models::RegistrySettings registry_;
  models::PingKind ping_kind_;
  std::map<EntryKey, Entry> entries_;
  std::vector<Client> clients_;
  std::vector<sim::Duration> clock_shifts_;  ///< by instance
};

/// Plays one replication and looks at it at each of the instants, in their order.
std::vector<Inspection> inspect(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
                                std::vector<sim::Instant> instants);

/// An instant as an option gives it: "90s" since the run's start, "+22s" or "-10s" since the story's zero. Throws
/// InputError, naming the option, when it is anything else or lies before the run's start or after `latest`.
sim::Instant parse_instant(const std::string& text, const StoryClock& story, sim::Instant latest,
                           const std::string& option);

}  // namespace lastseen::experiments
