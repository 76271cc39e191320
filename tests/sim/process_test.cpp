// Processes: stories told by coroutines, on the same clock and in the same order as events.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <lastseen/sim/defect.hpp>
#include "tests/sim/story.hpp"

namespace lastseen::sim {
namespace {

class Delays : public Story {
 protected:
  Process ticks(Simulation&, std::string name, Duration interval, int times) {
    for (int i = 0; i < times; ++i) {
      co_await delay(interval);
      tell(name);
    }
  }
};

TEST_F(Delays, PassTheTimeInEachProcessByItself) {
  ticks(simulation, "a", 2s, 3);
  ticks(simulation, "b", 3s, 2);
  simulation.run();
  EXPECT_EQ(story, "a2 b3 a4 b6 a6 ") << "b was scheduled for 6 s first, at 3 s";
}

TEST_F(Delays, StartBehindWhatIsDueAlready) {
  simulation.at(run_start, 0, [this] { tell("event"); });
  ticks(simulation, "process", 0s, 2);
  simulation.at(run_start, 0, [this] { tell("later"); });
  simulation.run();
  EXPECT_EQ(story, "event0 later0 process0 process0 ");
}

TEST_F(Delays, AreNotNegative) {
  ticks(simulation, "a", -1ns, 1);
  EXPECT_THROW(simulation.run(), Defect);
}

TEST_F(Delays, EndWithTheProcessWhenItIsCancelled) {
  Process a = ticks(simulation, "a", 2s, 3);
  simulation.run_until(run_start + 3s);
  EXPECT_TRUE(a.is_alive());
  a.cancel();
  EXPECT_FALSE(a.is_alive());
  EXPECT_EQ(simulation.pending(), 0U) << "its timer is gone with it";
  a.cancel();
  simulation.run();
  EXPECT_EQ(story, "a2 ");
}

TEST_F(Delays, AHandleOfAnEndedProcessDoesNotCancelItsSuccessor) {
  Process first = ticks(simulation, "a", 1s, 1);
  simulation.run();
  Process second = ticks(simulation, "b", 1s, 1);  // in the same frame
  first.cancel();
  EXPECT_TRUE(second.is_alive());
  simulation.run();
  EXPECT_EQ(story, "a1 b2 ");
  EXPECT_FALSE(Process().is_alive());
}

class Cancelling : public Story {
 protected:
  Process cancels_itself(Simulation&) {
    co_await delay(1s);
    itself.cancel();
  }
  Process cancels(Simulation&, Process other) {
    co_await delay(1s);
    other.cancel();
    tell("cancelled");
  }
  Process waits(Simulation&) {
    const Resource::Use use = co_await tellers.acquire();
    co_await signal.wait();
    tell("never");
  }
  Process itself;
};

TEST_F(Cancelling, ByTheProcessItselfIsADefect) {
  itself = cancels_itself(simulation);
  EXPECT_THROW(simulation.run(), Defect);
}

TEST_F(Cancelling, LeavesTheQueueAndGivesBackWhatItHeld) {
  cancels(simulation, waits(simulation));
  simulation.run_until(run_start);
  EXPECT_EQ(tellers.in_use(), 1U);
  EXPECT_TRUE(signal.has_waiting());
  simulation.run();
  EXPECT_EQ(tellers.in_use(), 0U);
  EXPECT_FALSE(signal.has_waiting());
  EXPECT_EQ(story, "cancelled1 ");
}

class Joining : public Story {
 protected:
  Process sleeps(Simulation&, Duration time) {
    co_await delay(time);
    tell("slept");
  }
  Process joins(Simulation&, Process other) {
    co_await other.join();
    tell("joined");
    co_await other.join();
    tell("again");
  }
  Process joins_within(Simulation&, Process other, Duration patience) {
    const bool ended = co_await within(patience, other.join());
    tell(ended ? "ended" : "gave up");
  }
};

TEST_F(Joining, WaitsForTheEnd) {
  joins(simulation, sleeps(simulation, 3s));
  simulation.run();
  EXPECT_EQ(story, "slept3 joined3 again3 ");
}

TEST_F(Joining, AlsoWhenTheEndIsACancel) {
  Process sleeper = sleeps(simulation, 3s);
  joins(simulation, sleeper);
  simulation.run_until(run_start + 1s);
  sleeper.cancel();
  simulation.run();
  EXPECT_EQ(story, "joined1 again1 ");
}

TEST_F(Joining, GivesUpWhenItsPatienceEnds) {
  Process sleeper = sleeps(simulation, 3s);
  joins_within(simulation, sleeper, 2s);
  joins_within(simulation, sleeper, 4s);
  simulation.run();
  EXPECT_EQ(story, "gave up2 slept3 ended3 ");
}

class Ends : public Story {
 protected:
  Process holds(Simulation&, std::shared_ptr<int>) { co_await delay(1h); }
  Process throws(Simulation&, std::shared_ptr<int>) {
    co_await delay(1s);
    throw std::runtime_error("told to whoever runs the simulation");
  }
};

// Goal: nothing leaks when a run is abandoned halfway. Method: a shared pointer in each frame is counted.
TEST_F(Ends, DestroyWhatTheFramesOwn) {
  const auto counted = std::make_shared<int>(0);
  {
    Simulation abandoned;
    for (int i = 0; i < 1000; ++i) holds(abandoned, counted);
    abandoned.run_until(run_start + 1s);
    holds(abandoned, counted);  // not even begun
    EXPECT_EQ(counted.use_count(), 1002);
  }
  EXPECT_EQ(counted.use_count(), 1);
}

TEST_F(Ends, ComeWithAResetToo) {
  const auto counted = std::make_shared<int>(0);
  for (int run = 0; run < 3; ++run) {
    const Process process = holds(simulation, counted);
    simulation.run_until(run_start + 1min);
    EXPECT_TRUE(process.is_alive());
    simulation.reset();
    EXPECT_FALSE(process.is_alive());
    EXPECT_EQ(simulation.now(), run_start);
    EXPECT_EQ(simulation.pending(), 0U);
    EXPECT_EQ(counted.use_count(), 1);
  }
}

TEST_F(Ends, ByAnExceptionReachWhoeverRunsTheSimulation) {
  const auto counted = std::make_shared<int>(0);
  {
    Simulation failing;
    throws(failing, counted);
    EXPECT_THROW(failing.run(), std::runtime_error);
  }
  EXPECT_EQ(counted.use_count(), 1);
}

// Goal: what processes wait for may go before them, as local variables do that are declared after the simulation.
TEST_F(Ends, DoNotNeedWhatTheyWaitedFor) {
  Simulation outlives;
  {
    Signal gone_signal;
    Resource gone_resource{1};
    Store<int> gone_store;
    const auto waits = [](Simulation&, Signal& some_signal) -> Process { co_await some_signal.wait(); };
    const auto gets = [](Simulation&, Store<int>& some_store) -> Process { co_await some_store.get(); };
    const auto uses = [](Simulation&, Resource& some_resource) -> Process {
      const Resource::Use use = co_await some_resource.acquire();
      co_await delay(1h);
    };
    waits(outlives, gone_signal);
    gets(outlives, gone_store);
    gets(outlives, gone_store);
    uses(outlives, gone_resource);
    uses(outlives, gone_resource);
    outlives.run_until(run_start + 1s);
    gone_store.put(1);
  }
}

TEST_F(Ends, OfAMillionProcessesLeaveNothing) {
  for (int i = 0; i < 1'000'000; ++i) holds(simulation, nullptr);
  simulation.run();
  EXPECT_EQ(simulation.executed(), 2'000'000U) << "each starts, and goes on after an hour";
  EXPECT_EQ(simulation.pending(), 0U);
}

TEST_F(Ends, ByAnExceptionAreEndsForWhoWaitsToo) {
  const auto counted = std::make_shared<int>(0);
  const Process thrower = throws(simulation, counted);
  const auto joins = [](Simulation&, Process other, std::string& told) -> Process {
    co_await other.join();
    told = "joined";
  };
  joins(simulation, thrower, story);
  EXPECT_THROW(simulation.run(), std::runtime_error);
  EXPECT_FALSE(thrower.is_alive());
  EXPECT_EQ(counted.use_count(), 1) << "its parameters are gone with it";
  simulation.run();
  EXPECT_EQ(story, "joined");
}

TEST_F(Ends, OfItselfAreNotWaitedFor) {
  Process itself;
  const auto joins = [](Simulation&, Process& process) -> Process {
    co_await delay(1s);
    co_await process.join();
  };
  itself = joins(simulation, itself);
  EXPECT_THROW(simulation.run(), Defect);
}

/// Does something when it goes.
struct OnEnd {
  explicit OnEnd(std::function<void()> what) : action{std::move(what)} {}
  OnEnd(const OnEnd&) = delete;
  OnEnd& operator=(const OnEnd&) = delete;
  ~OnEnd() { action(); }
  std::function<void()> action;
};
Process does_on_end(Simulation&, std::function<void()> action) {
  const OnEnd on_end{std::move(action)};
  co_await delay(1h);
}

// Goal: a reset ends everything, also processes that others start when they go. Method: each of eight starts 300 more.
TEST_F(Ends, OfOthersMayStartProcessesThatEndToo) {
  int started = 0;
  std::vector<Process> late;
  for (int i = 0; i < 8; ++i) {
    does_on_end(simulation, [&] {
      for (int more = 0; more < 300; ++more, ++started) late.push_back(does_on_end(simulation, [] {}));
    });
  }
  simulation.run_until(run_start + 1s);
  simulation.reset();
  EXPECT_EQ(started, 8 * 300);
  for (const Process& process : late) EXPECT_FALSE(process.is_alive());
  EXPECT_EQ(simulation.pending(), 0U);
}

TEST_F(Ends, MayCancelEachOther) {
  Process a;
  Process b;
  int ended = 0;
  a = does_on_end(simulation, [&] { b.cancel(), ++ended; });
  b = does_on_end(simulation, [&] { a.cancel(), ++ended; });
  simulation.run_until(run_start + 1s);
  a.cancel();
  EXPECT_EQ(ended, 2);
  for (int i = 0; i < 10; ++i) does_on_end(simulation, [] {});
  simulation.run();
}
}  // namespace
}  // namespace lastseen::sim
