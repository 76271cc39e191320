// Servers that are down: a request or a handshake is refused, and the phone knows after one round trip.
//
// In a session of race/session.hpp, with 40 ms each way: connected from 0.6 s on, and down from 10 s to 15 s.
#include <lastseen/models/refusals.hpp>

#include <gmock/gmock.h>

#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Settings down_from_10s_to_15s(Duration job_at) {
  Settings settings = fixed(scripted(job_at));
  settings.faults = {{.kind = FaultKind::restart, .at = 10s, .lasts = 5s, .graceful = true}};
  settings.connection.reconnect_after = 2s;
  return settings;
}

// Goal: the screen is late by the polling interval, and not by the phone's patience of 60 s. Method: done at 13.042 s; the poll
// of 11.082 s is refused at 11.162 s, and that of 16.162 s shows the job.
TEST(ARefusedPoll, IsFollowedByTheNextOne) {
  Settings settings = down_from_10s_to_15s(1s);
  settings.worker.processing_time = 12s;
  Session session(settings);
  session.run();
  EXPECT_THAT(session.times(Kind::poll_sent), ElementsAre("6s", "11.082s", "16.162s"));
  EXPECT_THAT(session.times(Kind::refused, Role::network), ElementsAre("11.122s", "12.08s", "14.16s"))
      << "with the handshakes of 12.04 s and 14.12 s";
  EXPECT_THAT(session.times(Kind::poll_failed), ElementsAre("11.162s"));
  EXPECT_EQ(kind_of(session.cause_of(Kind::poll_failed)), Kind::refused);
  EXPECT_EQ(session.when(Kind::screen_updated), "16.244s");
}

// Goal: a refused upload is sent again after the outbox's delays. Method: 2 s, then 4 s.
TEST(ARefusedUpload, IsSentAgain) {
  Session session(down_from_10s_to_15s(11s));
  session.run();
  EXPECT_THAT(session.times(Kind::upload_sent), ElementsAre("11s", "13.08s", "17.16s"));
  EXPECT_THAT(session.times(Kind::upload_failed), ElementsAre("11.08s", "13.16s"));
  EXPECT_THAT(session.times(Kind::accepted), ElementsAre("17.202s"));
}

// Goal: nothing listens, so a handshake is refused when its first packet arrives. Method: the close of 10 s is here at 10.04 s;
// handshakes of 12.04 s and 14.12 s take a round trip; that of 16.2 s takes its 600 ms.
TEST(ARefusedHandshake, TakesOneRoundTrip) {
  Session session(down_from_10s_to_15s(2min));
  session.run_until(20s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "12.04s", "14.12s", "16.2s"));
  EXPECT_THAT(session.times(Kind::connection_failed), ElementsAre("12.12s", "14.2s"));
  EXPECT_THAT(session.times(Kind::connected, Role::gateway), ElementsAre("600ms", "16.8s"));
}

// Goal: a load balancer has a TLS connection with the phone before it finds that no instance is up; a request is answered over
// the one that is there. Method: the same; 600 ms and the way back for each handshake.
TEST(ARefusedHandshake, TakesItsWholeDurationWhenALoadBalancerAnswers) {
  Settings settings = down_from_10s_to_15s(11s);
  settings.server.when_down = WhenDown::bad_gateway;
  Session session(settings);
  session.run_until(20s);
  EXPECT_THAT(session.times(Kind::connecting), ElementsAre("0s", "12.04s", "14.68s"));
  EXPECT_THAT(session.times(Kind::connection_failed), ElementsAre("12.68s"));
  EXPECT_THAT(session.times(Kind::connected, Role::gateway), ElementsAre("600ms", "15.28s"))
      << "an instance is up when the upgrade arrives";
  EXPECT_THAT(session.times(Kind::upload_failed), ElementsAre("11.08s", "13.16s"));
  EXPECT_THAT(session.times(Kind::refused, Role::proxy), ElementsAre("11.04s", "12.64s", "13.12s"));
  EXPECT_THAT(session.all(Kind::refused, Role::network), IsEmpty());
}

// Goal: a server that goes down while the handshake is under way resets it. Method: from 0.3 s to 0.4 s nothing is lost, since
// it is up when the SYN and the upgrade arrive; from 0.3 s to 1 s the upgrade of 0.6 s is.
TEST(ARefusedHandshake, IsOneThatFindsTheServerDownAtItsEnd) {
  for (const Duration lasts : {Duration{100ms}, Duration{700ms}}) {
    Settings settings = scripted(2min);
    settings.faults = {{.kind = FaultKind::restart, .at = 300ms, .lasts = lasts}};
    Session session(settings);
    session.run_until(5s);
    EXPECT_EQ(session.when(Kind::connection_failed), lasts == 100ms ? "never" : "640ms");
  }
}

// Goal: what a phone sends after its handshake was refused changes nothing. Method: it gives up 50 ms after it began, while the
// refusal is on its way.
TEST(ARefusedHandshake, RegistersNobodyWhenThePhoneHasGivenUp) {
  Settings settings = down_from_10s_to_15s(2min);
  settings.connection.opens_at = 11s;
  settings.connection.reconnect_after = std::nullopt;
  settings.handshake.timeout = 50ms;
  Session session(settings);
  session.run_until(20s);
  EXPECT_THAT(session.times(Kind::connection_failed), ElementsAre("11.05s"));
  EXPECT_EQ(session.count(Kind::connected), 0U);
}

// Goal: one instance that is up serves all. Method: two instances, of which the first goes down.
TEST(Refusals, DoNotComeWhileAnInstanceIsUp) {
  for (const WhenDown when_down : {WhenDown::refused, WhenDown::bad_gateway}) {
    Settings settings = down_from_10s_to_15s(11s);
    settings.server.instances = 2;
    settings.server.routing = Routing::sticky;
    settings.server.when_down = when_down;
    Session session(settings);
    session.run();
    EXPECT_THAT(session.all(Kind::refused), IsEmpty());
    EXPECT_THAT(session.times(Kind::accepted), ElementsAre("11.042s"));
    EXPECT_THAT(session.times(Kind::connected, Role::gateway), ElementsAre("600ms", "12.64s"));
  }
}

// Goal: an app that asks whether the server knows its connection learns nothing from a refusal, and keeps it. Method: connected
// at 0.64 s, which the server, down from 0.65 s on, does not close.
TEST(ARefusedStatusRequest, LeavesTheConnectionAsItIs) {
  Settings settings = scripted(2min);
  settings.connection.status_check = true;
  settings.faults = {{.kind = FaultKind::restart, .at = 650ms, .lasts = 1s}};
  Session session(settings);
  session.run_until(5s);
  EXPECT_EQ(session.when(Kind::status_asked), "640ms");
  EXPECT_EQ(session.when(Kind::status_failed), "720ms");
  EXPECT_EQ(kind_of(session.cause_of(Kind::status_failed)), Kind::refused);
  EXPECT_THAT(session.all(Kind::disconnected), IsEmpty());
}

// The twin: an answer that does not come is a failure at the end of the phone's patience.
TEST(ALostStatusRequest, FailsWhenItsTimeIsOver) {
  Settings settings = scripted(2min);
  settings.connection.status_check = true;
  settings.rest.timeout = 3s;
  settings.faults = {{.kind = FaultKind::drop, .packet = PacketKind::status_request}};
  Session session(settings);
  session.run_until(5s);
  EXPECT_EQ(session.when(Kind::status_failed), "3.64s");
  EXPECT_EQ(kind_of(session.cause_of(Kind::status_failed)), Kind::status_asked);
}

}  // namespace
}  // namespace lastseen::models
