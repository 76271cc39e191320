// The engine: events in the order of (time, priority, sequence), a clock that never goes back, events that
// can be taken back until they happen.
#include <lastseen/sim/simulation.hpp>

#include <gmock/gmock.h>

#include <stdexcept>
#include <string>
#include <vector>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Engine : public ::testing::Test {
 protected:
  /// Schedules an event that writes its name down.
  EventHandle note(Duration at, Priority priority, char name) {
    return simulation.at(run_start + at, priority, [this, name] { happened += name; });
  }
  void run() {
    while (simulation.step()) times.push_back(simulation.now() - run_start);
  }

  Simulation simulation;
  std::string happened;
  std::vector<Duration> times;
};

// Goal: time decides first, then priority, then who was scheduled first. Method: one event against each rule
// below.
TEST_F(Engine, EventsHappenByTimeThenPriorityThenSequence) {
  note(2s, 0, 'f');
  note(1s, 1, 'd');
  note(1s, 0, 'b');
  note(1s, 1, 'e');
  note(1s, 0, 'c');
  note(0s, 255, 'a');
  run();
  EXPECT_EQ(happened, "abcdef");
  EXPECT_THAT(times, ElementsAre(0s, 1s, 1s, 1s, 1s, 2s));
  EXPECT_EQ(simulation.executed(), 6U);
}

// Goal: a nanosecond is a difference, also where a double of the same size has lost it (100 days, 2^53 ns).
TEST_F(Engine, TimeIsExactToTheNanosecondFarFromTheStart) {
  const Duration far = std::chrono::days{365 * 9};
  note(far + 1ns, 0, 'b');
  note(far, 9, 'a');
  note(far + 2ns, 0, 'c');
  run();
  EXPECT_EQ(happened, "abc");
}

// Goal: many ties keep the order in which they were scheduled. Method: 1,000 events of one instant and
// priority.
TEST_F(Engine, ATieOfManyIsResolvedByTheOrderOfScheduling) {
  std::vector<int> order;
  for (int i = 0; i < 1000; ++i) {
    simulation.at(run_start + 5s, 3, [&order, i] { order.push_back(i); });
  }
  run();
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(order[static_cast<std::size_t>(i)], i);
}

// Goal: an event may schedule another for its own instant; it comes after those already waiting at its
// priority, but before those of a higher number. Method: 'a' schedules 'c' (same priority as 'b') while 'b'
// and 'd' wait.
TEST_F(Engine, AnEventScheduledForTheCurrentInstantTakesItsPlaceAmongThose) {
  simulation.at(run_start + 1s, 0, [this] {
    happened += 'a';
    note(1s, 1, 'c');
  });
  note(1s, 1, 'b');
  note(1s, 2, 'd');
  run();
  EXPECT_EQ(happened, "abcd");
  EXPECT_THAT(times, ElementsAre(1s, 1s, 1s, 1s));
}

// Goal: a lower number scheduled late goes first among what is still to come, though not before what has
// happened.
TEST_F(Engine, AMoreUrgentEventOfTheCurrentInstantGoesNext) {
  simulation.at(run_start + 1s, 5, [this] {
    happened += 'a';
    note(1s, 0, 'b');
  });
  note(1s, 5, 'c');
  run();
  EXPECT_EQ(happened, "abc");
}

TEST_F(Engine, AfterCountsFromTheCurrentInstant) {
  simulation.at(run_start + 3s, 0, [this] { simulation.after(250ms, 0, [this] { happened += 'x'; }); });
  run();
  EXPECT_THAT(times, ElementsAre(3s, 3250ms));
}

TEST_F(Engine, ThePastIsADefect) {
  simulation.run_until(run_start + 10s);
  EXPECT_THROW(note(10s - 1ns, 0, 'x'), Defect);
  EXPECT_THROW(simulation.after(-1ns, 0, [] {}), Defect);
  EXPECT_THROW(simulation.run_until(run_start + 9s), Defect);
  EXPECT_NO_THROW(note(10s, 0, 'y'));  // now is not the past
  run();
  EXPECT_EQ(happened, "y");
}

TEST_F(Engine, ACancelledEventDoesNotHappen) {
  note(1s, 0, 'a');
  const EventHandle handle = note(2s, 0, 'b');
  note(3s, 0, 'c');
  EXPECT_TRUE(simulation.is_pending(handle));
  EXPECT_TRUE(simulation.cancel(handle));
  EXPECT_FALSE(simulation.is_pending(handle));
  EXPECT_FALSE(simulation.cancel(handle)) << "cancelled twice";
  EXPECT_EQ(simulation.pending(), 2U);
  run();
  EXPECT_EQ(happened, "ac");
}

TEST_F(Engine, AnEventThatHasHappenedCannotBeCancelled) {
  const EventHandle handle = note(1s, 0, 'a');
  run();
  EXPECT_FALSE(simulation.is_pending(handle));
  EXPECT_FALSE(simulation.cancel(handle));
}

TEST_F(Engine, NoEventIsPendingUnderADefaultHandle) {
  note(1s, 0, 'a');
  EXPECT_FALSE(simulation.is_pending(EventHandle{}));
  EXPECT_FALSE(simulation.cancel(EventHandle{}));
  run();
  EXPECT_EQ(happened, "a");
}

// Goal: an old handle never cancels the event that later got the same place. Method: each place is reused as soon as the
// time of the event before has come.
TEST_F(Engine, AStaleHandleDoesNotCancelItsSuccessor) {
  const EventHandle old = note(1s, 0, 'a');
  simulation.cancel(old);
  run();
  const EventHandle successor = note(1s, 0, 'b');
  ASSERT_EQ(successor.slot, old.slot) << "the place is meant to be reused";
  EXPECT_FALSE(simulation.cancel(old));
  EXPECT_TRUE(simulation.is_pending(successor));
  run();
  const EventHandle third = note(2s, 0, 'c');
  ASSERT_EQ(third.slot, successor.slot);
  EXPECT_FALSE(simulation.cancel(successor)) << "it has happened";
  run();
  EXPECT_EQ(happened, "bc");
}

TEST_F(Engine, AnEventMayCancelAnotherOfItsOwnInstant) {
  const EventHandle victim = note(1s, 1, 'v');
  simulation.at(run_start + 1s, 0, [this, victim] { happened += simulation.cancel(victim) ? 'y' : 'n'; });
  run();
  EXPECT_EQ(happened, "y");
}

// Goal: while it happens an event has already left the set. Method: it tries to cancel itself.
TEST_F(Engine, AnEventCannotCancelItself) {
  EventHandle self;
  self = simulation.at(run_start + 1s, 0, [this, &self] { happened += simulation.cancel(self) ? 'y' : 'n'; });
  note(2s, 0, 'z');
  run();
  EXPECT_EQ(happened, "nz");
}

// Goal: an event that reschedules itself into its own slot runs undisturbed (the action was copied out
// first).
TEST_F(Engine, AnEventMayScheduleIntoTheSlotItRunsFrom) {
  simulation.at(run_start + 1s, 0, [this] {
    for (int i = 0; i < 100; ++i) note(2s, 0, '.');
    happened += 'a';
  });
  run();
  EXPECT_EQ(happened, "a" + std::string(100, '.'));
}

TEST_F(Engine, RunUntilIncludesItsInstantAndThenStandsAtIt) {
  note(1s, 0, 'a');
  note(2s, 0, 'b');
  note(2s + 1ns, 0, 'c');
  simulation.run_until(run_start + 2s);
  EXPECT_EQ(happened, "ab");
  EXPECT_EQ(simulation.now(), run_start + 2s);
  simulation.run_until(run_start + 2s);
  EXPECT_EQ(happened, "ab");
  EXPECT_EQ(simulation.next_time(), run_start + 2s + 1ns);
  simulation.run_until(run_start + 1h);
  EXPECT_EQ(happened, "abc");
  EXPECT_EQ(simulation.now(), run_start + 1h);
}

TEST_F(Engine, NothingHappensWhenNothingIsScheduled) {
  EXPECT_EQ(simulation.next_time(), never);
  EXPECT_FALSE(simulation.step());
  EXPECT_EQ(simulation.now(), run_start);
  const EventHandle handle = note(1s, 0, 'a');
  simulation.cancel(handle);
  EXPECT_EQ(simulation.next_time(), never) << "a cancelled event is not waited for";
  EXPECT_FALSE(simulation.step());
  EXPECT_EQ(simulation.now(), run_start) << "nor does the clock move to it";
  EXPECT_THAT(happened, IsEmpty());
  EXPECT_EQ(simulation.executed(), 0U);
}

TEST_F(Engine, BeginsAnewWhenItIsReset) {
  note(1s, 0, 'a');
  note(9s, 0, 'z');
  simulation.run_until(run_start + 5s);
  simulation.reset();
  EXPECT_EQ(simulation.now(), run_start);
  EXPECT_EQ(simulation.pending(), 0U);
  EXPECT_EQ(simulation.executed(), 0U);
  note(2s, 0, 'b');
  run();
  EXPECT_EQ(happened, "ab");
}

TEST_F(Engine, IsNotResetByItsOwnEvents) {
  simulation.after(1s, 0, [this] { simulation.reset(); });
  EXPECT_THROW(simulation.step(), Defect);
  EXPECT_NO_THROW(simulation.reset()) << "no event is happening any more";
}

TEST_F(Engine, GoesOnAfterAnActionHasThrown) {
  simulation.after(1s, 0, [] { throw std::runtime_error("told to whoever runs the simulation"); });
  const EventHandle later = note(2s, 0, 'b');
  EXPECT_THROW(simulation.step(), std::runtime_error);
  EXPECT_TRUE(simulation.is_pending(later));
  EXPECT_EQ(simulation.pending(), 1U);
  run();
  EXPECT_EQ(happened, "b");
}

TEST_F(Engine, DoesNotNest) {
  for (const int way : {0, 1, 2}) {
    simulation.reset();
    simulation.after(1s, 0, [this, way] {
      if (way == 0) simulation.step();
      if (way == 1) simulation.run();
      if (way == 2) simulation.run_until(run_start + 10s);
    });
    note(2s, 0, 'x');
    EXPECT_THROW(simulation.run_until(run_start + 3s), Defect);
    EXPECT_EQ(simulation.now(), run_start + 1s);
  }
  EXPECT_EQ(happened, "");
}

TEST_F(Engine, TakesPrioritiesFrom0To255) {
  EXPECT_THROW(simulation.after(1s, -1, [] {}), Defect);
  EXPECT_THROW(simulation.at(run_start, 256, [] {}), Defect);
  note(1s, 255, 'b');
  note(1s, 0, 'a');
  run();
  EXPECT_EQ(happened, "ab");
}

// Goal: an action that throws gives its place back. Method: many throw; the places stay few.
TEST_F(Engine, LosesNothingByExceptions) {
  for (int i = 0; i < 10'000; ++i) {
    const EventHandle handle = simulation.after(1ns, 0, [] { throw std::runtime_error("once more"); });
    ASSERT_LT(handle.slot, 10U);
    ASSERT_THROW(simulation.step(), std::runtime_error);
  }
}

/// Four events at one instant, one before and one after; each says its letter.
struct Together {
  Simulation simulation;
  std::string said;
  std::vector<EventHandle> handles;
  Together() {
    for (const auto& [at, priority, letter] :
         {std::tuple{1s, 0, 'x'}, {2s, 1, 'c'}, {2s, 0, 'a'}, {2s, 0, 'b'}, {2s, 1, 'd'}, {3s, 0, 'y'}}) {
      handles.push_back(simulation.at(run_start + at, priority, [this, letter = letter] { said += letter; }));
    }
  }
};

TEST(StepChoosing, OffersWhatIsDueInTheUsualOrder) {
  Together together;
  std::vector<std::size_t> offered;
  while (together.simulation.step_choosing([&](const std::vector<EventHandle>& due) {
    offered.push_back(due.size());
    return std::size_t{0};
  })) {
  }
  EXPECT_EQ(together.said, "xabcdy");
  EXPECT_THAT(offered, ::testing::ElementsAre(1, 4, 3, 2, 1, 1));
  EXPECT_EQ(together.simulation.executed(), 6U);
  EXPECT_EQ(together.simulation.pending(), 0U);
}

TEST(StepChoosing, LetsTheChosenOneHappenFirst) {
  Together together;
  while (
      together.simulation.step_choosing([](const std::vector<EventHandle>& due) { return due.size() - 1; })) {
  }
  EXPECT_EQ(together.said, "xdcbay");
  EXPECT_EQ(together.simulation.now(), run_start + 3s);
}

TEST(StepChoosing, DoesNotOfferWhatAnEventCancelledOrWhatHasHappened) {
  Together together;
  Simulation& simulation = together.simulation;
  simulation.at(run_start + 2s, 2, [&] {
    simulation.cancel(together.handles[2]);
    simulation.at(simulation.now(), 0, [&] { together.said += 'n'; });
  });
  while (simulation.step_choosing([](const std::vector<EventHandle>& due) { return due.size() - 1; })) {
  }
  EXPECT_EQ(
      together.said,
      "xdcnby");  // the last one goes first, takes `a` back and makes `n`, which is among equals the last
  EXPECT_FALSE(simulation.is_pending(together.handles[1]));
}

TEST(StepChoosing, KeepsTheOrderOfManyEventsAcrossAllTimes) {
  Simulation plain;
  Simulation choosing;
  std::vector<int> one;
  std::vector<int> other;
  for (int event = 0; event < 5000; ++event) {
    const auto at = run_start + std::chrono::milliseconds(event * 7919 % 611);
    plain.at(at, event % 3, [&one, event] { one.push_back(event); });
    choosing.at(at, event % 3, [&other, event] { other.push_back(event); });
  }
  plain.run();
  while (choosing.step_choosing([](const std::vector<EventHandle>&) { return std::size_t{0}; })) {
  }
  EXPECT_EQ(one, other);
}

}  // namespace
}  // namespace lastseen::sim
