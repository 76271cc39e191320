// How long registry entries live, and how long they stand for dead connections: all entries, of all instances. The script is
// that of session.hpp.
#include <lastseen/models/entry_lives.hpp>

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

EntryLifetime ended(Duration length) { return {.length = length}; }
EntryLifetime censored(Duration length) { return {.length = length, .is_censored = true}; }

// Goal: the price of a long timeout. Method: the socket dies at 40 s; the entry, last seen at 30.68 s, goes at the tick of
// 120 s, or stays to the end of the run.
TEST(GhostTime, RunsFromTheDeathOfTheConnectionToTheEndOfItsEntry) {
  Settings settings = with(fixed(scripted(1s)), {.kind = FaultKind::network_switch, .at = 40s});
  Session session(settings);
  session.run_until(3min);
  EXPECT_EQ(session.when(Kind::stale), "2min");
  EXPECT_EQ(session.result().ghost_time, Duration{80s});

  settings.registry.cleanup_timeout = 5min;
  Session patient(settings);
  patient.run_until(3min);
  EXPECT_EQ(patient.result().ghost_time, Duration{140s});
}

TEST(GhostTime, IsNoneForAConnectionThatLives) {
  Session session(fixed(scripted(1s)));
  session.run_until(3min);
  EXPECT_EQ(session.result().ghost_time, Duration::zero());
}

// Goal: a connection that the client has left is dead as well. Method: the view drops connection 1 at 10.3 s; the server hears
// of it a latency later.
TEST(GhostTime, RunsFromTheClientsCloseUntilTheServerHearsOfIt) {
  Settings settings = fixed(scripted(10s));
  settings.connection.owner = ConnectionOwner::view;
  Session session(settings);
  session.run_until(1min);
  EXPECT_EQ(session.when(Kind::unregistered), "10.34s");
  EXPECT_EQ(session.result().ghost_time, Duration{40ms});
}

// Goal: a new connection takes a dead one's entry over. Method: dead at 40 s, given up at 65.64 s for want of a pong,
// registered again at 1 s + 0.6 s later.
TEST(GhostTime, EndsWhenANewConnectionTakesTheEntryOver) {
  Settings settings = with(fixed(scripted(1s)), {.kind = FaultKind::network_switch, .at = 40s});
  settings.connection.pong_timeout = 5s;
  settings.connection.reconnect_after = 1s;
  Session session(settings);
  session.run_until(3min);
  EXPECT_THAT(session.times(Kind::registered), ElementsAre("600ms", "67.24s"));
  EXPECT_EQ(session.result().ghost_time, Duration{27'240ms});
  EXPECT_EQ(session.when(Kind::replaced), "67.24s");
  EXPECT_THAT(session.result().entry_lifetimes, ElementsAre(ended(66'640ms), censored(112'760ms)));
}

TEST(EntryLifetime, EndsWithARestart) {
  Session session(with(fixed(scripted(1s)), {.kind = FaultKind::restart, .at = 40s, .lasts = 1s}));
  session.run_until(3min);
  EXPECT_THAT(session.result().entry_lifetimes, ElementsAre(ended(39'400ms)));
}

TEST(EntryLifetime, OutlivesTheRestartOfAnotherInstance) {
  Settings settings =
      with(fixed(scripted(1s)), {.kind = FaultKind::restart, .at = 40s, .lasts = 1s, .instance = 1});
  settings.server.instances = 2;
  settings.server.routing = Routing::sticky;
  Session session(settings);
  session.run_until(3min);
  EXPECT_EQ(session.count(Kind::restarted), 1U);
  EXPECT_THAT(session.result().entry_lifetimes, ElementsAre(censored(179'400ms)));
}

// Goal: the entry of a dead connection counts though its user has another. Method: entries by connection; the first one's dies
// at 300 s, and nothing removes it in the 600 s of the session.
TEST(GhostTime, IsOfAllEntriesOfAUser) {
  Settings settings = with(fixed(scripted(1s)), {.kind = FaultKind::network_switch, .at = 5min});
  settings.session.duration = 10min;
  settings.registry.key = RegistryKey::connection;
  settings.registry.cleanup_timeout = std::nullopt;
  settings.gateway.read_deadline = std::nullopt;
  settings.connection.pong_timeout = 10s;
  settings.connection.reconnect_after = 1s;
  Session session(settings);
  session.run();
  EXPECT_EQ(session.count(Kind::registered), 2U);
  EXPECT_EQ(session.result().ghost_time, Duration{300s});
  // Registered at 0.6 s and, after the ping of 300.64 s, at 300.64 + 10 + 1 + 0.6 s.
  EXPECT_THAT(session.result().entry_lifetimes, ElementsAre(censored(599'400ms), censored(287'760ms)));
}

// Goal: entries of other instances count. Method: of three instances, the second connection reaches another than the first,
// whose socket dies at 125 s, last seen at 120.68 s: stale after 90 s at the tick of 240 s.
TEST(GhostTime, IsOfAllInstances) {
  Settings settings = with(fixed(scripted(1s)), {.kind = FaultKind::network_switch, .at = 125s});
  settings.session.duration = 20min;
  settings.server.instances = 3;
  settings.server.routing = Routing::random;
  settings.registry.cleanup_timeout = 90s;
  settings.connection.pong_timeout = 20s;
  settings.connection.reconnect_after = 1s;
  int elsewhere = 0;
  for (std::uint32_t replication = 0; replication < 10; ++replication) {
    Session session(settings, 1, replication);
    session.run();
    ASSERT_EQ(session.count(Kind::registered), 2U);
    if (session.all(Kind::registered)[0].actor.index == session.all(Kind::registered)[1].actor.index)
      continue;
    ++elsewhere;
    EXPECT_EQ(session.result().ghost_time, Duration{240s - 125s});
    EXPECT_THAT(session.result().entry_lifetimes[0], ended(240s - 600ms));
  }
  EXPECT_GT(elsewhere, 0);
}

// Goal: an entry that is made when its connection is dead already is dead from the start. Method: registration takes 5 s, and the
// connection dies before it.
TEST(GhostTime, RunsFromALateRegistration) {
  Settings settings = with(fixed(scripted(1s)), {.kind = FaultKind::network_switch, .at = 2s});
  settings.registry.registration_delay = Duration{5s};
  settings.registry.cleanup_timeout = std::nullopt;
  Session session(settings);
  session.run_until(3min);
  EXPECT_EQ(session.when(Kind::registered), "5.6s");
  EXPECT_EQ(session.result().ghost_time, Duration{3min - 5'600ms});
}

// Goal: what happens after the session counts neither as ghost time nor as life. Method: a session of 1 min, watched on for
// a job that ends at 80 s; the socket dies at 50 s, the entry goes at 120 s.
TEST(GhostTime, EndsWithTheSession) {
  Settings settings = with(fixed(scripted(50s)), {.kind = FaultKind::network_switch, .at = 50s});
  settings.session.duration = 1min;
  settings.session.drain = 10min;
  Session session(settings);
  session.run_until(5min);
  EXPECT_EQ(session.when(Kind::stale), "2min");
  EXPECT_EQ(session.result().ghost_time, Duration{10s});
  EXPECT_THAT(session.result().entry_lifetimes, ElementsAre(censored(59'400ms)));
  EXPECT_EQ(session.result().user_time, Duration{1min});
}

TEST(EntryLifetime, IsNoneOfAUserWhoWasNeverRegistered) {
  Settings settings = scripted(10s);
  settings.connection.opens_at = std::nullopt;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.result().entry_lifetimes, IsEmpty());
}

}  // namespace
}  // namespace lastseen::models
