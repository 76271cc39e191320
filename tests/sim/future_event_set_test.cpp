// The future event set against a reference that cannot be wrong: a std::map ordered by (time, priority,
// sequence).
#include <lastseen/sim/future_event_set.hpp>

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "tests/scale.hpp"

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;

/// Does the same to the set and to the reference, and compares what comes out.
class Twins {
 public:
  explicit Twins(std::uint32_t first_sequence) : set_{first_sequence} {}

  void push(Instant time, Priority priority) {
    const std::uint32_t number = static_cast<std::uint32_t>(handles_.size());
    handles_.push_back(set_.push(time, priority, [this, number] { last_ = number; }));
    keys_.emplace_back(time, priority, added_++);
    reference_.emplace(keys_.back(), number);
  }
  void cancel(std::uint32_t number) {
    ASSERT_EQ(set_.contains(handles_[number]), reference_.contains(keys_[number]));
    ASSERT_EQ(set_.cancel(handles_[number]), reference_.erase(keys_[number]) == 1) << "event " << number;
  }
  void reschedule(std::uint32_t number, Instant time, Priority priority) {
    const bool pending = reference_.erase(keys_[number]) == 1;
    const EventHandle old = handles_[number];
    handles_[number] = set_.reschedule(old, time, priority);
    ASSERT_EQ(set_.contains(handles_[number]), pending) << "event " << number;
    ASSERT_FALSE(set_.contains(old)) << "event " << number;
    if (!pending) return;
    keys_[number] = {time, priority, added_++};
    reference_.emplace(keys_[number], number);
  }
  void run_next() {
    const auto first = reference_.begin();
    const Instant time = std::get<Instant>(first->first);
    ASSERT_FALSE(set_.run_next(time - 1ns, now_)) << "nothing happens before its time";
    ASSERT_TRUE(set_.run_next(time, now_));
    ASSERT_EQ(now_, time);
    ASSERT_EQ(last_, first->second);
    reference_.erase(first);
  }

  bool empty() const { return reference_.empty(); }
  std::uint32_t pushed() const { return static_cast<std::uint32_t>(handles_.size()); }
  Instant now() const { return now_; }
  void compare_sizes() {
    ASSERT_EQ(set_.size(), reference_.size());
    ASSERT_EQ(set_.empty(), reference_.empty());
    ASSERT_EQ(set_.next_time(), reference_.empty() ? never : std::get<Instant>(reference_.begin()->first));
  }

 private:
  using Key = std::tuple<Instant, Priority, std::uint64_t>;
  FutureEventSet set_;
  std::map<Key, std::uint32_t> reference_;
  std::vector<EventHandle> handles_;
  std::vector<Key> keys_;
  std::uint64_t added_ = 0;
  std::uint32_t last_ = 0;
  Instant now_ = run_start;
};

#if defined(LASTSEEN_WITH_SANITIZERS)
constexpr int operations = 200'000;  // 20 times as slow
#else
constexpr int operations = 2'000'000;
#endif

struct Mix {
  std::uint64_t pushes;       ///< of 100 operations
  std::uint64_t cancels;      ///< of 100
  std::uint64_t reschedules;  ///< of 100; the rest lets the next event happen
  std::uint32_t at_first;     ///< pending events to begin with
  std::uint32_t first_sequence = 0;
};

/// Random operations, the same on both. `ahead` draws how far ahead of now an event lies.
template <class Ahead>
void run_random_operations(const Mix& mix, Ahead ahead, std::uint64_t seed) {
  Twins twins(mix.first_sequence);
  std::mt19937_64 random(seed);
  const auto push = [&] { twins.push(twins.now() + ahead(random), static_cast<Priority>(random() % 3)); };
  for (std::uint32_t i = 0; i < mix.at_first; ++i) push();
  for (int operation = 0; operation < operations; ++operation) {
    const std::uint64_t choice = random() % 100;
    // Mostly of the last few, that may still be there; else of all, most of which have gone.
    const std::uint32_t reach = random() % 4 != 0 ? std::min(twins.pushed(), 50U) : twins.pushed();
    const std::uint32_t some =
        reach == 0 ? 0 : twins.pushed() - 1 - static_cast<std::uint32_t>(random() % reach);
    if (choice < mix.pushes || twins.empty()) {
      push();
    } else if (choice < mix.pushes + mix.cancels) {
      twins.cancel(some);
    } else if (choice < mix.pushes + mix.cancels + mix.reschedules) {
      twins.reschedule(some, twins.now() + ahead(random), static_cast<Priority>(random() % 3));
    } else {
      twins.run_next();
    }
    if (operation % 1000 == 0) twins.compare_sizes();
    if (::testing::Test::HasFatalFailure()) FAIL() << "operation " << operation;
  }
  while (!twins.empty() && !::testing::Test::HasFatalFailure()) twins.run_next();
  twins.compare_sizes();
}

template <class Ahead>
void run_random_operations(const Mix& mix, Ahead ahead) {
  const std::uint64_t runs = scaled(std::uint64_t{1}, "runs of 2,000,000 operations");
  for (std::uint64_t run = 0; run < runs && !::testing::Test::HasFatalFailure(); ++run) {
    run_random_operations(mix, ahead, run * 1'000'000 + mix.pushes * 1000 + mix.cancels);
  }
}

/// Uniform in 0..span
auto up_to(Duration span) {
  return [span](std::mt19937_64& random) {
    return Duration{static_cast<Duration::rep>(random() % static_cast<std::uint64_t>(span.count()))};
  };
}

/// Of all scales from 1 ns to 36 years, each as likely as the others.
Duration of_any_scale(std::mt19937_64& random) {
  const std::uint64_t bits = random() % 61;
  return Duration{static_cast<Duration::rep>(random() & ((std::uint64_t{1} << bits) - 1))};
}

// Goal: exact order whatever is pushed, cancelled, moved and taken. Method: 2 million operations in each regime, more than
// 10^7 together, against the map: few pending events (the heap), many (the ladder), and populations that grow from one to
// the other and shrink again; times that rarely tie, mostly tie, and of all scales at once.
TEST(FutureEventSetOrder, IsExactWhenTiesAreRare) { run_random_operations({45, 15, 5, 0}, up_to(1h)); }
TEST(FutureEventSetOrder, IsExactWhenTiesAreTheRule) { run_random_operations({45, 15, 5, 0}, up_to(5ns)); }
TEST(FutureEventSetOrder, IsExactWhenMostEventsAreCancelled) {
  run_random_operations({50, 40, 5, 0}, up_to(1s));
}
TEST(FutureEventSetOrder, IsExactWhenFewArePending) { run_random_operations({30, 15, 5, 0}, up_to(1s)); }
TEST(FutureEventSetOrder, IsExactWhenManyArePending) {
  run_random_operations({38, 10, 14, 100'000}, up_to(1s));
}
TEST(FutureEventSetOrder, IsExactForTimesOfAllScales) {
  run_random_operations({40, 10, 12, 20'000}, of_any_scale);
}
TEST(FutureEventSetOrder, IsExactWhenSequenceNumbersBeginAnew) {
  constexpr std::uint32_t soon = EventKey::sequences - operations / 4;
  run_random_operations({40, 15, 5, 1000, soon}, up_to(20ns));
}

// Goal: many events of one instant cost no more than others, wherever they meet. Method: 300,000 at one instant, pushed
// before, while the ladder is in use, and during the instant; the order is that of priority, then of pushing.
TEST(FutureEventSetOrder, IsExactWhenVeryManyMeetAtOneInstant) {
  FutureEventSet set;
  Instant now = run_start;
  std::vector<std::uint32_t> order;
  const Instant meeting = run_start + 1min;
  constexpr std::uint32_t events = 300'000;
  for (std::uint32_t i = 0; i < events; ++i) {
    set.push(meeting, i % 2 == 0 ? 1 : 0, [&order, i] { order.push_back(i); });
    set.push(run_start + Duration{i}, 0, [] {});
  }
  set.push(meeting, 2, [&] {
    for (std::uint32_t i = 0; i < events; ++i) set.push(meeting, 1, [&order, i] { order.push_back(i); });
  });
  while (set.run_next(meeting, now)) {
  }
  ASSERT_EQ(order.size(), 2 * events);
  for (std::uint32_t i = 0; i < events / 2; ++i) {
    ASSERT_EQ(order[i], 2 * i + 1) << "priority 0 first";
    ASSERT_EQ(order[events / 2 + i], 2 * i) << "then priority 1";
  }
  for (std::uint32_t i = 0; i < events; ++i) ASSERT_EQ(order[events + i], i) << "then those pushed meanwhile";
}

// Goal: the sequence decides ties also when places are reused in another order. Method: free three, fill
// three.
TEST(FutureEventSet, ReusedPlacesDoNotDisturbTheOrder) {
  FutureEventSet set;
  std::vector<int> order;
  const auto push = [&](int number) {
    return set.push(run_start + 1s, 0, [&order, number] { order.push_back(number); });
  };
  const EventHandle a = push(-1);
  const EventHandle b = push(-2);
  const EventHandle c = push(-3);
  for (const EventHandle handle : {b, a, c}) EXPECT_TRUE(set.cancel(handle));
  for (int number = 0; number < 3; ++number) push(number);
  Instant now = run_start;
  while (set.run_next(run_start + 1s, now)) {
  }
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2}));
}

TEST(FutureEventSet, NothingHappensWhenItIsEmpty) {
  FutureEventSet set;
  Instant now = run_start;
  EXPECT_FALSE(set.run_next(never - 1ns, now));
  set.cancel(set.push(run_start + 1s, 0, [] { FAIL() << "was cancelled"; }));
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.run_next(never - 1ns, now));
  EXPECT_EQ(now, run_start);
}

TEST(FutureEventSet, AHandleIsStaleWhileItsEventHappens) {
  FutureEventSet set;
  Instant now = run_start;
  EventHandle handle;
  bool cancelled = true;
  handle = set.push(run_start, 0, [&] { cancelled = set.cancel(handle); });
  EXPECT_TRUE(set.run_next(run_start, now));
  EXPECT_FALSE(cancelled);
}

// Goal: an action reads its captures where they were stored, also after it has made the set grow. Method: one event pushes
// 10,000 more, then looks at its own captures.
TEST(FutureEventSet, AnActionKeepsItsCapturesWhileTheSetGrows) {
  FutureEventSet set;
  Instant now = run_start;
  std::uint64_t seen = 0;
  struct Captures {
    FutureEventSet* set;
    std::uint64_t* seen;
    std::uint64_t words[4];
  };
  const Captures captures{&set, &seen, {1, 20, 300, 4000}};
  set.push(run_start, 0, [captures] {
    for (int i = 0; i < 10'000; ++i) captures.set->push(run_start + 1s, 0, [] {});
    for (const std::uint64_t word : captures.words) *captures.seen += word;
  });
  EXPECT_TRUE(set.run_next(run_start, now));
  EXPECT_EQ(seen, 4321U);
  EXPECT_EQ(set.size(), 10'000U);
}

// Goal: timers that are always cancelled leave nothing behind. Method: a million of them while 10 events are pending; the
// set is asked for its size throughout, and the handles of the first ones stay stale.
TEST(FutureEventSet, CancelledEventsAreForgotten) {
  FutureEventSet set;
  for (int i = 0; i < 10; ++i) set.push(run_start + 1h, 0, [] {});
  const EventHandle first = set.push(run_start + 2h, 0, [] {});
  EXPECT_TRUE(set.cancel(first));
  for (int i = 0; i < 1'000'000; ++i) {
    const EventHandle handle = set.push(run_start + 2h, 0, [] {});
    ASSERT_LT(handle.slot, 1000U) << "a slot is used again soon";
    ASSERT_TRUE(set.cancel(handle));
  }
  EXPECT_EQ(set.size(), 10U);
  EXPECT_FALSE(set.cancel(first));
}

TEST(FutureEventSet, AnEventThatIsMovedKeepsItsAction) {
  FutureEventSet set;
  Instant now = run_start;
  std::string order;
  const EventHandle moved = set.push(run_start + 1s, 2, [&] { order += 'm'; });
  set.push(run_start + 2s, 1, [&] { order += 'b'; });
  set.push(run_start + 2s, 0, [&] { order += 'a'; });
  const EventHandle handle = set.reschedule(moved, run_start + 2s, 0);
  EXPECT_TRUE(set.contains(handle));
  EXPECT_FALSE(set.contains(moved));
  while (set.run_next(run_start + 2s, now)) {
  }
  EXPECT_EQ(order, "amb") << "behind those of its priority that were there, before the lower ones";
  EXPECT_FALSE(set.contains(set.reschedule(handle, run_start + 3s, 0)))
      << "what has happened cannot be moved";
}

TEST(FutureEventSet, BeginsAnewWhenCleared) {
  FutureEventSet set;
  Instant now = run_start;
  for (int i = 0; i < 5000; ++i) set.push(run_start + Duration{i}, 0, [] { FAIL() << "was cleared away"; });
  set.clear();
  EXPECT_TRUE(set.empty());
  EXPECT_EQ(set.next_time(), never);
  int happened = 0;
  set.push(run_start, 0, [&] { ++happened; });
  while (set.run_next(run_start + 1h, now)) {
  }
  EXPECT_EQ(happened, 1);
}

TEST(FutureEventSet, AHandleOfAnotherSetNamesNothingHere) {
  FutureEventSet full;
  EventHandle handle;
  for (int i = 0; i < 10; ++i) handle = full.push(run_start, 0, [] {});
  FutureEventSet set;
  EXPECT_FALSE(set.contains(handle));
  EXPECT_FALSE(set.cancel(handle));
}

}  // namespace
}  // namespace lastseen::sim
