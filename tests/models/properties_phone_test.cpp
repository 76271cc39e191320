// What must hold of the phone's side in random worlds: polling loops, pings, the background, uploads.
#include <gmock/gmock.h>

#include <map>
#include <set>
#include <tuple>

#include "tests/models/random_worlds.hpp"

namespace lastseen::models {
namespace {

TEST(Property, PollsBelongToALoopThatRuns) {
  in_random_worlds(30, [](const Session& session, const Settings& settings) {
    std::map<UserId, bool> running;
    std::map<UserId, bool> asking;
    for (const sim::Record& record : session.recording().records()) {
      bool& runs = running[record.subject.owner];
      bool& asks = asking[record.subject.owner];
      switch (kind_of(record)) {
        case Kind::polling_started:
          ASSERT_TRUE(settings.polling.enabled);
          ASSERT_FALSE(runs);
          runs = true;
          asks = false;
          break;
        case Kind::polling_stopped:
          ASSERT_TRUE(runs);
          runs = false;
          break;
        case Kind::poll_sent:
          ASSERT_TRUE(runs);
          ASSERT_FALSE(asks) << "one at a time";
          asks = true;
          break;
        case Kind::poll_answered:
        case Kind::poll_failed:
          ASSERT_TRUE(runs);
          ASSERT_TRUE(asks);
          asks = false;
          break;
        default: break;
      }
    }
  });
}

// Goal: the app acts and reads only on the connection that it has. Method: from `connecting` to its end, on the phone's
// side; at most one at a time, each with a new number.
TEST(Property, TheAppUsesOnlyTheConnectionThatItHas) {
  in_random_worlds(31, [](const Session& session, const Settings&) {
    struct Connection {
      std::uint32_t number = 0;
      bool is_there = false;
    };
    std::map<UserId, Connection> connections;
    for (const sim::Record& record : session.recording().records()) {
      if (role_of(record) != Role::supervision) continue;
      Connection& has = connections[record.subject.owner];
      switch (kind_of(record)) {
        case Kind::connecting:
          ASSERT_FALSE(has.is_there);
          ASSERT_EQ(record.subject.number, has.number + 1);
          has = {record.subject.number, true};
          break;
        case Kind::connection_failed:
        case Kind::disconnected:
          ASSERT_TRUE(has.is_there);
          ASSERT_EQ(record.subject.number, has.number);
          has.is_there = false;
          break;
        case Kind::connected:
        case Kind::ping_sent:
        case Kind::pong_received:
        case Kind::status_asked:
        case Kind::status_received:
        case Kind::unknown_received:
        case Kind::health_check_failed:
          ASSERT_TRUE(has.is_there) << name(kind_of(record));
          ASSERT_EQ(record.subject.number, has.number);
          break;
        case Kind::notification_received: ASSERT_TRUE(has.is_there); break;
        default: break;
      }
    }
  });
}

// Goal: pings of a connection are numbered, and none is early. Method: 1, 2, 3 ..., each an interval after the one before at
// least (more in the background).
TEST(Property, PingsComeOneAfterTheOther) {
  in_random_worlds(32, [](const Session& session, const Settings& settings) {
    std::map<std::pair<UserId, std::uint32_t>, sim::Record> last;
    for (const sim::Record& record : session.all(Kind::ping_sent, Role::supervision)) {
      sim::Record& before = last[{record.subject.owner, record.subject.number}];
      ASSERT_EQ(record.subject.part, before.subject.part + 1);
      if (before.subject.part > 0) {
        ASSERT_GE(record.time - before.time, settings.ping.interval);
      }
      before = record;
    }
  });
}

// Goal: a suspended app does nothing and reads nothing. Method: no record of the phone's from going to the background to the
// return, but that of its clock, of a user who has to wait for it, and of a push message, which the system shows whatever the
// app does.
TEST(Property, ASuspendedAppReadsAndDoesNothing) {
  in_random_worlds(33, [](const Session& session, const Settings& settings) {
    if (settings.background.timers != BackgroundTimers::stop) return;
    std::set<UserId> suspended;
    for (const sim::Record& record : session.recording().records()) {
      if (side_of(role_of(record)) != Side::client) continue;
      const UserId user = record.subject.owner;
      const Kind kind = kind_of(record);
      if (kind == Kind::foregrounded) {
        ASSERT_TRUE(suspended.erase(user));
        continue;
      }
      const Kind cause =
          record.cause == sim::no_record ? kind : kind_of(session.recording().at(record.cause));
      if (kind == Kind::clock_jumped || kind == Kind::submission_waits) continue;
      if (cause == Kind::push_sent || cause == Kind::push_received) continue;
      ASSERT_FALSE(suspended.contains(user)) << name(kind);
      if (kind == Kind::backgrounded) suspended.insert(user);
    }
  });
}

// Goal: nobody submits to a suspended app.
TEST(Property, SubmissionsAreMadeToAnAppThatRuns) {
  in_random_worlds(34, [](const Session& session, const Settings& settings) {
    if (settings.background.timers != BackgroundTimers::stop) return;
    std::set<UserId> away;
    for (const sim::Record& record : session.recording().records()) {
      if (kind_of(record) == Kind::backgrounded) {
        ASSERT_TRUE(away.insert(record.subject.owner).second);
      }
      if (kind_of(record) == Kind::foregrounded) {
        ASSERT_TRUE(away.erase(record.subject.owner));
      }
      if (kind_of(record) == Kind::submitted) {
        ASSERT_FALSE(away.contains(record.subject.owner));
      }
    }
  });
}

// Goal: an upload is retried until it is confirmed, and then no more. Method: attempts are numbered without a gap; only the
// latest can fail; nothing is sent after a confirmation.
TEST(Property, UploadsAreRetriedUntilOneIsConfirmed) {
  in_random_worlds(35, [](const Session& session, const Settings&) {
    std::map<JobKey, std::uint32_t> attempts;
    std::set<JobKey> confirmed;
    for (const sim::Record& record : session.recording().records()) {
      const JobKey job = job_of(record);
      switch (kind_of(record)) {
        case Kind::upload_sent:
          ASSERT_EQ(record.subject.part, ++attempts[job]);
          ASSERT_FALSE(confirmed.contains(job));
          break;
        case Kind::upload_failed:
          ASSERT_EQ(record.subject.part, attempts[job]);
          ASSERT_FALSE(confirmed.contains(job));
          break;
        case Kind::upload_confirmed:
          ASSERT_LE(record.subject.part, attempts[job]);
          ASSERT_TRUE(confirmed.insert(job).second);
          break;
        default: break;
      }
    }
  });
}

// Goal: a connection dies once in the network, while the phone or the server holds it (in a network that loses and delays no
// single packet, such as the news of a close), and once at the proxy, which may not have seen that a dead one was closed.
TEST(Property, AConnectionDiesOnceAndOnlyWhileItIsThere) {
  in_random_worlds(36, [](const Session& session, const Settings& settings) {
    const NetworkSettings& network = settings.network;
    const bool is_orderly =
        network.loss_up + network.delay_up + network.loss_down + network.delay_down == 0 &&
        settings.proxy.swallows_up + settings.proxy.swallows_down == 0 && settings.faults.empty();
    using Connection = std::pair<UserId, std::uint32_t>;
    std::set<std::pair<Connection, Role>> died;
    std::set<Connection> on_phone;
    std::set<Connection> on_server;
    std::set<Connection>
        upgrading;  // on its way to the server, which an outage may delay until the phone has given up
    for (const sim::Record& record : session.recording().records()) {
      const Connection connection{record.subject.owner, record.subject.number};
      const bool by_phone = role_of(record) == Role::supervision;
      switch (kind_of(record)) {
        case Kind::connecting:
          on_phone.insert(connection);
          upgrading.insert(connection);
          break;
        case Kind::connected:
          if (by_phone) break;
          upgrading.erase(connection);
          on_server.insert(connection);
          break;
        case Kind::connection_failed: on_phone.erase(connection); break;
        case Kind::upgrade_failed:
          upgrading.erase(connection);
          on_server.erase(connection);
          break;
        case Kind::disconnected: (by_phone ? on_phone : on_server).erase(connection); break;
        case Kind::connection_died:
        case Kind::connection_closed:
          ASSERT_TRUE(died.insert({connection, role_of(record)}).second) << "twice";
          ASSERT_TRUE(!is_orderly || role_of(record) == Role::proxy || on_phone.contains(connection) ||
                      on_server.contains(connection) || upgrading.contains(connection));
          break;
        default: break;
      }
    }
  });
}

}  // namespace
}  // namespace lastseen::models
