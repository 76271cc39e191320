// What must hold of the registry in random worlds: a second and simpler registry follows the records and predicts each
// refresh, each removal and each decision, for every key, refresh rule, staleness comparison and clock.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "tests/models/random_worlds.hpp"

namespace lastseen::models {
namespace {

/// What the records say the registries hold.
class Auditor {
 public:
  Auditor(const Session& session, const Settings& settings)
      : recording_(session.recording()), settings_(settings), rule_(settings.registry) {}

  void audit() {
    for (const sim::Record& record : recording_.records()) {
      observe(record);
      if (::testing::Test::HasFatalFailure()) return;
    }
    for (const auto& [cause, kind] : expected_) {
      FAIL() << "record " << cause << " should have caused " << name(kind);
    }
  }

 private:
  struct Entry {
    std::uint32_t connection;
    std::uint32_t instance;
    sim::Instant seen;
  };
  using Entries = std::vector<Entry>;

  sim::Instant clock(const sim::Record& record) const { return record.time + clock_shift_; }
  bool is_stale(const Entry& entry, const sim::Record& now, Duration timeout) const {
    const Duration age = clock(now) - entry.seen;
    return rule_.stale_when == StaleWhen::older_than_timeout ? age > timeout : age >= timeout;
  }
  bool is_fresh(const Entry& entry, const sim::Record& now) const {
    return !rule_.check_timeout || !is_stale(entry, now, *rule_.check_timeout);
  }
  bool is_connected(const sim::Record& now) {
    const Entries& entries = entries_[now.subject.owner];
    return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
      return entry.instance == now.actor.index && is_fresh(entry, now);
    });
  }
  /// The entry that a connection's pings and end are about.
  Entry* of_connection(const sim::Record& record) {
    for (Entry& entry : entries_[record.subject.owner]) {
      if (entry.instance == record.actor.index &&
          (rule_.key == RegistryKey::user || entry.connection == record.subject.number)) {
        return &entry;
      }
    }
    return nullptr;
  }
  Entry* exactly(const sim::Record& record) {
    for (Entry& entry : entries_[record.subject.owner]) {
      if (entry.instance == record.actor.index && entry.connection == record.subject.number) return &entry;
    }
    return nullptr;
  }
  void erase(const sim::Record& record) {
    std::erase_if(entries_[record.subject.owner], [&](const Entry& entry) {
      return entry.instance == record.actor.index && entry.connection == record.subject.number;
    });
  }

  void expect(const sim::Record& cause, Kind kind) { expected_.insert({cause.id, kind}); }
  void expected(const sim::Record& record) {
    const auto found = expected_.find({record.cause, kind_of(record)});
    ASSERT_NE(found, expected_.end()) << name(kind_of(record));
    expected_.erase(found);
  }

  /// What a ping, a pong or a control frame does to the registry.
  void heard(const sim::Record& record, bool is_message, bool is_pong) {
    const Entry* const entry = of_connection(record);
    const Kind done = entry != nullptr ? Kind::refreshed : Kind::refresh_missed;
    switch (rule_.refresh_on) {
      case RefreshOn::connect: return;
      case RefreshOn::ping:
      case RefreshOn::message:
        if (is_message) expect(record, done);
        return;
      case RefreshOn::pong:
        if (is_pong) expect(record, done);
        return;
      case RefreshOn::bytes: return expect(record, done);
      case RefreshOn::if_absent:
        if (is_message && entry == nullptr)
          expect(record, is_fenced(record) ? Kind::fenced : Kind::registered);
        return;
      case RefreshOn::throttled:
        if (is_message && (entry == nullptr || clock(record) - entry->seen >= rule_.refresh_interval)) {
          expect(record, done);
        }
        return;
      case RefreshOn::copy:
        if (is_message) expect(record, entry != nullptr ? Kind::copy_refreshed : Kind::refresh_missed);
        return;
    }
  }

  void ping_received(const sim::Record& record) {
    if (rule_.unknown_ping != UnknownPing::pong && of_connection(record) == nullptr) {
      if (rule_.unknown_ping != UnknownPing::re_register) return;
      expect(record, is_fenced(record) ? Kind::fenced : Kind::registered);
      if (!is_fenced(record)) add(record);  // now, so that what follows finds it; `registered` does it again
    }
    expect(record, Kind::pong_sent);
    heard(record, true, false);
  }

  /// Whether the entry gives way to one of the record's connection.
  bool gives_way(const Entry& old, const sim::Record& record) const {
    return old.instance == record.actor.index &&
           (rule_.key != RegistryKey::connection || old.connection == record.subject.number);
  }

  void add(const sim::Record& record) {
    Entries& entries = entries_[record.subject.owner];
    std::erase_if(entries, [&](const Entry& old) { return gives_way(old, record); });
    entries.push_back({record.subject.number, record.actor.index, clock(record)});
  }

  /// Whether a later connection of the user has registered at the instance since that was started.
  bool is_fenced(const sim::Record& record) {
    return rule_.key == RegistryKey::generation &&
           record.subject.number < latest_[{record.subject.owner, record.actor.index}];
  }

  void fenced(const sim::Record& record) {
    ASSERT_TRUE(is_fenced(record));
    if (kind_of(recording_.at(record.cause)) == Kind::ping_received) expected(record);
  }

  void registered(const sim::Record& record) {
    ASSERT_FALSE(is_fenced(record));
    latest_[{record.subject.owner, record.actor.index}] = record.subject.number;
    ASSERT_FALSE(down_.contains(record.actor.index)) << "by an instance that is down";
    const Kind cause = kind_of(recording_.at(record.cause));
    ASSERT_TRUE(cause == Kind::connected || cause == Kind::ping_received);
    if (cause == Kind::ping_received) {
      expected(record);
    } else {
      ASSERT_TRUE(rule_.registration_delay);
      ASSERT_TRUE(sockets_.contains(socket(record)) || settings_.gateway.handler_returns)
          << "a connection that is not open";
      for (const Entry& old : entries_[record.subject.owner]) {
        ASSERT_FALSE(gives_way(old, record)) << "without being told that it is replaced";
      }
    }
    add(record);
  }

  void replaced(const sim::Record& record) {
    if (kind_of(recording_.at(record.cause)) == Kind::connected) {
      ASSERT_NE(exactly(record), nullptr);
    }
    erase(record);
  }

  void stale(const sim::Record& record) {
    const Entry* const entry = exactly(record);
    ASSERT_NE(entry, nullptr) << "registered before stale";
    ASSERT_TRUE(is_stale(*entry, record, *rule_.cleanup_timeout));
    if (clock_shift_ == Duration::zero()) {
      ASSERT_LE(clock(record) - entry->seen, *rule_.cleanup_timeout + rule_.cleanup_interval +
                                                 rule_.cleanup_phase.value_or(Duration::zero()));
    }
    erase(record);
    if (rule_.close_on_eviction && sockets_.contains(socket(record))) expect(record, Kind::disconnected);
  }

  /// The end of a connection's handler removes its entry, if there is one.
  void handler_ended(const sim::Record& record) {
    if (of_connection(record) != nullptr) expect(record, Kind::unregistered);
  }

  void disconnected(const sim::Record& record) {
    ASSERT_EQ(sockets_.erase(socket(record)), 1U) << "a socket that is not open";
    if (kind_of(recording_.at(record.cause)) == Kind::stale) expected(record);
    if (!settings_.gateway.handler_returns) handler_ended(record);
  }

  void restarted(const sim::Record& record) {
    down_.insert(record.actor.index);
    const auto is_there = [&](std::uint32_t instance) { return instance == record.actor.index; };
    for (auto& [user, entries] : entries_) {
      std::erase_if(entries, [&](const Entry& entry) { return is_there(entry.instance); });
    }
    std::erase_if(sockets_, [&](const Socket& open) { return is_there(std::get<2>(open)); });
    std::erase_if(latest_, [&](const auto& of_user) { return is_there(of_user.first.second); });
  }

  void decided(const sim::Record& record) {
    const Kind cause = kind_of(recording_.at(record.cause));
    if (kind_of(record) == Kind::notification_sent) {
      ASSERT_TRUE(is_connected(record) || cause == Kind::registered);
    } else {
      ASSERT_FALSE(is_connected(record)) << name(kind_of(record));
    }
  }

  void status_served(const sim::Record& record) {
    const Entries& entries = entries_[record.subject.owner];
    known_[record.id] = std::any_of(entries.begin(), entries.end(),
                                    [&](const Entry& entry) { return is_fresh(entry, record); });
  }
  void status_arrived(const sim::Record& record) {
    const sim::Record* served = &recording_.at(record.cause);
    while (kind_of(*served) != Kind::status_served) served = &recording_.at(served->cause);
    ASSERT_EQ(known_.at(served->id), kind_of(record) == Kind::status_received);
  }

  void observe(const sim::Record& record) {
    const Role role = role_of(record);
    if (role == Role::gateway || role == Role::ping_handler || role == Role::registry) {
      observe_connection(record);
    }
    if (is_decision(kind_of(record))) decided(record);
    if (kind_of(record) == Kind::status_served) status_served(record);
    if (kind_of(record) == Kind::status_received || kind_of(record) == Kind::unknown_received) {
      status_arrived(record);
    }
  }

  void observe_connection(const sim::Record& record) {
    switch (kind_of(record)) {
      case Kind::connected: sockets_.insert(socket(record)); break;
      case Kind::upgrade_failed: sockets_.erase(socket(record)); break;
      case Kind::disconnected: return disconnected(record);
      case Kind::handler_returned: return handler_ended(record);
      case Kind::restarted: return restarted(record);
      case Kind::started: down_.erase(record.actor.index); break;
      case Kind::ping_received: ASSERT_TRUE(sockets_.contains(socket(record))); return ping_received(record);
      case Kind::pong_sent:
        if (role_of(record) == Role::ping_handler) return expected(record);
        ASSERT_EQ(settings_.ping.kind, PingKind::control);
        return heard(record, false, false);
      case Kind::pong_received: return heard(record, false, true);
      case Kind::registered: return registered(record);
      case Kind::fenced: return fenced(record);
      case Kind::refreshed:
        ASSERT_NE(exactly(record), nullptr) << "an entry without a registration";
        exactly(record)->seen = clock(record);
        return expected(record);
      case Kind::copy_refreshed:
      case Kind::refresh_missed: return expected(record);
      case Kind::stale: return stale(record);
      case Kind::replaced: return replaced(record);
      case Kind::unregistered:
        ASSERT_NE(exactly(record), nullptr);
        erase(record);
        return expected(record);
      case Kind::not_registered: ASSERT_FALSE(rule_.registration_delay); break;
      case Kind::clock_jumped:
        if (record.actor.index == 0) {
          const Duration by{std::chrono::milliseconds(record.subject.number)};
          clock_shift_ += record.subject.part == 1 ? -by : by;
        }
        break;
      default: break;
    }
  }

  using Socket = std::tuple<UserId, std::uint32_t, std::uint32_t>;  ///< and its instance
  static Socket socket(const sim::Record& record) {
    return {record.subject.owner, record.subject.number, record.actor.index};
  }

  const sim::Recording& recording_;
  const Settings& settings_;
  const RegistrySettings& rule_;
  std::map<UserId, Entries> entries_;
  std::map<std::pair<UserId, std::uint32_t>, std::uint32_t>
      latest_;                                              ///< connection registered at an instance
  std::set<Socket> sockets_;                                ///< open on the server's side
  std::set<std::uint32_t> down_;                            ///< instances
  std::multiset<std::pair<sim::RecordId, Kind>> expected_;  ///< to be caused by the record
  std::map<sim::RecordId, bool> known_;                     ///< what a status request was answered
  Duration clock_shift_{0};
};

TEST(Property, TheRegistryDoesWhatASimplerOneForesees) {
  for (std::uint64_t property = 20; property < 24; ++property) {
    in_random_worlds(property, [](const Session& session, const Settings& settings) {
      Auditor(session, settings).audit();
    });
  }
}

// Goal: an instance that is down does nothing. Method: between `restarted` and `started` it writes no record, but for the
// notifier's: jobs wait in a queue beside the instances, and are decided even when all are down.
TEST(Property, AnInstanceThatIsDownDoesNothing) {
  in_random_worlds(24, [](const Session& session, const Settings&) {
    std::set<std::uint32_t> down;
    for (const sim::Record& record : session.recording().records()) {
      const Role role = role_of(record);
      if (role != Role::gateway && role != Role::registry && role != Role::ping_handler) continue;
      if (kind_of(record) == Kind::started) down.erase(record.actor.index);
      if (kind_of(record) != Kind::clock_jumped) {
        ASSERT_FALSE(down.contains(record.actor.index)) << name(kind_of(record));
      }
      if (kind_of(record) == Kind::restarted) down.insert(record.actor.index);
    }
  });
}

}  // namespace
}  // namespace lastseen::models
