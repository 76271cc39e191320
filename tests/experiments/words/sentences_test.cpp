// Records in words: every kind of record has a sentence of its own, for readers and not for programmers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include <lastseen/experiments/words/sentences.hpp>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Role;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

sim::Record record(Kind kind, Role role, sim::Subject subject, sim::RecordId cause = sim::no_record) {
  return {.id = 1,
          .cause = cause,
          .actor = {static_cast<std::uint16_t>(role), 0},
          .kind = static_cast<std::uint16_t>(kind),
          .subject = subject};
}

/// A cause, and what the network did to it.
std::string network_sentence(Kind sent, Kind fate, sim::Subject subject) {
  const std::vector<sim::Record> records = {record(sent, Role::gateway, subject),
                                            record(fate, Role::network, subject, 1)};
  return sentence(records[1], records);
}

// Goal: no kind falls to a default. Method: all kinds; sentences differ unless the vocabulary lets two kinds mean one.
TEST(Sentence, IsItsOwnForEveryKind) {
  std::map<std::string, Kind> told;
  for (int number = 0; number < models::kind_count; ++number) {
    const Kind kind = static_cast<Kind>(number);
    const std::string text = sentence(record(kind, Role::network, models::job_subject(0, 7, 3)), {});
    EXPECT_THAT(text, Not(IsEmpty())) << models::name(kind);
    EXPECT_THAT(text, Not(HasSubstr("_"))) << models::name(kind);
    const auto [first, is_new] = told.insert({text, kind});
    EXPECT_TRUE(is_new) << models::name(kind) << " says what " << models::name(first->second)
                        << " says: " << text;
  }
}

// Goal: readers see words, not enumerators. Method: all roles.
TEST(Sentence, NamesEveryRoleWithoutUnderscores) {
  for (int number = 0; number < models::role_count; ++number) {
    const Role role = static_cast<Role>(number);
    const std::string text = actor_text(record(Kind::submitted, role, {}));
    EXPECT_THAT(text, Not(HasSubstr("_")));
    EXPECT_THAT(text, HasSubstr(", "));
  }
  EXPECT_EQ(actor_text(record(Kind::ping_received, Role::ping_handler, {})), "server, ping handler");
  EXPECT_EQ(actor_text(record(Kind::push_lost, Role::push_service, {})), "between, push service");
}

// Goal: with several phones or instances one sees which. Method: the same record under two settings.
TEST(Sentence, NumbersActorsWhereThereAreSeveral) {
  sim::Record second = record(Kind::connected, Role::gateway, {});
  second.actor.index = 1;
  models::Settings settings;
  EXPECT_EQ(actor_text(second, settings), "server, gateway");
  settings.server.instances = 2;
  EXPECT_EQ(actor_text(second, settings), "server 1, gateway");
}

// Goal: "loses a packet" says which. Method: what was sent is told by the cause, through a delay as well.
TEST(Sentence, NamesWhatTheNetworkCarried) {
  EXPECT_EQ(network_sentence(Kind::pong_sent, Kind::packet_lost, models::connection_subject(0, 1, 4)),
            "loses pong 4");
  EXPECT_EQ(network_sentence(Kind::notification_sent, Kind::packet_delayed, models::job_subject(0, 2)),
            "delays the notification for job 2");
  EXPECT_EQ(network_sentence(Kind::upload_sent, Kind::packet_duplicated, models::job_subject(0, 2, 1)),
            "delivers the upload of job 2 twice");
  EXPECT_EQ(network_sentence(Kind::connection_died, Kind::packet_lost, models::job_subject(0, 2)),
            "loses the notification for job 2: the connection is dead");
}

TEST(Sentence, TellsHowFarAClockJumps) {
  EXPECT_EQ(sentence(record(Kind::clock_jumped, Role::registry, {.number = 90'000}), {}),
            "the clock jumps forward by 90s");
  EXPECT_EQ(sentence(record(Kind::clock_jumped, Role::registry, {.number = 250, .part = 1}), {}),
            "the clock jumps back by 250ms");
}

// Goal: a restart, which names no user, is everybody's; what a phone does is its user's alone.
TEST(Concerns, EverybodyWhenTheServerDoesItToAll) {
  EXPECT_TRUE(concerns(record(Kind::restarted, Role::gateway, {}), 5));
  EXPECT_FALSE(concerns(record(Kind::backgrounded, Role::view, {}), 5));
  EXPECT_FALSE(concerns(record(Kind::accepted, Role::api, models::job_subject(4, 1)), 5));
  EXPECT_TRUE(concerns(record(Kind::accepted, Role::api, models::job_subject(5, 1)), 5));
}

}  // namespace
}  // namespace lastseen::experiments
