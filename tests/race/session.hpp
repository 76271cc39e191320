// One session under test: a world with its settings, everything it recorded, and what became of each job.
// Tests say what happens when, and ask what happened:
//
//     Session session(settings);
//     session.run();
//     EXPECT_EQ(session.when(Kind::skipped), "90.042s");
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <lastseen/models/monitor.hpp>
#include <lastseen/models/world.hpp>

namespace lastseen::models {

using namespace std::chrono_literals;

class Session {
 public:
  explicit Session(const Settings& settings, std::uint64_t seed = 1, std::uint32_t replication = 0)
      : settings_(settings), chance_(seed, replication), world_(settings_, chance_) {
    world_.add(recording_);
    world_.add(monitor_);
  }

  void run() { world_.run(); }
  void run_until(Duration instant) { world_.run_until(sim::run_start + instant); }

  const World& world() const { return world_; }
  const sim::Recording& recording() const { return recording_; }
  SessionResult result() const { return monitor_.result(world_.now()); }
  JobResult job(std::uint32_t number) const { return result().jobs.at(number - 1); }

  /// Whether the server's registry has an entry for the user.
  bool registry_knows(UserId user = 0) const { return !world_.registry().entries(user).empty(); }

  /// The records of a kind; with a role, of that role alone ("connected" is said by two).
  std::vector<sim::Record> all(Kind kind, std::optional<Role> role = {}) const {
    std::vector<sim::Record> found;
    for (const sim::Record& record : recording_.records()) {
      if (kind_of(record) == kind && (!role || role_of(record) == *role)) found.push_back(record);
    }
    return found;
  }
  std::size_t count(Kind kind, std::optional<Role> role = {}) const { return all(kind, role).size(); }

  /// The first record of a kind, which must exist.
  sim::Record first(Kind kind, std::optional<Role> role = {}) const {
    const auto found = all(kind, role);
    if (found.empty()) throw std::out_of_range("no record says " + std::string(name(kind)));
    return found.front();
  }

  /// When each record of a kind was written, as text ("90.042s"), which a failing test prints well.
  std::vector<std::string> times(Kind kind, std::optional<Role> role = {}) const {
    std::vector<std::string> texts;
    for (const sim::Record& record : all(kind, role)) texts.push_back(sim::to_text(since_start(record)));
    return texts;
  }
  /// When the first was written; "never" when there is none.
  std::string when(Kind kind, std::optional<Role> role = {}) const {
    const auto texts = times(kind, role);
    return texts.empty() ? "never" : texts.front();
  }

  /// Why it happened: the record named as the cause of the first of a kind.
  sim::Record cause_of(Kind kind) const { return recording_.at(first(kind).cause); }

  static Duration since_start(const sim::Record& record) { return record.time - sim::run_start; }

 private:
  Settings settings_;
  sim::Chance chance_;
  World world_;
  sim::Recording recording_;
  Monitor monitor_{settings_};
};

/// A session without chance: one job, whose notification everything is about.
///
///       0 s     the app starts to connect           latency     40 ms each way, REST handling 2 ms
///     0.6 s     registered with the server          handshake   600 ms
///     0.64 s    the app is connected                cleanup     at 0, 30, 60 s ..., if older than 60 s
///   30.64 s ... a ping each 30 s                    processing  25 s
inline Settings scripted(Duration job_at) {
  Settings settings;
  settings.session.duration = 3min;
  settings.jobs.count = 1;
  settings.jobs.at = {job_at};
  settings.network.latency = 40ms;
  settings.handshake.duration = 600ms;
  settings.registry.cleanup_phase = 0s;
  settings.worker.processing_time = 25s;
  return settings;
}

/// The same with the remedy: a ping sets LastSeen.
inline Settings fixed(Settings settings) {
  settings.registry.refresh_on = RefreshOn::ping;
  return settings;
}

/// The same with a scripted fault.
inline Settings with(Settings settings, const Fault& fault) {
  settings.faults.push_back(fault);
  return settings;
}

/// What became of a job of a session with these settings: "delivered", why not ("no-refresh"), or "unfinished".
inline std::string fate(const Settings& settings, std::uint32_t job = 1) {
  Session session(settings);
  session.run();
  const JobResult result = session.job(job);
  if (result.cause) return std::string(name(*result.cause));
  return std::string(name(result.outcome));
}

}  // namespace lastseen::models
