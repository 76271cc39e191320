// A run as the list of what was left to chance in it, and of the order of events that fell due together: readable, played
// again from the list, and another run where the list is changed by hand.
#include <gmock/gmock.h>

#include <algorithm>

#include <lastseen/experiments/traces/trace_choices.hpp>
#include <lastseen/models/world.hpp>
#include <lastseen/sim/choices.hpp>
#include "tests/experiments/refusals.hpp"
#include "tests/experiments/traced.hpp"

namespace lastseen::experiments {
namespace {

using models::Kind;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::field_case_3;
using ::testing::HasSubstr;
using testing::lines_of;
using ::testing::StartsWith;
using testing::Traced;
using namespace std::chrono_literals;

/// A session that is played through a source.
struct Played {
  std::uint64_t fingerprint = 0;
  std::vector<std::string> times(Kind kind) const {
    std::vector<std::string> texts;
    for (const sim::Record& record : recording.records()) {
      if (models::kind_of(record) == kind) texts.push_back(sim::to_text(record.time - sim::run_start));
    }
    return texts;
  }
  sim::Recording recording = {};
};

Played play(const models::Settings& settings, sim::ChoiceSource& source) {
  Played played;
  const sim::Chance chance(source);
  models::World world(settings, chance);
  world.add(played.recording);
  world.run();
  played.fingerprint = world.fingerprint().value();
  return played;
}

std::vector<sim::Choice> choices_of(const models::Settings& settings) {
  sim::GeneratorSource generator(1, 0);
  sim::ChoiceRecording recording(generator);
  play(settings, recording);
  return recording.choices();
}

/// Field case 3 when two things happen together, twice: a ping arrives at 35 s, when the read deadline is, and the job is
/// done at 117 s, when the cleanup removes the entry.
models::Settings with_two_ties() {
  models::Settings settings = field_case_3("before").arm.settings;
  settings.gateway.read_deadline = 30'076ms;  // the connection is open at 4.924 s
  settings.registry.cleanup_phase = 27s;
  settings.registry.cleanup_timeout = 90s;
  return settings;
}

/// The same, the second of the events at the instant going first.
Played swapped_at(const std::vector<sim::Duration>& instants) {
  const models::Settings settings = with_two_ties();
  std::vector<sim::Choice> list = choices_of(settings);
  for (sim::Choice& choice : list) {
    if (choice.kind == sim::ChoiceKind::next &&
        std::ranges::count(instants, choice.at - sim::run_start) != 0) {
      choice.outcome = 1;
    }
  }
  sim::GeneratorSource generator(1, 0);
  sim::ChoiceReplay replay(list, generator);
  return play(settings, replay);
}

TEST(TraceOfChoices, IsAListOfNamedChoicesWithKindOptionsAndOutcome) {
  const Traced traced = field_case_3("before");
  const std::vector<std::string> lines = lines_of(choices_text(traced.arm, traced.run));
  EXPECT_THAT(lines,
              ElementsAre(StartsWith("variate  cleanup phase, instance 0: uniform(0s, 30s) -> "),
                          "at_once  at 4.924s: registration (user 0, connection 1): false, true -> true",
                          "at_once  at 4.962s: confirmation (user 0, connection 1): false, true -> true",
                          "at_once  at 92s: outbox delay (user 0, job 1): false, true -> true",
                          "at_once  at 92.04s: dispatch (user 0, job 1): false, true -> true"));
}

TEST(TraceOfChoices, NamesTheEventsThatFallDueTogether) {
  Traced traced = field_case_3("before");
  traced.arm.settings = with_two_ties();
  traced.run = replay(traced.scenario, traced.arm, 0);
  const std::vector<std::string> lines = lines_of(choices_text(traced.arm, traced.run));
  EXPECT_THAT(lines, Contains("next     at 35s: 0 arrival of ping (user 0, connection 1, part 1), "
                              "1 socket deadline (user 0, connection 1) -> 0"));
  EXPECT_THAT(lines, Contains("next     at 117s: 0 cleanup (instance 0), 1 processing (user 0, job 1) -> 0"));
}

// Goal: the list is the run. Method: a generator with another seed, which is asked for what the list does not hold, and makes
// another run alone.
TEST(TraceOfChoices, IsTheRunWhenItIsPlayedAgain) {
  for (const Traced& traced : {field_case_3("before"), field_case_3("after"), testing::busy_run()}) {
    sim::GeneratorSource other(99, 0);
    sim::ChoiceReplay replay(choices_of(traced.arm.settings), other);
    EXPECT_EQ(play(traced.arm.settings, replay).fingerprint, traced.run.fingerprint) << traced.arm.name;
  }
  const Traced busy = testing::busy_run();
  sim::GeneratorSource other(99, 0);
  EXPECT_NE(play(busy.arm.settings, other).fingerprint, busy.run.fingerprint);
}

TEST(TraceOfChoices, ChangesWhatFollowsWhereTwoTiesAreSwapped) {
  const Played as_it_was = swapped_at({});
  EXPECT_THAT(as_it_was.times(Kind::deadline_passed), ElementsAre());
  EXPECT_THAT(as_it_was.times(Kind::stale), ElementsAre("117s"));
  EXPECT_THAT(as_it_was.times(Kind::skipped), ElementsAre("117s"));

  const Played done_first = swapped_at({117s});
  EXPECT_THAT(done_first.times(Kind::deadline_passed), ElementsAre());
  EXPECT_THAT(done_first.times(Kind::notification_sent), ElementsAre("117s"));
  EXPECT_THAT(done_first.times(Kind::notification_received), ElementsAre("117.038s"));

  const Played closed_first = swapped_at({35s});
  EXPECT_THAT(closed_first.times(Kind::deadline_passed), ElementsAre("35s"));
  EXPECT_THAT(closed_first.times(Kind::unregistered), ElementsAre("35s"));

  const Played both = swapped_at({35s, 117s});
  EXPECT_THAT(both.times(Kind::deadline_passed), ElementsAre("35s"));
  EXPECT_THAT(both.times(Kind::skipped), ElementsAre("117s")) << "nobody is connected any more";
}

// Each order of n simultaneous events lists n of them: of 4,000 submissions at one instant, eight million.
TEST(TraceOfChoices, IsRefusedWhenItsOrdersAreTooLongAndSaysWhatFallsDueTogether) {
  Scenario scenario = load_scenario("fifteen-minutes");
  Arm& arm = scenario.arms.front();
  arm.settings.session.users = 4000;
  arm.settings.session.duration = 30s;
  arm.settings.jobs.count = 1;
  arm.settings.jobs.at = {0s};
  const Replay run = replay(scenario, arm, 0);
  EXPECT_THAT(testing::problems_of([&] { choices_text(arm, run); }),
              ElementsAre(AllOf(HasSubstr("events are due together at 0s"), HasSubstr("(most of them: "),
                                HasSubstr("up to 1,000,000 events"), HasSubstr("jobs.count"))));
  arm.settings.session.users = 100;
  EXPECT_THAT(choices_text(arm, replay(scenario, arm, 0)), HasSubstr("99 submission (user 99, job 1)"));
}

// Goal: what is found or recorded through a source holds for `lastseen run`.
TEST(TraceOfChoices, OfTheGeneratorInTheDefaultOrderIsThePlainRunOfEveryScenario) {
  for (const ShippedScenario& shipped : shipped_scenarios()) {
    const std::string name(shipped.name);
    const Scenario scenario = load_scenario(name);
    for (const Arm& arm : scenario.arms) {
      for (std::uint32_t replication = 0; replication < 3; ++replication) {
        sim::GeneratorSource source(scenario.seed, replication);
        EXPECT_EQ(play(arm.settings, source).fingerprint, replay(scenario, arm, replication).fingerprint)
            << name << ", arm " << arm.name << ", replication " << replication;
      }
    }
  }
}

}  // namespace
}  // namespace lastseen::experiments
