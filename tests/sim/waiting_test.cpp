// What processes wait for: signals, resources and stores, with patience and without.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include <lastseen/sim/defect.hpp>
#include "tests/sim/story.hpp"

namespace lastseen::sim {
namespace {

class Signals : public Story {
 protected:
  Process waits(Simulation&, std::string name) {
    co_await signal.wait();
    tell(name);
  }
  Process waits_within(Simulation&, Duration patience) {
    const bool notified = co_await within(patience, signal.wait());
    tell(notified ? "notified" : "gave up");
  }
};

TEST_F(Signals, WakeAllInTheOrderInWhichTheyCame) {
  waits(simulation, "a");
  waits(simulation, "b");
  simulation.after(1s, 0, [this] {
    signal.notify_all();
    tell("notified");
  });
  simulation.run();
  EXPECT_EQ(story, "notified1 a1 b1 ") << "nobody runs in the middle of another";
}

TEST_F(Signals, WakeOne) {
  waits(simulation, "a");
  waits(simulation, "b");
  simulation.after(1s, 0, [this] { EXPECT_TRUE(signal.notify_one()); });
  simulation.run();
  EXPECT_EQ(story, "a1 ");
  EXPECT_TRUE(signal.notify_one());
  EXPECT_FALSE(signal.notify_one());
}

TEST_F(Signals, OfThePastDoNotCount) {
  signal.notify_all();
  waits(simulation, "a");
  simulation.run();
  EXPECT_EQ(story, "");
}

// Goal: notification and timeout at one instant: the first in the order of events decides, and the other has no effect.
TEST_F(Signals, MeetATimeoutInTheOrderOfEvents) {
  simulation.after(2s, 0, [this] { signal.notify_all(); });
  waits_within(simulation, 2s);
  simulation.run();
  EXPECT_EQ(story, "notified2 ");
  story.clear();
  waits_within(simulation, 2s);
  simulation.run_until(simulation.now() + 1s);
  simulation.after(1s, 0, [this] { signal.notify_all(); });
  simulation.run();
  EXPECT_EQ(story, "gave up4 ");
}

class Resources : public Story {
 protected:
  Process customer(Simulation&, std::string name, Duration service) {
    const Resource::Use use = co_await tellers.acquire();
    tell(name);
    co_await delay(service);
  }
  Process impatient(Simulation&, Duration patience) {
    const Resource::Use use = co_await within(patience, tellers.acquire());
    tell(use.holds() ? "served" : "left");
    co_await delay(1s);
  }
};

TEST_F(Resources, AreTakenInTheOrderOfArrival) {
  customer(simulation, "a", 2s);
  customer(simulation, "b", 3s);
  customer(simulation, "c", 1s);
  simulation.run_until(run_start + 1s);
  EXPECT_EQ(tellers.waiting(), 2U);
  EXPECT_EQ(tellers.free(), 0U);
  simulation.run();
  EXPECT_EQ(story, "a0 b2 c5 ");
  EXPECT_EQ(tellers.free(), 1U);
}

TEST_F(Resources, AreNotWaitedForBeyondPatience) {
  customer(simulation, "a", 2s);
  impatient(simulation, 1s);
  impatient(simulation, 3s);
  simulation.run();
  EXPECT_EQ(story, "a0 left1 served2 ");
  EXPECT_EQ(tellers.free(), 1U);
}

// Goal: a unit is not lost with a process that is cancelled between getting it and going on. Method: an event between the
// end of a's service, which hands the unit to b, and b's going on cancels b; so c gets it.
TEST_F(Resources, AreGivenBackByWhoIsCancelledBeforeHeGoesOn) {
  customer(simulation, "a", 2s);
  Process b = customer(simulation, "b", 1s);
  customer(simulation, "c", 1s);
  simulation.run_until(run_start + 1s);
  simulation.after(1s, 0, [this, &b] {
    EXPECT_EQ(tellers.waiting(), 1U) << "b has the unit already";
    b.cancel();
  });
  simulation.run();
  EXPECT_EQ(story, "a0 c2 ");
}

TEST_F(Resources, AreReleasedEarlyOrMovedElsewhere) {
  Resource::Use kept;
  const auto take = [](Simulation&, Resource& resource, Resource::Use& place) -> Process {
    Resource::Use use = co_await resource.acquire();
    place = std::move(use);
    EXPECT_FALSE(use.holds());
  };
  take(simulation, tellers, kept);
  simulation.run();
  EXPECT_EQ(tellers.in_use(), 1U);
  kept.release();
  kept.release();
  EXPECT_EQ(tellers.in_use(), 0U);
}

class Stores : public Story {
 protected:
  Process consumer(Simulation&, std::string name) {
    for (;;) tell(name + std::to_string(co_await store.get()) + '@');
  }
  Process gets_within(Simulation&, Duration patience) {
    const std::optional<int> item = co_await within(patience, store.get());
    tell(item ? std::to_string(*item) + '@' : "nothing");
  }
};

TEST_F(Stores, GiveItemsInOrderToWhoWaitsLongest) {
  store.put(1);
  consumer(simulation, "a");
  simulation.run();
  consumer(simulation, "b");
  simulation.run();
  store.put(2);
  store.put(3);
  store.put(4);
  EXPECT_EQ(store.size(), 1U) << "two items are in the hands of a and b";
  simulation.run();
  EXPECT_EQ(story, "a1@0 a2@0 a4@0 b3@0 ");
}

TEST_F(Stores, AreNotWaitedForBeyondPatience) {
  gets_within(simulation, 1s);
  gets_within(simulation, 3s);
  simulation.after(2s, 0, [this] { store.put(7); });
  simulation.run();
  EXPECT_EQ(story, "nothing1 7@2 ");
  EXPECT_EQ(store.waiting(), 0U);
}

TEST_F(Stores, GetBackAnItemThatWasNeverTaken) {
  Process a = consumer(simulation, "a");
  simulation.run();
  store.put(1);
  store.put(2);
  a.cancel();
  ASSERT_EQ(store.size(), 2U);
  consumer(simulation, "b");
  simulation.run();
  EXPECT_EQ(story, "b1@0 b2@0 ");
}

// Goal: an item is never left lying while somebody waits for it. Method: who has got it is cancelled before he goes on.
TEST_F(Stores, GiveAnItemThatWasNeverTakenToWhoWaits) {
  Process a = consumer(simulation, "a");
  consumer(simulation, "b");
  simulation.run();
  store.put(1);
  a.cancel();
  EXPECT_EQ(store.size(), 0U);
  simulation.run();
  EXPECT_EQ(story, "b1@0 ");
}

TEST_F(Stores, KeepTheirOrderWhenItemsComeBack) {
  Process a = consumer(simulation, "a");
  Process b = consumer(simulation, "b");
  simulation.run();
  store.put(1);
  store.put(2);
  store.put(3);
  a.cancel();
  b.cancel();
  consumer(simulation, "c");
  simulation.run();
  EXPECT_EQ(story, "c1@0 c2@0 c3@0 ");
}

TEST_F(Resources, AreNotWaitedForWithNegativePatience) {
  impatient(simulation, -1ns);
  EXPECT_THROW(simulation.run(), Defect);
  EXPECT_EQ(tellers.free(), 1U);
}

}  // namespace
}  // namespace lastseen::sim
