// Scripted faults from TOML: every kind with every key, and what is wrong with one is named with its line and what is
// allowed, all of it at once.
#include <lastseen/experiments/scenario/fault_file.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/models/fault_text.hpp>
#include "tests/experiments/refusals.hpp"

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using models::Direction;
using models::Fault;
using models::FaultKind;
using models::PacketKind;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::refusal;
using ::testing::StartsWith;

std::vector<Fault> faults(std::string_view toml, std::size_t arm = 0) {
  return parse_scenario(toml, "s.toml").arms.at(arm).settings.faults.edit();
}

std::vector<std::string> texts(const std::vector<Fault>& list) {
  std::vector<std::string> result;
  for (const Fault& fault : list) result.push_back(models::fault_text(fault));
  return result;
}

constexpr const char* one_of_each = R"(session.users = 4
server.instances = 3
[[faults]]
kind = "background"
at = "1min"
for = "30s"
user = 3
[[faults]]
kind = "network-switch"
at = "2min"
for = "4s"
[[faults]]
kind = "outage"
at = "3min"
for = "10s"
direction = "down"
[[faults]]
kind = "restart"
at = "4min"
for = "5s"
instance = 2
graceful = true
[[faults]]
kind = "rolling-restart"
at = "5min"
for = "5s"
[[faults]]
kind = "drop"
message = "notification"
nth = 2
user = 1
[[faults]]
kind = "delay"
message = "client_close"
by = "2s"
[[faults]]
kind = "duplicate"
message = "upload"
by = "100ms"
nth = 13
[[faults]]
kind = "clock-skew"
at = "6min"
side = "server"
by = "-90s"
)";

TEST(FaultFile, ReadsEveryKindWithItsKeys) {
  const std::vector<Fault> all = faults(one_of_each);
  ASSERT_EQ(all.size(), 9U);
  EXPECT_EQ(all[0].kind, FaultKind::background);
  EXPECT_EQ(all[0].at, 1min);
  EXPECT_EQ(all[0].lasts, 30s);
  EXPECT_EQ(all[0].user, 3U);
  EXPECT_EQ(all[1].kind, FaultKind::network_switch);
  EXPECT_EQ(all[1].user, std::nullopt) << "every user";
  EXPECT_EQ(all[2].direction, Direction::down);
  EXPECT_EQ(all[3].kind, FaultKind::restart);
  EXPECT_EQ(all[3].instance, 2U);
  EXPECT_EQ(all[3].graceful, true);
  EXPECT_EQ(all[4].graceful, std::nullopt);
  EXPECT_EQ(all[5].packet, PacketKind::notification);
  EXPECT_EQ(all[5].nth, 2U);
  EXPECT_EQ(all[6].packet, PacketKind::client_close);
  EXPECT_EQ(all[6].by, 2s);
  EXPECT_EQ(all[6].nth, 1U);
  EXPECT_EQ(all[7].kind, FaultKind::duplicate);
  EXPECT_EQ(all[8].by, -90s);
  EXPECT_TRUE(all[8].server_side);
}

TEST(FaultFile, TellsEveryKindInWords) {
  EXPECT_THAT(
      texts(faults(one_of_each)),
      ElementsAre("at 1min: app in the background of user 3 for 30s", "at 2min: network switch for 4s",
                  "at 3min: outage (down) for 10s",
                  "at 4min: restart of instance 2 for 5s, closing its sockets",
                  "at 5min: rolling restart, each for 5s", "the 2nd notification of user 1 never arrives",
                  "the 1st client_close is delayed by 2s", "the 13th upload is delivered twice, 100ms apart",
                  "at 6min: the server's clock jumps by -90s"));
}

TEST(FaultFile, AddsTheArmsFaultsToThoseOfTheScenario) {
  const char* toml = R"([[faults]]
kind = "outage"
at = "1s"
for = "1s"
[[arms]]
name = "a"
[[arms]]
name = "b"
[[arms.faults]]
kind = "restart"
at = "2s"
for = "1s")";
  EXPECT_THAT(texts(faults(toml, 0)), ElementsAre("at 1s: outage (both) for 1s"));
  EXPECT_THAT(texts(faults(toml, 1)),
              ElementsAre("at 1s: outage (both) for 1s", "at 2s: restart of instance 0 for 1s"));
}

// Goal: one mistake of each kind. Method: the table's second column must be said, with the line, and what is allowed.
TEST(FaultFile, NamesLineValueAndWhatIsAllowed) {
  const std::vector<std::vector<std::string>> cases = {
      {"[[faults]]\nat = \"1s\"", "s.toml:1: a fault needs a kind", "network-switch"},
      {"[[faults]]\nkind = \"restat\"", "s.toml:2: kind = `restat`", "did you mean `restart`?"},
      {"[[faults]]\nkind = 5", "s.toml:2: kind = `5`", "background"},
      {"[[faults]]\nkind = \"outage\"\nat = \"1s\"", "s.toml:1: a fault of kind outage needs for",
       "needed: at, for"},
      {"[[faults]]\nkind = \"outage\"\nfor = \"1s\"", "s.toml:1: a fault of kind outage needs at",
       "needed: at, for"},
      {"[[faults]]\nkind = \"drop\"", "s.toml:1: a fault of kind drop needs message", "needed: message"},
      {"[[faults]]\nkind = \"restart\"\nat = \"1s\"\nfor = \"1s\"\nuser = 0",
       "s.toml:5: unknown key `user` of a fault of kind restart",
       "allowed: kind, at, for, instance, graceful"},
      {"[[faults]]\nkind = \"drop\"\nmessage = \"ping\"\nat = \"1s\"", "s.toml:4: unknown key `at`",
       "allowed: kind, message, nth, user"},
      {"[[faults]]\nkind = \"drop\"\nmesage = \"ping\"", "s.toml:3: unknown key `mesage`",
       "did you mean `message`?"},
      {"[[faults]]\nkind = \"drop\"\nmessage = \"pin\"", "s.toml:3: message = `pin`", "did you mean `ping`?"},
      {"[[faults]]\nkind = \"drop\"\nmessage = \"ping\"\nnth = 0", "s.toml:4: nth = `0`", "from 1 to"},
      {"[[faults]]\nkind = \"drop\"\nmessage = \"ping\"\nnth = 1.5", "s.toml:4: nth = `1.5`", "from 1 to"},
      {"[[faults]]\nkind = \"background\"\nat = \"25h\"\nfor = \"1s\"", "s.toml:3: at = `25h`", "0s to 1d"},
      {"[[faults]]\nkind = \"background\"\nat = \"-1s\"\nfor = \"1s\"", "s.toml:3: at = `-1s`",
       "non-negative"},
      {"[[faults]]\nkind = \"background\"\nat = 1\nfor = \"1s\"", "s.toml:3: at = `1`", "a unit"},
      {"[[faults]]\nkind = \"clock-skew\"\nat = \"1s\"\nby = \"-25h\"\nside = \"server\"",
       "s.toml:4: by = `-25h`", "-1d to 1d"},
      {"[[faults]]\nkind = \"delay\"\nmessage = \"ping\"\nby = \"-1s\"", "s.toml:4: by = `-1s`",
       "non-negative"},
      {"[[faults]]\nkind = \"clock-skew\"\nat = \"1s\"\nby = \"1s\"\nside = \"phone\"",
       "s.toml:5: side = `phone`", "client, server"},
      {"[[faults]]\nkind = \"clock-skew\"\nat = \"1s\"\nby = \"1s\"\nside = \"server\"\nuser = 0",
       "s.toml:1: a fault of kind clock-skew on the server cannot have a user", "client"},
      {"[[faults]]\nkind = \"outage\"\nat = \"1s\"\nfor = \"1s\"\ndirection = \"left\"",
       "s.toml:5: direction = `left`", "both, up, down"},
      {"[[faults]]\nkind = \"restart\"\nat = \"1s\"\nfor = \"1s\"\ngraceful = 1", "s.toml:5: graceful = `1`",
       "true, false"},
      {"[[faults]]\nkind = \"restart\"\nat = \"1s\"\nfor = \"1s\"\ninstance = -1",
       "s.toml:5: instance = `-1`", "from 0 to 999"},
      {"[[faults]]\nkind = \"restart\"\nat = \"1s\"\nfor = \"1s\"\ntells_clients = true",
       "s.toml:5: tells_clients is now graceful", ""},
      {"[[arms]]\nname = \"a\"\n[[arms.faults]]\nkind = \"rolling-restart\"\ntells_clients = true\nat = "
       "\"1s\"\nfor = \"1s\"",
       "s.toml:5: tells_clients is now graceful", ""},
      {"faults = 5", "s.toml:1: faults must be", "[[faults]]"},
      {"[[arms]]\nname = \"a\"\n[[arms.faults]]\nkind = \"outge\"", "s.toml:4: kind = `outge`",
       "did you mean `outage`?"},
  };
  for (const auto& each : cases) {
    EXPECT_THAT(refusal(each[0]), Contains(AllOf(StartsWith(each[1]), HasSubstr(each[2])))) << each[0];
  }
}

TEST(FaultFile, ReportsAllProblemsAtOnce) {
  EXPECT_THAT(refusal("[[faults]]\nkind = \"drop\"\nnth = 0\nby = \"1s\"\n[[faults]]\nkind = \"x\"\n"),
              ElementsAre(StartsWith("s.toml:3: "), StartsWith("s.toml:4: "), StartsWith("s.toml:1: "),
                          StartsWith("s.toml:6: ")));
}

// The arm decides how many users and instances there are, so the same fault may be wrong in one arm only.
TEST(FaultFile, NamesTheFaultAndTheArmThatHasNoSuchUserOrInstance) {
  const char* toml = R"(session.users = 2
[[faults]]
kind = "background"
at = "1s"
for = "1s"
user = 2
[[arms]]
name = "a"
[[arms]]
name = "b"
session.users = 3
[[arms.faults]]
kind = "restart"
at = "1s"
for = "1s"
instance = 1)";
  EXPECT_THAT(refusal(toml),
              ElementsAre(AllOf(StartsWith("s.toml:2: "), HasSubstr("user = 2"),
                                HasSubstr("session.users = 2"), HasSubstr("allowed: 0 to 1 (in arm a)")),
                          AllOf(StartsWith("s.toml:12: "), HasSubstr("instance = 1"),
                                HasSubstr("server.instances = 1"), HasSubstr("allowed: 0 to 0 (in arm b)"))));
  EXPECT_THAT(refusal(toml, {.set = {{"session.users", "3"}, {"server.instances", "2"}}}),
              ElementsAre("accepted"));
}

TEST(FaultFile, TakesTenThousandFaultsAndNoMore) {
  const auto many = [](std::size_t count, const char* heading) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += std::string(heading) + "\nkind='drop'\nmessage='ping'\n";
    return text;
  };
  EXPECT_EQ(faults(many(10'000, "[[faults]]")).size(), 10'000U);
  EXPECT_THAT(refusal(many(10'001, "[[faults]]")),
              ElementsAre(AllOf(HasSubstr("10,001 faults"), HasSubstr("up to 10,000"))));
  EXPECT_THAT(refusal(many(10'000, "[[faults]]") + "[[arms]]\nname='a'\n" + many(1, "[[arms.faults]]")),
              ElementsAre(HasSubstr("an arm has 10,001 faults")));
}

}  // namespace
}  // namespace lastseen::experiments
