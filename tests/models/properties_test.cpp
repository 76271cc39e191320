// What must hold of every record, whatever the settings, checked in random worlds. A checker follows the records as an
// auditor would, with a model of its own of who may do what when; it knows nothing of the components. Jobs, the registry and
// the phone have files of their own (properties_*_test.cpp).
#include <gmock/gmock.h>

#include <map>
#include <set>
#include <tuple>

#include "tests/models/random_worlds.hpp"

namespace lastseen::models {
namespace {

// Goal: the properties say something. Method: the random worlds show every kind of record, every mechanism and every
// outcome.
TEST(Property, TheRandomWorldsShowEveryKindAndEveryCause) {
  std::set<std::string_view> kinds;
  std::set<std::string_view> causes;
  std::set<std::string_view> outcomes;
  for (std::uint64_t property = 0; property < 2 * tried_one_in; ++property) {  // all are needed
    in_random_worlds(property, [&](const Session& session, const Settings&) {
      for (const sim::Record& record : session.recording().records()) kinds.insert(name(kind_of(record)));
      for (const JobResult& job : session.result().jobs) {
        outcomes.insert(name(job.outcome));
        if (job.cause) causes.insert(name(*job.cause));
      }
    });
  }
  for (int kind = 0; kind < kind_count; ++kind) {
    EXPECT_TRUE(kinds.contains(name(static_cast<Kind>(kind)))) << name(static_cast<Kind>(kind));
  }
  for (const MechanismEntry& mechanism : mechanisms) {
    EXPECT_TRUE(causes.contains(mechanism.name)) << mechanism.name;
  }
  EXPECT_EQ(outcomes.size(), std::size_t{outcome_count});
}

TEST(Property, EveryRecordIsCausedByAnEarlierOneAndTimeGoesOn) {
  // What a user, an app or chance does comes from nowhere.
  const std::set<Kind> first_causes = {Kind::submitted,        Kind::connecting,       Kind::backgrounded,
                                       Kind::restarted,        Kind::network_switched, Kind::outage_began,
                                       Kind::clock_jumped,     Kind::connection_died,  Kind::submission_waits,
                                       Kind::connection_closed};
  in_random_worlds(2, [&](const Session& session, const Settings&) {
    sim::Instant last = sim::run_start;
    for (const sim::Record& record : session.recording().records()) {
      ASSERT_LT(record.cause, record.id);
      ASSERT_GE(record.time, last);
      last = record.time;
      if (record.cause == sim::no_record) {
        ASSERT_TRUE(first_causes.contains(kind_of(record))) << name(kind_of(record));
      } else {
        ASSERT_LE(session.recording().at(record.cause).time, record.time);
      }
    }
  });
}

/// A record that says that something came through the network, and what may have been its sending.
struct Arrival {
  Kind kind;
  Role role;
  std::set<Kind> sent_by;
};

const std::vector<Arrival>& arrivals() {
  static const std::vector<Arrival> all = {
      {Kind::accepted, Role::api, {Kind::upload_sent}},
      {Kind::duplicate_ignored, Role::api, {Kind::upload_sent}},
      {Kind::upload_confirmed, Role::outbox, {Kind::accepted, Kind::duplicate_ignored}},
      {Kind::poll_served, Role::api, {Kind::poll_sent}},
      {Kind::poll_answered, Role::polling, {Kind::poll_served}},
      {Kind::status_served, Role::api, {Kind::status_asked}},
      {Kind::status_received, Role::supervision, {Kind::status_served}},
      {Kind::unknown_received, Role::supervision, {Kind::status_served}},
      {Kind::connected, Role::gateway, {Kind::connecting}},
      {Kind::connected, Role::supervision, {Kind::connected}},
      {Kind::ping_received, Role::ping_handler, {Kind::ping_sent}},
      {Kind::pong_sent, Role::gateway, {Kind::ping_sent}},
      {Kind::pong_received, Role::supervision, {Kind::pong_sent}},
      {Kind::pong_sent, Role::supervision, {Kind::ping_sent}},
      {Kind::pong_received, Role::gateway, {Kind::pong_sent}},
      {Kind::upgraded, Role::supervision, {Kind::connected}},
      {Kind::notification_received, Role::supervision, {Kind::notification_sent}},
      {Kind::duplicate_received, Role::supervision, {Kind::notification_sent, Kind::push_sent}},
      {Kind::push_received, Role::supervision, {Kind::push_sent}},
  };
  return all;
}

/// The record that sent what arrives: its cause, past what the network did to it on the way.
const sim::Record& sending_of(const Session& session, const sim::Record& arrival) {
  const sim::Record* sent = &session.recording().at(arrival.cause);
  while (kind_of(*sent) == Kind::packet_delayed || kind_of(*sent) == Kind::packet_duplicated) {
    sent = &session.recording().at(sent->cause);
  }
  return *sent;
}

// Goal: nothing is received that was not sent, nothing before it was sent, nothing twice unless the network doubled it.
// Method: each arrival leads to one sending of the right kind and user; no two arrivals of a kind to the same.
TEST(Property, WhatArrivesWasSentOnceAndBefore) {
  in_random_worlds(3, [](const Session& session, const Settings&) {
    std::set<std::tuple<Kind, Role, sim::RecordId>> arrived;
    for (const sim::Record& record : session.recording().records()) {
      for (const Arrival& arrival : arrivals()) {
        if (kind_of(record) != arrival.kind || role_of(record) != arrival.role) continue;
        const sim::Record& sent = sending_of(session, record);
        ASSERT_TRUE(arrival.sent_by.contains(kind_of(sent)))
            << name(kind_of(record)) << " caused by " << name(kind_of(sent));
        ASSERT_EQ(sent.subject.owner, record.subject.owner);
        ASSERT_LE(sent.time, record.time);
        ASSERT_TRUE(arrived.insert({kind_of(record), role_of(record), record.cause}).second)
            << name(kind_of(record)) << " twice";
      }
    }
  });
}

// Goal: a late packet is late, and one that is lost does not arrive. Method: what the network writes names the record of the
// sending, or why it could not get through.
TEST(Property, WhatIsLostDoesNotArrive) {
  const std::set<Kind> reasons = {Kind::connection_died, Kind::connection_closed, Kind::outage_began,
                                  Kind::restarted,       Kind::packet_delayed,    Kind::packet_duplicated};
  in_random_worlds(4, [&](const Session& session, const Settings& settings) {
    // A lost segment is sent again, and too late for a request that is given up by then.
    const bool may_lose = settings.network.loss_up > 0 || settings.network.loss_down > 0 ||
                          settings.proxy.swallows_up > 0 || settings.proxy.swallows_down > 0 ||
                          !settings.faults.empty();
    for (const sim::Record& record : session.all(Kind::packet_lost)) {
      ASSERT_NE(record.cause, sim::no_record);
      const sim::Record& cause = session.recording().at(record.cause);
      if (reasons.contains(kind_of(cause))) continue;
      // By chance or by the script, or written to a socket that is closed.
      ASSERT_TRUE(may_lose || subject_type_of(record) != SubjectType::poll) << name(kind_of(cause));
    }
  });
}

// Goal: watching changes nothing. Method: with a recording and a monitor, with nothing, and without a fingerprint.
TEST(Property, MonitorsChangeNoFingerprint) {
  in_random_worlds(5, [](const Session& session, const Settings& settings) {
    const sim::Chance chance(1, 0);
    World alone(settings, chance);
    alone.run();
    ASSERT_EQ(session.world().fingerprint(), alone.fingerprint());
    ASSERT_EQ(session.world().events(), alone.events());
    ASSERT_EQ(session.world().records(), alone.records());
  });
}

}  // namespace
}  // namespace lastseen::models
